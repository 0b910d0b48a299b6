//! What looks at files, whatever they are written in.

use std::io::{self, Read};
use std::sync::Arc;

use super::aside::Aside;
use super::encoding::{self, Encoding};
use super::exchange::Seen;
use super::file::File;
use super::knowledge::Knowledge;
use super::prefilter::Prefilter;
use super::window::Desk;
use super::zipped;
use crate::finding::{Finding, Span};
use crate::site::KeySecret;

/// Most sightings of one file that are kept to be shown as set aside.
pub const FILTERED_MAX: usize = 10_000;

/// Finds what is wrong with files.
#[derive(Debug, Clone, Default)]
pub struct Linter {
    pub(super) prefilter: Prefilter,
    pub(super) knowledge: Option<Arc<Knowledge>>,
    pub(super) kept: Kept,
}

/// What a linter keeps beside findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// The calls that files tell of, for policies.
    pub calls: bool,
    /// Everything that is or may be a key, so that it can be hidden from whoever reads about the file.
    pub secrets: bool,
    /// Where keys stand, so that a copy can be made without them.
    pub spans: bool,
    /// Where what was set aside stands.
    pub aside: bool,
    /// Whether places come without the lines that they are on: reports for programs do not show them.
    pub bare_places: bool,
}

/// What one file came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What rules saw.
    pub findings: Vec<Finding>,
    /// What was set aside; its places where they are kept, at most [`FILTERED_MAX`].
    pub aside: Aside,
    /// Findings that ignores suppressed.
    pub suppressed: usize,
    /// Why the file, or a part of it, was not looked at.
    pub skipped: Option<String>,
    /// What else is to be known.
    pub notices: Vec<String>,
    /// Calls to ask policies about, where they are kept.
    pub calls: Vec<Seen>,
    /// What is or may be a key, where it is kept.
    pub secrets: Vec<KeySecret>,
    /// Where keys stand in the file, where that is kept; `None` too where the file is compressed or UTF-16.
    pub spans: Option<Vec<Span>>,
}

impl Linter {
    /// A linter that knows a site, or none.
    #[must_use]
    pub fn new(knowledge: Option<Arc<Knowledge>>) -> Self {
        Self { prefilter: Prefilter::default(), knowledge, kept: Kept::default() }
    }

    /// The same, keeping more.
    #[must_use]
    pub fn keeping(self, kept: Kept) -> Self {
        Self { kept, ..self }
    }

    /// Looks at a file that is in memory.
    #[must_use]
    pub fn lint(&self, name: &str, revision: Option<&str>, bytes: &[u8]) -> Outcome {
        let mut bytes = bytes;
        self.read(&mut Desk::default(), name, revision, &mut bytes).unwrap_or_default()
    }

    /// Looks at a file as it is read, in memory that does not grow with it. Spans are of the file as it lies; of a
    /// compressed one, of what was compressed.
    ///
    /// # Errors
    /// When the file cannot be read, or not be decompressed.
    pub fn read(
        &self,
        desk: &mut Desk,
        name: &str,
        revision: Option<&str>,
        source: &mut dyn Read,
    ) -> io::Result<Outcome> {
        desk.begin(source)?;
        match Encoding::of(desk.beginning()) {
            Encoding::Gzip => {
                let mut unpacked = encoding::gunzip(desk.whole(source));
                match desk.begin(&mut unpacked) {
                    Ok(()) => self.read_text(desk, (name, revision), name, &mut unpacked, true),
                    Err(_) => Ok(Outcome::skipped("it is compressed and damaged; unpack it by hand")),
                }
            }
            Encoding::Zip if zipped::is_office(name) => {
                let mut whole = desk.whole(source);
                self.read_archive(desk, (name, revision), &mut whole)
            }
            Encoding::Zip | Encoding::Binary | Encoding::Utf8 | Encoding::Utf16(_) => {
                self.read_text(desk, (name, revision), name, source, false)
            }
        }
    }

    /// Looks at a file that has begun on the desk.
    pub(super) fn read_text(
        &self,
        desk: &mut Desk,
        (path, revision): (&str, Option<&str>),
        name: &str,
        source: &mut dyn Read,
        packed: bool,
    ) -> io::Result<Outcome> {
        let file = |beginning: &[u8], wide: Option<usize>| {
            File::new(self, (path, revision), name, beginning).written(packed, wide)
        };
        match Encoding::of(desk.beginning()) {
            Encoding::Binary | Encoding::Zip => Ok(Outcome::skipped("it is no text")),
            Encoding::Gzip => Ok(Outcome::skipped("it is compressed more than once; unpack it by hand")),
            Encoding::Utf8 => file(desk.beginning(), None).look(desk, source),
            Encoding::Utf16(order) => {
                let mark = encoding::mark_len(desk.beginning());
                let mut narrow = encoding::Narrow::new(desk.whole(source), order, mark)?;
                desk.begin(&mut narrow)?;
                file(desk.beginning(), Some(mark)).look(desk, &mut narrow)
            }
        }
    }
}

impl Outcome {
    pub(super) fn skipped(why: &str) -> Self {
        Self { skipped: Some(why.to_owned()), ..Self::default() }
    }
}
