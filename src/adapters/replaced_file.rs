//! A file that is replaced as a whole or not at all: written beside, then renamed.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("`{path}` could not be written: {}", why(fault))]
pub struct WriteFault {
    /// Which.
    path: PathBuf,
    /// What the system says, told as part of the sentence.
    fault: io::Error,
}

/// What the system says and what to do about it, without the name of the file beside that nobody asked for.
fn why(fault: &io::Error) -> String {
    let kind = fault.kind();
    let advice = if matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
        "its folder does not exist; make the folder, or name another place"
    } else if kind == io::ErrorKind::IsADirectory {
        "it is a directory; name a file in it"
    } else if matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
        "permission denied; check the mode and owner of the file and its folder, or name another place"
    } else if kind == io::ErrorKind::StorageFull {
        "no space is left there; make some, or name another place"
    } else {
        return fault.to_string();
    };
    advice.to_owned()
}

/// Writes a file: a new one, or in place of one whose mode and owner it keeps; links are followed and stay links.
/// What is no regular file, such as a terminal or a pipe, is written to as it is.
///
/// # Errors
/// What the system says; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteFault> {
    write(path, bytes).map_err(|fault| WriteFault { path: path.to_owned(), fault })
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let about = match fs::metadata(path) {
        Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(about) if !about.is_file() => return File::options().write(true).open(path)?.write_all(bytes),
        Ok(about) if about.permissions().readonly() => {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        Ok(about) => Some(about),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => None,
        Err(fault) => return Err(fault),
    };
    let target = if about.is_some() { path.canonicalize()? } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".localgear-").suffix(".tmp");
    if let Some(mode) = new_file_mode().filter(|_| about.is_none()) {
        builder.permissions(mode);
    }
    let mut beside = builder.tempfile_in(folder)?;
    beside.write_all(bytes)?;
    if let Some(about) = &about {
        keep_owner(beside.as_file(), about);
        beside.as_file().set_permissions(about.permissions())?;
    }
    beside.as_file().sync_all()?;
    beside.persist(&target).map_err(|fault| fault.error)?;
    Ok(())
}

/// What a program gives to a new file; the system takes away what the user's mask says.
#[cfg(unix)]
fn new_file_mode() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn new_file_mode() -> Option<Permissions> {
    None
}

/// The file goes on belonging to whom it belonged, as far as the system lets us.
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

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::replace;

    #[test]
    fn a_replaced_file_keeps_its_mode_and_a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("run.sh");
        let link = folder.path().join("link.sh");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o750)).unwrap();
        std::os::unix::fs::symlink("run.sh", &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(crate::adapters::bounded_file::read(&file, 99).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o750);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
    }

    #[test]
    fn a_folder_that_is_not_there_is_a_fault_with_the_path() {
        let fault = replace(std::path::Path::new("/no/such/folder/report.json"), b"").unwrap_err();
        assert!(
            fault.to_string()
                == "`/no/such/folder/report.json` could not be written: its folder does not exist; make the folder, or \
                    name another place",
            "{fault}"
        );
        assert!(std::error::Error::source(&fault).is_none(), "nothing is said twice");
    }
}
