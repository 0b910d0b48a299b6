//! A file that is replaced as a whole or not at all, by one process at a time.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::EditFault;
use crate::adapters::bounded_file::{self, InputFault};
use crate::adapters::site_file::SITE_BYTES_MAX;

/// A file that nobody else edits until this is dropped.
///
/// The lock is on the folder: the file itself is replaced by every edit, so a lock on it would be on a file that is
/// gone, and a lock file beside it would be litter.
#[derive(Debug)]
pub(super) struct Held {
    /// The file itself, links followed, so that a link stays a link.
    target: PathBuf,
    folder: PathBuf,
    lock: File,
}

impl Held {
    /// Waits until nobody else edits the file.
    pub(super) fn take(path: &Path) -> Result<Self, EditFault> {
        let target = path.canonicalize().map_err(|fault| InputFault::of(path, fault))?;
        if target.is_dir() {
            return Err(InputFault::Directory(path.to_owned()).into());
        }
        let folder = target.parent().unwrap_or(Path::new("/")).to_owned();
        let unlockable = |fault| EditFault::Unwritable { path: target.clone(), fault };
        let lock = File::open(&folder).map_err(unlockable)?;
        lock.lock().map_err(unlockable)?;
        Ok(Self { target, folder, lock })
    }

    /// The file's text as it is now.
    pub(super) fn read(&self) -> Result<String, EditFault> {
        let bytes = bounded_file::read(&self.target, SITE_BYTES_MAX)?;
        String::from_utf8(bytes).map_err(|fault| {
            let offset = fault.utf8_error().valid_up_to();
            InputFault::NotText { path: self.target.clone(), offset }.into()
        })
    }

    /// Replaces the file's text, in one step.
    pub(super) fn replace(self, text: &str) -> Result<(), EditFault> {
        self.write(text).map_err(|fault| EditFault::Unwritable { path: self.target.clone(), fault })
    }

    fn write(&self, text: &str) -> io::Result<()> {
        let about = fs::metadata(&self.target)?;
        if about.permissions().readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        let mut beside =
            tempfile::Builder::new().prefix(".localgear-").suffix(".tmp").tempfile_in(&self.folder)?;
        beside.write_all(text.as_bytes())?;
        keep_owner(beside.as_file(), &about);
        beside.as_file().set_permissions(about.permissions())?;
        beside.as_file().sync_all()?;
        beside.persist(&self.target).map_err(|fault| fault.error)?;
        // The new name is on the disk only when the folder is.
        self.lock.sync_all()
    }
}

/// The file goes on belonging to whom it belonged, as far as the system lets us: an administrator's edit must not
/// lock its owner out.
#[cfg(unix)]
fn keep_owner(file: &File, about: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let changed = file.metadata().is_ok_and(|own| own.uid() != about.uid() || own.gid() != about.gid());
    if changed && fchown(file, Some(about.uid()), Some(about.gid())).is_err() {
        // Only an administrator may give files away; whoever else may replace the file becomes its owner.
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _about: &fs::Metadata) {}
