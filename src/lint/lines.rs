//! Lines of a log that matter, kept until there are enough of them to be looked at together: they are few and far between,
//! and what looks at them is quickest for many at once.

use std::ops::Range;

use super::encoding;
use super::prefilter::Hit;
use super::sighting::Sighting;
use super::text::{Text, line_around};
use super::window::Window;
use crate::finding::Span;

/// How many are looked at together.
const LINES_MAX: usize = 128;

/// The same in bytes; one line may be longer.
const BYTES_MAX: usize = 256 * 1024;

/// Lines of a log that matter.
#[derive(Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    bytes: Vec<u8>,
    hits: Vec<Hit>,
}

/// One of them.
struct Line {
    /// Where in the file it starts.
    start: usize,
    /// The same in a file that is UTF-16.
    wide_start: usize,
    /// How many lines of the file ended before it.
    ended: usize,
    bytes: Range<usize>,
    hits: Range<usize>,
    /// What of the file is to be seen now: a line that is too long comes in several windows.
    wanted: Range<usize>,
    /// Keys of the site that stand in it, whatever is around them.
    known: Vec<Sighting>,
}

/// A line as it is looked at.
pub(super) struct KeptLine<'l> {
    /// Its text.
    pub(super) text: Text<'l>,
    /// Its places worth a look.
    pub(super) hits: &'l [Hit],
    /// Keys of the site in it.
    pub(super) known: Vec<Sighting>,
    /// What of the file is to be seen in it.
    pub(super) wanted: Range<usize>,
    /// How many lines of the file ended before it.
    pub(super) ended: usize,
    line: &'l [u8],
    start: usize,
    wide_start: usize,
}

impl Lines {
    /// Keeps the lines of a window that hold a hit, or a key of the site. What is wanted of the window is said as a part of
    /// the file; before it, so many bytes of a file that is UTF-16 went by.
    pub(super) fn keep(
        &mut self,
        window: &Window<'_>,
        wanted: &Range<usize>,
        known: Vec<Sighting>,
        wide_base: Option<usize>,
    ) {
        let until = wanted.end.saturating_sub(window.base);
        let bytes = window.bytes().get(..until).unwrap_or_default();
        let mut hits = window.hits().iter().filter(|hit| hit.at < until).peekable();
        let mut known = known.into_iter().peekable();
        // Up to where UTF-16 was counted, and how much of it went by before that.
        let mut wide = (0, wide_base);
        loop {
            let next_known = known.peek().map(|sighting| sighting.name.start.saturating_sub(window.base));
            let next_hit = hits.peek().map(|hit| hit.at);
            let Some(at) = next_hit.into_iter().chain(next_known).min() else { return };
            let line = line_around(bytes, at);
            let first = (self.bytes.len(), self.hits.len());
            self.bytes.extend_from_slice(bytes.get(line.range()).unwrap_or_default());
            while let Some(hit) = hits.next_if(|hit| hit.at <= line.end) {
                self.hits.push(Hit { at: hit.at + window.base });
            }
            let passed = bytes.get(wide.0..line.start).unwrap_or_default();
            wide = (line.start, wide.1.map(|base| base + encoding::wide_len(passed)));
            let end = line.end + window.base;
            let own = std::iter::from_fn(|| known.next_if(|sighting| sighting.name.start <= end));
            self.lines.push(Line {
                start: line.start + window.base,
                wide_start: wide.1.unwrap_or(0),
                ended: window.lines_before(line.start),
                bytes: first.0..self.bytes.len(),
                hits: first.1..self.hits.len(),
                wanted: wanted.clone(),
                known: own.collect(),
            });
        }
    }

    /// Whether there are enough.
    pub(super) fn is_full(&self) -> bool {
        self.lines.len() >= LINES_MAX || self.bytes.len() >= BYTES_MAX
    }

    /// All of them, to be looked at; they are forgotten with what is handed out here.
    pub(super) fn all(&mut self) -> Vec<KeptLine<'_>> {
        let Self { lines, bytes, hits } = self;
        let (bytes, hits) = (&*bytes, &*hits);
        let kept = |line: Line| {
            let own = bytes.get(line.bytes).unwrap_or_default();
            KeptLine {
                text: Text::of_bytes(own, line.start),
                hits: hits.get(line.hits).unwrap_or_default(),
                known: line.known,
                wanted: line.wanted,
                ended: line.ended,
                line: own,
                start: line.start,
                wide_start: line.wide_start,
            }
        };
        lines.drain(..).map(kept).collect()
    }

    /// Makes room after they were looked at.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.bytes.clear();
        self.hits.clear();
    }
}

/// Where in a file of UTF-16 a span of its text lies that is in one of the lines.
pub(super) fn wide_span(lines: &[KeptLine<'_>], span: Span) -> Span {
    let at = lines.partition_point(|line| line.start <= span.start).saturating_sub(1);
    match lines.get(at) {
        Some(line) => encoding::WidePlaces::new(line.line, line.start, line.wide_start).span(span),
        None => span,
    }
}
