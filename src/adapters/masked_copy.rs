//! A copy of a file in which some bytes are covered and all others are as they were.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::finding::Span;
use crate::site::MASKED;

/// Where the copy of a file lies in a folder of copies: by the names of its own folders, and never outside.
#[must_use]
pub fn place(folder: &Path, file: &Path) -> PathBuf {
    let names = file.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    });
    folder.join(names.collect::<PathBuf>())
}

/// Copies a file with those bytes covered, as a whole or not at all. `accept` looks at the copy before it gets its name.
///
/// # Errors
/// What the system says, or that the copy was not accepted.
pub fn write(
    from: &Path,
    to: &Path,
    spans: &[Span],
    accept: impl FnOnce(&mut dyn Read) -> io::Result<bool>,
) -> io::Result<()> {
    let mut source = BufReader::new(File::open(from)?);
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut beside = tempfile::Builder::new().prefix(".localgear-").suffix(".tmp").tempfile_in(folder)?;
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut at = 0;
    for span in spans {
        if span.end <= at {
            continue;
        }
        let until = span.start.max(at);
        pass(&mut source, until - at, &mut beside)?;
        // Two that overlap are covered once.
        if span.start >= at {
            beside.write_all(MASKED.as_bytes())?;
        }
        pass(&mut source, span.end - until, &mut io::sink())?;
        at = span.end;
    }
    io::copy(&mut source, &mut beside)?;
    beside.flush()?;
    if !accept(&mut File::open(beside.path())?)? {
        return Err(io::Error::other(
            "the file changed while it was copied; copy it again when nobody writes to it",
        ));
    }
    beside.as_file().set_permissions(fs::metadata(from)?.permissions())?;
    beside.persist(to).map_err(|fault| fault.error)?;
    Ok(())
}

/// Hands on so many bytes.
fn pass(source: &mut impl Read, bytes: usize, into: &mut impl io::Write) -> io::Result<()> {
    let wanted = u64::try_from(bytes).unwrap_or(u64::MAX);
    let passed = io::copy(&mut source.take(wanted), into)?;
    if passed == wanted { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{place, write};
    use crate::adapters::bounded_file;
    use crate::finding::Span;

    #[test]
    fn only_what_is_to_be_covered_is_other_than_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("a.log");
        let to = folder.path().join("masked/a.log");
        std::fs::write(&from, b"\xFFone KEY two KEY\r\n\0").unwrap();
        write(&from, &to, &[Span::new(13, 16), Span::new(5, 8)], |_| Ok(true)).unwrap();
        assert_eq!(bounded_file::read(&to, 99).unwrap(), b"\xFFone *** two ***\r\n\0");
        std::fs::remove_file(&to).unwrap();
        assert!(write(&from, &to, &[], |_| Ok(false)).is_err());
        assert!(!to.exists(), "what was not accepted is not there");
    }

    #[test]
    fn a_copy_never_lies_outside_of_its_folder() {
        for (file, copy) in
            [("logs/a.log", "d/logs/a.log"), ("/var/a.log", "d/var/a.log"), ("../../a", "d/a")]
        {
            assert_eq!(place(Path::new("d"), Path::new(file)), PathBuf::from(copy));
        }
    }
}
