//! Compiled code on disk, so that only the first start with a policy pays for compiling and questioning it.

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use super::translate;
use crate::policy::{HANDED_BACK_BYTES_MAX, PolicyInfo};

/// Files kept of compiled code; beyond them the oldest go.
pub const CODE_FILES_MAX: usize = 64;

/// Files kept of settings that were agreed to; beyond them the oldest go.
const AGREED_FILES_MAX: usize = 512;

/// Longest description read back, in bytes: what a policy may hand back, each byte escaped.
const DESCRIPTION_BYTES_MAX: usize = 6 * HANDED_BACK_BYTES_MAX;

/// Compiled code.
const CODE: &str = "cwasm";

/// What the component said of itself.
const DESCRIPTION: &str = "described.json";

/// An empty file: the component and its schema agreed to these settings.
const AGREED: &str = "agreed";

/// A directory of compiled code that nobody else can write.
///
/// Compiled code runs unchecked, so it is taken from nowhere else: the directory must be ours, with no rights for
/// others, and a file appears in it whole, by rename. A file's name says which component, which localgear, which
/// wasmtime and which settings of the engine it is of; another one is simply not found.
///
/// A policy has no memory and no outside, so it says the same of itself and of the same settings each time. Both are
/// kept beside the code, and a start that finds them runs no policy at all.
#[derive(Debug)]
pub struct CodeCache {
    directory: PathBuf,
    version: u64,
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
        // What is asked of a policy before it is let in differs from one localgear to another.
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        Ok(Self { directory, version: hasher.finish() })
    }

    /// The code of the component with that digest, if it is here and fits the engine.
    pub(super) fn code(&self, engine: &Engine, digest: &[u8; 32]) -> Option<Component> {
        let path = self.trusted(self.path(digest, CODE))?;
        // SAFETY: the file is in a directory that only this user can write, and only `write` writes there, whole.
        #[expect(unsafe_code, reason = "compiled code of our own, from a private directory")]
        let component = unsafe { Component::deserialize_file(engine, &path) };
        component.ok()
    }

    /// Keeps the code for the next start. Not being able to is no fault: the next start compiles again.
    pub(super) fn keep_code(&self, digest: &[u8; 32], component: &Component) {
        if let Ok(code) = component.serialize() {
            self.keep(&self.path(digest, CODE), &code, CODE, CODE_FILES_MAX);
        }
    }

    /// What the component with that digest said of itself.
    pub(super) fn description(&self, digest: &[u8; 32]) -> Option<PolicyInfo> {
        let path = self.trusted(self.path(digest, DESCRIPTION))?;
        let mut text = Vec::new();
        File::open(path).ok()?.take(DESCRIPTION_BYTES_MAX as u64).read_to_end(&mut text).ok()?;
        let info: PolicyInfo = serde_json::from_slice(&text).ok()?;
        translate::sound(&info).is_ok().then_some(info)
    }

    /// Keeps what the component said of itself.
    pub(super) fn keep_description(&self, digest: &[u8; 32], info: &PolicyInfo) {
        if let Ok(text) = serde_json::to_vec(info) {
            self.keep(&self.path(digest, DESCRIPTION), &text, DESCRIPTION, CODE_FILES_MAX);
        }
    }

    /// Whether the component with that digest agreed to these settings before.
    pub(super) fn has_agreed(&self, digest: &[u8; 32], settings: &str) -> bool {
        self.trusted(self.path(&of_settings(digest, settings), AGREED)).is_some()
    }

    /// Keeps that the component and its schema agreed to these settings.
    pub(super) fn keep_agreement(&self, digest: &[u8; 32], settings: &str) {
        self.keep(&self.path(&of_settings(digest, settings), AGREED), &[], AGREED, AGREED_FILES_MAX);
    }

    /// The path, if there is a file that only this user can have put there.
    fn trusted(&self, path: PathBuf) -> Option<PathBuf> {
        (path.is_file() && is_private(&self.directory).unwrap_or(false)).then_some(path)
    }

    fn keep(&self, path: &Path, content: &[u8], extension: &str, files_max: usize) {
        if self.write(path, content).is_ok() {
            self.forget_the_oldest(extension, files_max);
        }
    }

    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(content)?;
        // Before the rename, so that no crash leaves an empty file under a name that is trusted.
        if !content.is_empty() {
            file.as_file().sync_data()?;
        }
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    fn path(&self, digest: &[u8; 32], extension: &str) -> PathBuf {
        self.directory.join(format!("{}-{:016x}.{extension}", hex::encode(digest), self.version))
    }

    fn forget_the_oldest(&self, extension: &str, files_max: usize) {
        let Ok(entries) = std::fs::read_dir(&self.directory) else { return };
        let of_kind = |name: &std::ffi::OsStr| {
            name.to_str().and_then(|name| name.split_once('.')).is_some_and(|(_, kind)| kind == extension)
        };
        let mut files: Vec<_> = entries
            .flatten()
            .filter(|entry| of_kind(&entry.file_name()))
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        files.sort();
        for (_, path) in files.iter().take(files.len().saturating_sub(files_max)) {
            // Somebody else may have been quicker.
            drop(std::fs::remove_file(path));
        }
    }
}

/// The digest of a component together with settings for it.
fn of_settings(component: &[u8; 32], settings: &str) -> [u8; 32] {
    Sha256::new().chain_update(component).chain_update(settings).finalize().into()
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
    let ours = rustix::process::geteuid().as_raw();
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
