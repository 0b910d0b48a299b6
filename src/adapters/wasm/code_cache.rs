//! Compiled code on disk, so that only the first start with a policy pays for compiling it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use wasmtime::Engine;
use wasmtime::component::Component;

/// Files kept; beyond them the oldest go.
pub const CODE_FILES_MAX: usize = 64;

const EXTENSION: &str = "cwasm";

/// A directory of compiled code that nobody else can write.
///
/// Compiled code runs unchecked, so it is taken from nowhere else: the directory must be ours, with no rights for
/// others, and a file appears in it whole, by rename. A file's name says which component, which wasmtime and which
/// settings of the engine it is of; another one is simply not found.
#[derive(Debug)]
pub struct CodeCache {
    directory: PathBuf,
    engine: u64,
}

/// Why compiled code cannot be kept in a directory.
#[derive(Debug, thiserror::Error)]
pub enum CodeCacheFault {
    /// It cannot be made or looked at.
    #[error("compiled policies cannot be kept in `{}`", .0.display())]
    Unusable(PathBuf, #[source] std::io::Error),
    /// Others could put code into it.
    #[error("compiled policies are not kept in `{}`: it must be a directory of yours that others have no rights in (mode 0700)", .0.display())]
    NotPrivate(PathBuf),
}

impl CodeCache {
    pub(super) fn open(directory: PathBuf, engine: &Engine) -> Result<Self, CodeCacheFault> {
        make_private(&directory).map_err(|error| CodeCacheFault::Unusable(directory.clone(), error))?;
        match is_private(&directory) {
            Ok(true) => {}
            Ok(false) => return Err(CodeCacheFault::NotPrivate(directory)),
            Err(error) => return Err(CodeCacheFault::Unusable(directory, error)),
        }
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        Ok(Self { directory, engine: hasher.finish() })
    }

    /// The code of the component with that digest, if it is here and fits the engine.
    pub(super) fn find(&self, engine: &Engine, digest: &[u8; 32]) -> Option<Component> {
        let path = self.path(digest);
        if !path.is_file() || !is_private(&self.directory).unwrap_or(false) {
            return None;
        }
        // SAFETY: the file is in a directory that only this user can write, and only `keep` writes there, whole.
        #[expect(unsafe_code, reason = "compiled code of our own, from a private directory")]
        let component = unsafe { Component::deserialize_file(engine, &path) };
        component.ok()
    }

    /// Keeps the code for the next start. Not being able to is no fault: the next start compiles again.
    pub(super) fn keep(&self, digest: &[u8; 32], component: &Component) {
        if let Ok(code) = component.serialize()
            && self.write(digest, &code).is_ok()
        {
            self.forget_the_oldest();
        }
    }

    fn write(&self, digest: &[u8; 32], code: &[u8]) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(code)?;
        // Before the rename, so that no crash leaves an empty file under a name that is trusted.
        file.as_file().sync_data()?;
        file.persist(self.path(digest)).map_err(|error| error.error)?;
        Ok(())
    }

    fn path(&self, digest: &[u8; 32]) -> PathBuf {
        self.directory.join(format!("{}-{:016x}.{EXTENSION}", hex::encode(digest), self.engine))
    }

    fn forget_the_oldest(&self) {
        let Ok(entries) = std::fs::read_dir(&self.directory) else { return };
        let mut files: Vec<_> = entries
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|extension| extension == EXTENSION))
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        files.sort();
        for (_, path) in files.iter().take(files.len().saturating_sub(CODE_FILES_MAX)) {
            // Somebody else may have been quicker.
            drop(std::fs::remove_file(path));
        }
    }
}

#[cfg(unix)]
fn make_private(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if let Some(parent) = directory.parent() {
        std::fs::create_dir_all(parent)?;
    }
    match std::fs::DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Ours, a real directory, and closed to others.
#[cfg(unix)]
fn is_private(directory: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::symlink_metadata(directory)?;
    // A file made just now is ours: its owner is us, whoever we run as.
    let ours = tempfile::NamedTempFile::new_in(directory)?.as_file().metadata()?.uid();
    Ok(found.is_dir() && found.uid() == ours && found.mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn make_private(directory: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(directory)
}

/// Rights are told otherwise here, so nothing is kept.
#[cfg(not(unix))]
fn is_private(_: &Path) -> std::io::Result<bool> {
    Ok(false)
}
