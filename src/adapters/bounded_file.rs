//! The one way in which a file is read: never more of it than was said.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Why a file could not be read; one line each, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum InputFault {
    /// Nothing is there.
    #[error("`{0}` does not exist; check the path")]
    Missing(PathBuf),
    /// The system says no.
    #[error("`{0}` may not be read: permission denied; check its mode and owner")]
    Forbidden(PathBuf),
    /// A directory where a file is needed.
    #[error("`{0}` is a directory; name a file in it")]
    Directory(PathBuf),
    /// More than can be meant.
    #[error("`{path}` is larger than {limit} bytes, which is the most; split it or name another file")]
    Large {
        /// Which file.
        path: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// Bytes that are no text.
    #[error("`{path}` is not UTF-8 text (byte {offset}); save it as UTF-8")]
    NotText {
        /// Which file.
        path: PathBuf,
        /// How many bytes of it are text.
        offset: usize,
    },
    /// Anything else that the system says.
    #[error("`{path}` could not be read: {fault}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        fault: io::Error,
    },
}

impl InputFault {
    /// What the system said of a path.
    #[must_use]
    pub fn of(path: &Path, fault: io::Error) -> Self {
        let path = path.to_owned();
        let kind = fault.kind();
        if matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
            Self::Missing(path)
        } else if kind == io::ErrorKind::PermissionDenied {
            Self::Forbidden(path)
        } else if kind == io::ErrorKind::IsADirectory {
            Self::Directory(path)
        } else {
            Self::Unreadable { path, fault }
        }
    }
}

/// All bytes of a file that has no more than `limit`.
///
/// # Errors
/// [`InputFault`] says why there are none.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, InputFault> {
    let fault = |fault| InputFault::of(path, fault);
    let file = File::open(path).map_err(fault)?;
    let about = file.metadata().map_err(fault)?;
    if about.is_dir() {
        return Err(InputFault::Directory(path.to_owned()));
    }
    let large = || InputFault::Large { path: path.to_owned(), limit };
    if about.len() > limit {
        return Err(large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(fault)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(large());
    }
    Ok(bytes)
}

/// The text of a file that has no more than `limit` bytes; a byte order mark at its start is left out.
///
/// # Errors
/// [`InputFault`] says why there is none.
pub fn read_text(path: &Path, limit: u64) -> Result<String, InputFault> {
    let text = String::from_utf8(read(path, limit)?).map_err(|fault| InputFault::NotText {
        path: path.to_owned(),
        offset: fault.utf8_error().valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::{InputFault, read, read_text};

    #[test]
    fn a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.bin");
        std::fs::write(&path, b"four").unwrap();
        assert_eq!(read(&path, 4).unwrap(), b"four");
        assert!(matches!(read(&path, 3), Err(InputFault::Large { limit: 3, .. })));
    }

    #[test]
    fn what_is_no_file_is_named_for_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read(folder.path(), 9), Err(InputFault::Directory(_))));
        assert!(matches!(read(&folder.path().join("none"), 9), Err(InputFault::Missing(_))));
    }

    #[test]
    fn a_file_without_an_end_is_cut_off_and_not_waited_for() {
        assert!(matches!(read(std::path::Path::new("/dev/zero"), 64), Err(InputFault::Large { .. })));
    }

    #[test]
    fn text_loses_its_byte_order_mark_and_other_bytes_are_refused_with_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.toml");
        std::fs::write(&path, "\u{FEFF}naïve").unwrap();
        assert_eq!(read_text(&path, 99).unwrap(), "naïve");
        std::fs::write(&path, b"abc\xFF").unwrap();
        assert!(matches!(read_text(&path, 99), Err(InputFault::NotText { offset: 3, .. })));
    }
}
