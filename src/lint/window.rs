//! A file as it goes by: what is in memory of it, and where in the file that is.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::ops::Range;

use super::encoding::BEGINNING_BYTES;
use super::prefilter::{Hit, Prefilter, SPELLING_BYTES_MAX};
use super::text::line_ends;

/// Largest file that an extractor sees as a whole, in bytes; of a larger one it sees windows of that size.
pub const WHOLE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How much is read at once, in bytes: what fits into the nearest caches beside what looks at it (measured: at 128 KiB a
/// byte costs three times as much).
const READ_BYTES: usize = 64 * 1024;

/// How much of a window is seen again in the next one, in bytes, so that nothing is lost at an edge.
pub(super) const OVERLAP_BYTES: usize = 64 * 1024;

/// Longest line of a log that is seen as a whole, in bytes.
const LINE_BYTES_MAX: usize = 1024 * 1024;

/// What a thread works on; kept from file to file.
#[derive(Debug, Default)]
pub struct Desk {
    buffer: Vec<u8>,
    /// How many bytes of it a file has begun with, and whether these are all.
    begun: (usize, bool),
    pub(super) hits: Vec<Hit>,
}

impl Desk {
    /// Makes room for a file of that size at once, if extractors see it as a whole, and for more of its kind: a buffer that
    /// grows leaves what it was behind.
    pub fn expect(&mut self, bytes: u64) {
        let whole = WHOLE_BYTES_MAX + READ_BYTES;
        let wanted =
            usize::try_from(bytes).map_or(whole, |bytes| bytes.saturating_add(READ_BYTES).min(whole));
        if self.buffer.len() < wanted {
            self.buffer = Vec::new();
            self.buffer = vec![0; wanted.next_power_of_two().min(whole)];
        }
    }

    /// Reads how a file begins: what one read gives, and enough to see how the file is written.
    pub(super) fn begin(&mut self, source: &mut dyn Read) -> io::Result<()> {
        if self.buffer.len() < READ_BYTES {
            self.buffer.resize(READ_BYTES, 0);
        }
        self.begun = (0, false);
        while self.begun.0 < BEGINNING_BYTES && !self.begun.1 {
            let read = read(source, self.buffer.get_mut(self.begun.0..READ_BYTES).unwrap_or_default())?;
            self.begun = (self.begun.0 + read, read == 0);
        }
        Ok(())
    }

    /// What a file has begun with.
    pub(super) fn beginning(&self) -> &[u8] {
        self.buffer.get(..self.begun.0).unwrap_or_default()
    }

    /// The whole file again, to be read as something else.
    pub(super) fn whole<R: Read>(&self, source: R) -> io::Chain<Cursor<Vec<u8>>, R> {
        Cursor::new(self.beginning().to_vec()).chain(source)
    }
}

/// Reads once, whatever interrupts it.
fn read(source: &mut dyn Read, space: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(space) {
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// The part of a file that is on the desk.
#[derive(Debug)]
pub(super) struct Window<'d> {
    desk: &'d mut Desk,
    /// How many bytes of the buffer are of the file.
    len: usize,
    /// How many of them were searched.
    searched: usize,
    /// Where in the file the first one is.
    pub(super) base: usize,
    /// How many lines ended before it.
    pub(super) lines: usize,
    /// Up to where in it lines were counted, and how many ended before that.
    counted: Cell<(usize, usize)>,
    /// Whether it is of a log.
    logged: bool,
    /// Whether an ignore may be in it.
    pub(super) ignore: bool,
    /// Whether nothing of the file comes after it.
    pub(super) last: bool,
}

impl<'d> Window<'d> {
    /// What a file has begun with, searched.
    pub(super) fn new(desk: &'d mut Desk, logged: bool, prefilter: &Prefilter) -> Self {
        desk.hits.clear();
        let counted = Cell::new((0, 0));
        let (len, last) = desk.begun;
        let mut begun =
            Self { desk, len, searched: 0, base: 0, lines: 0, counted, logged, ignore: false, last };
        begun.search(prefilter);
        begun
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.desk.buffer.get(..self.len).unwrap_or_default()
    }

    /// Places worth a look, counted from the window's start.
    pub(super) fn hits(&self) -> &[Hit] {
        &self.desk.hits
    }

    /// Reads once, and searches what came.
    pub(super) fn read(&mut self, source: &mut dyn Read, prefilter: &Prefilter) -> io::Result<()> {
        let wanted = self.len + READ_BYTES;
        if self.desk.buffer.len() < wanted {
            self.desk.buffer.resize(wanted, 0);
        }
        let space = self.desk.buffer.get_mut(self.len..wanted).unwrap_or_default();
        let read = read(source, space)?;
        self.len += read;
        self.last = read == 0;
        self.search(prefilter);
        Ok(())
    }

    fn search(&mut self, prefilter: &Prefilter) {
        // A word may have been cut by the end of what was there.
        let from = self.searched.saturating_sub(LONGEST_WORD_BYTES - 1);
        let Desk { buffer, hits, .. } = &mut *self.desk;
        let bytes = buffer.get(..self.len).unwrap_or_default();
        let known = hits.len();
        // Whoever writes a log did not decide what is to be looked at in it: nothing there is an ignore.
        self.ignore |= prefilter.find(bytes, from, hits) && !self.logged;
        if known > 0 && hits.len() > known {
            hits.sort_unstable();
            hits.dedup();
        }
        self.searched = self.len;
    }

    /// Whether as much is there as extractors get to see at once.
    pub(super) fn is_full(&self) -> bool {
        if self.logged {
            self.complete() > 0 || self.len >= LINE_BYTES_MAX
        } else {
            self.len >= WHOLE_BYTES_MAX
        }
    }

    /// Up to where the window holds whole lines.
    pub(super) fn complete(&self) -> usize {
        match self.last {
            true => self.len,
            false => memchr::memrchr(b'\n', self.bytes()).map_or(0, |at| at + 1),
        }
    }

    /// How many lines of the file ended before an offset of the window. What was counted is not counted again.
    pub(super) fn lines_before(&self, at: usize) -> usize {
        let (counted, lines) = self.counted.get();
        let ends = |part: Range<usize>| line_ends(self.bytes().get(part).unwrap_or_default());
        let lines = match counted <= at {
            true => lines + ends(counted..at),
            false => lines - ends(at..counted),
        };
        self.counted.set((at, lines));
        lines
    }

    /// Lets go of everything before an offset of the window.
    pub(super) fn forget(&mut self, before: usize) {
        self.lines = self.lines_before(before);
        self.counted.set((0, self.lines));
        self.base += before;
        self.desk.buffer.copy_within(before..self.len, 0);
        self.len -= before;
        self.searched = self.searched.saturating_sub(before);
        self.desk.hits.retain_mut(|hit| {
            let kept = hit.at >= before;
            hit.at = hit.at.saturating_sub(before);
            kept
        });
        self.ignore = false;
    }
}

/// Longest word of the prefilter, in bytes, and what is looked at around it.
const LONGEST_WORD_BYTES: usize = SPELLING_BYTES_MAX;
