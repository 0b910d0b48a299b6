//! How a file is written: UTF-8 or nearly, UTF-16, compressed, or no text at all.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::zipped;
use crate::finding::Span;

/// How much of a file's beginning tells how it is written, in bytes.
pub(super) const BEGINNING_BYTES: usize = 8 * 1024;

/// Most bytes that a compressed file is unpacked to.
pub(super) const UNPACKED_BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As most are; a few bytes may be something else.
    Utf8,
    /// As Windows tools write it.
    Utf16(Order),
    /// Compressed.
    Gzip,
    /// Several files in one.
    Zip,
    /// No text.
    Binary,
}

/// Which of two bytes comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The low one.
    Little,
    /// The high one.
    Big,
}

impl Encoding {
    /// What the beginning of a file says.
    pub(super) fn of(beginning: &[u8]) -> Self {
        match beginning.get(..BEGINNING_BYTES).unwrap_or(beginning) {
            [0x1F, 0x8B, 8, ..] => Self::Gzip,
            bytes if bytes.starts_with(zipped::MARK) => Self::Zip,
            [0xFF, 0xFE, rest @ ..] if !rest.starts_with(&[0, 0]) => Self::Utf16(Order::Little),
            [0xFE, 0xFF, ..] => Self::Utf16(Order::Big),
            bytes if memchr::memchr(0, bytes).is_none() => Self::Utf8,
            bytes => by_zeros(bytes),
        }
    }
}

/// How many bytes at the beginning of a file of UTF-16 only say how it is written.
pub(super) fn mark_len(beginning: &[u8]) -> usize {
    match beginning {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => 2,
        _ => 0,
    }
}

/// UTF-16 without a mark: of Latin text every other byte is zero.
fn by_zeros(bytes: &[u8]) -> Encoding {
    let mut zeros = [0_usize; 2];
    for pair in bytes.chunks_exact(2) {
        for (count, byte) in zeros.iter_mut().zip(pair) {
            *count += usize::from(*byte == 0);
        }
    }
    let pairs = (bytes.len() / 2).max(1);
    let [even, odd] = zeros;
    match (even * 10 > pairs * 7, odd * 10 > pairs * 7) {
        (false, true) if even * 20 < pairs => Encoding::Utf16(Order::Little),
        (true, false) if odd * 20 < pairs => Encoding::Utf16(Order::Big),
        _ => Encoding::Binary,
    }
}

/// What a compressed file holds.
pub(super) fn gunzip<R: Read>(source: R) -> io::Take<MultiGzDecoder<R>> {
    MultiGzDecoder::new(source).take(UNPACKED_BYTES_MAX)
}

/// UTF-16, read as UTF-8.
pub(super) struct Narrow<R> {
    source: R,
    order: Order,
    /// What was read and not yet understood: half a unit, half a pair.
    wide: Vec<u8>,
    narrow: Vec<u8>,
    /// Up to where `narrow` was handed out.
    given: usize,
    ended: bool,
}

/// How much UTF-16 is read at once, in bytes.
const WIDE_BYTES: usize = 32 * 1024;

impl<R: Read> Narrow<R> {
    /// Reads on after the mark, which is so many bytes long.
    pub(super) fn new(mut source: R, order: Order, mark_len: usize) -> io::Result<Self> {
        let mut mark = [0; 2];
        source.read_exact(mark.get_mut(..mark_len).unwrap_or_default())?;
        Ok(Self { source, order, wide: Vec::new(), narrow: Vec::new(), given: 0, ended: false })
    }

    fn refill(&mut self) -> io::Result<()> {
        let kept = self.wide.len();
        self.wide.resize(kept + WIDE_BYTES, 0);
        let read = self.source.read(self.wide.get_mut(kept..).unwrap_or_default());
        self.wide.truncate(kept + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        self.narrow.clear();
        self.given = 0;
        let (pairs, _) = self.wide.as_chunks::<2>();
        let units: Vec<u16> = match self.order {
            Order::Little => pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect(),
            Order::Big => pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect(),
        };
        // The first half of a pair waits for the second.
        let waits = !self.ended && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit));
        let ready = units.len() - usize::from(waits);
        for char in char::decode_utf16(units.iter().take(ready).copied()) {
            let mut bytes = [0; 4];
            let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.narrow.extend_from_slice(char.encode_utf8(&mut bytes).as_bytes());
        }
        self.wide.drain(..ready * 2);
        Ok(())
    }
}

impl<R: Read> Read for Narrow<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.narrow.len() && !self.ended {
            self.refill()?;
        }
        let rest = self.narrow.get(self.given..).unwrap_or_default();
        let len = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        self.given += len;
        Ok(len)
    }
}

/// How many bytes of UTF-16 so much UTF-8 was.
pub(super) fn wide_len(narrow: &[u8]) -> usize {
    let units = narrow.iter().map(|byte| match byte {
        0x80..0xC0 => 0,
        0xF0.. => 2,
        _ => 1,
    });
    2 * units.sum::<usize>()
}

/// Finds the way back from a window of UTF-8 to the file of UTF-16.
pub(super) struct WidePlaces<'t> {
    text: &'t [u8],
    base: usize,
    wide_base: usize,
    at: (usize, usize),
}

impl<'t> WidePlaces<'t> {
    /// For a window that starts at `base` of the UTF-8 and `wide_base` of the file.
    pub(super) fn new(text: &'t [u8], base: usize, wide_base: usize) -> Self {
        Self { text, base, wide_base, at: (0, 0) }
    }

    /// Where a span lies in the file.
    pub(super) fn span(&mut self, span: Span) -> Span {
        Span::new(self.offset(span.start), self.offset(span.end))
    }

    fn offset(&mut self, offset: usize) -> usize {
        let own = offset.saturating_sub(self.base).min(self.text.len());
        if own < self.at.0 {
            self.at = (0, 0);
        }
        let (at, wide) = self.at;
        let wide = wide + wide_len(self.text.get(at..own).unwrap_or_default());
        self.at = (own, wide);
        self.wide_base + wide
    }
}
