//! The whole journey of one file.

use std::io::{self, Read};
use std::sync::Arc;

use super::aside::Aside;
use super::encoding::{self, Encoding};
use super::exchange::{self, Seen};
use super::extract::{Document, extract, known};
use super::format::{BEGINNING_BYTES_MAX, Format, detect_format};
use super::gather::{DIFFERENT_MAX, Gathered};
use super::knowledge::Knowledge;
use super::locator::{Locator, near};
use super::place::Counter;
use super::placeholder;
use super::prefilter::{Hit, Prefilter};
use super::rules::{Located, is_of_interest, judge, why_aside};
use super::sighting::{SeenValue, Sighting};
use super::suppress::{ignores, suppress};
use super::text::{Text, line_around};
use super::window::{Desk, OVERLAP_BYTES, Window};
use super::zipped;
use crate::finding::{Finding, Span};
use crate::site::KeySecret;

/// Most sightings of one file that are kept to be shown as set aside.
pub const FILTERED_MAX: usize = 10_000;

/// Finds what is wrong with files.
#[derive(Debug, Clone, Default)]
pub struct Linter {
    prefilter: Prefilter,
    knowledge: Option<Arc<Knowledge>>,
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
        let beginning = encoding::Beginning::read(source)?;
        match beginning.encoding() {
            Encoding::Gzip => {
                let mut unpacked = encoding::gunzip(beginning.chain(source));
                match encoding::Beginning::read(&mut unpacked) {
                    Ok(beginning) => {
                        self.read_text(desk, (name, revision), name, beginning, &mut unpacked, true)
                    }
                    Err(_) => Ok(Outcome::skipped("it is compressed and damaged; unpack it by hand")),
                }
            }
            Encoding::Zip if zipped::is_office(name) => {
                self.read_archive(desk, (name, revision), &mut beginning.chain(source))
            }
            Encoding::Zip | Encoding::Binary | Encoding::Utf8 | Encoding::Utf16(_) => {
                self.read_text(desk, (name, revision), name, beginning, source, false)
            }
        }
    }

    pub(super) fn read_text(
        &self,
        desk: &mut Desk,
        (path, revision): (&str, Option<&str>),
        name: &str,
        beginning: encoding::Beginning,
        source: &mut dyn Read,
        packed: bool,
    ) -> io::Result<Outcome> {
        let file = |beginning: &encoding::Beginning, wide: Option<usize>| File {
            linter: self,
            name,
            locator: Locator::new(path, revision, self.kept.bare_places),
            format: detect_format(name, beginning.bytes()),
            beginning: head_of(beginning.bytes()),
            packed,
            wide,
        };
        match beginning.encoding() {
            Encoding::Binary | Encoding::Zip => Ok(Outcome::skipped("it is no text")),
            Encoding::Gzip => Ok(Outcome::skipped("it is compressed more than once; unpack it by hand")),
            Encoding::Utf8 => file(&beginning, None).look(desk, &mut beginning.chain(source)),
            Encoding::Utf16(order) => {
                let mark = beginning.mark_len();
                let mut narrow = encoding::Narrow::new(beginning.chain(source), order, mark)?;
                let beginning = encoding::Beginning::read(&mut narrow)?;
                file(&beginning, Some(mark)).look(desk, &mut beginning.chain(&mut narrow))
            }
        }
    }
}

impl Outcome {
    pub(super) fn skipped(why: &str) -> Self {
        Self { skipped: Some(why.to_owned()), ..Self::default() }
    }
}

fn head_of(bytes: &[u8]) -> String {
    Text::of_bytes(bytes.get(..BEGINNING_BYTES_MAX).unwrap_or(bytes), 0).as_str().to_owned()
}

/// A file that is looked at.
struct File<'l> {
    linter: &'l Linter,
    name: &'l str,
    locator: Locator,
    format: Format,
    beginning: String,
    /// Whether it was compressed.
    packed: bool,
    /// How long its mark is, if the file is UTF-16 and only the window is not.
    wide: Option<usize>,
}

/// What was seen of a file so far.
#[derive(Default)]
struct SoFar {
    outcome: Outcome,
    gathered: Gathered,
    /// Up to where in the file sightings were taken.
    taken: usize,
    /// Where the window starts in a file that is UTF-16.
    wide_base: usize,
}

impl File<'_> {
    fn by_line(&self) -> bool {
        self.format == Format::Log
    }

    fn look(&self, desk: &mut Desk, source: &mut dyn Read) -> io::Result<Outcome> {
        let mut seen = SoFar { wide_base: self.wide.unwrap_or(0), ..SoFar::default() };
        let can_be_copied = !self.packed && self.wide.is_none();
        seen.outcome.spans = (self.linter.kept.spans && can_be_copied).then(Vec::new);
        let by_line = self.by_line();
        let mut window = Window::new(desk, by_line);
        loop {
            match window.read(source, &self.linter.prefilter) {
                // What was unpacked before the damage is looked at all the same.
                Err(_) if self.packed => {
                    seen.outcome.skipped =
                        Some("it is compressed and damaged, so its end was not looked at".to_owned());
                    window.last = true;
                }
                read => read?,
            }
            if !window.last && !window.is_full() {
                continue;
            }
            let complete = window.complete();
            // A window that is not the last keeps its end for the next one, and what is before that as its beginning.
            let (until, keep) = match (window.last, by_line && complete > 0) {
                (true, _) => (window.bytes().len(), window.bytes().len()),
                (false, true) => (complete, complete),
                (false, false) => {
                    let len = window.bytes().len();
                    (len.saturating_sub(OVERLAP_BYTES), len.saturating_sub(2 * OVERLAP_BYTES))
                }
            };
            if !window.hits().is_empty() || window.ignore || self.linter.knowledge.is_some() {
                self.see(&window, until, &mut seen);
            }
            seen.taken = seen.taken.max(window.base + until);
            if window.last {
                break;
            }
            if self.wide.is_some() {
                seen.wide_base += encoding::wide_len(window.bytes().get(..keep).unwrap_or_default());
            }
            window.forget(keep);
        }
        let mut outcome = seen.outcome;
        let more = seen.gathered.more;
        if more > 0 {
            outcome.notices.push(format!(
                "`{}`: {more} more findings than the {DIFFERENT_MAX} that are shown",
                self.name
            ));
        }
        outcome.findings.extend(seen.gathered.into_findings());
        Ok(outcome)
    }

    /// Looks at the window up to an offset in it.
    fn see(&self, window: &Window<'_>, until: usize, seen: &mut SoFar) {
        let whole = window.last && window.base == 0;
        let visible = if self.by_line() && until > 0 { until } else { window.bytes().len() };
        let bytes = window.bytes().get(..visible).unwrap_or_default();
        let text = match self.by_line() {
            // Of a log only the lines that matter are text; all of it only where something was seen.
            true => Text::straight("", window.base),
            false => Text::of_bytes(bytes, window.base),
        };
        let mut sightings = match self.by_line() {
            true => self.by_lines(bytes, window),
            false => self.at_once(&text, window, whole),
        };
        if let Some(knowledge) = self.linter.knowledge.as_deref() {
            known::add(bytes, window.base, self.format, knowledge, &mut sightings);
        }
        let taken = seen.taken;
        sightings.retain(|sighting| (taken..window.base + until).contains(&sighting.name.start));
        if sightings.is_empty() && !window.ignore {
            return;
        }
        self.keep(&sightings, &mut seen.outcome);
        self.locator.keep_in_mind(&sightings);
        // What is near an ignore is hidden in its line, too.
        let hidden = if window.ignore { sightings.clone() } else { Vec::new() };
        let mut judged =
            judge(self.locate(sightings, bytes, &text, window, seen), self.linter.knowledge.as_deref());
        let findings = &mut judged.findings;
        if window.ignore {
            let counter = std::cell::RefCell::new(Counter::new(text.as_str(), window.lines));
            let suppressed = suppress(findings, &ignores(&text), |span| {
                self.locator.place(span, near(span, &hidden), &mut counter.borrow_mut(), &text)
            });
            seen.outcome.suppressed += suppressed.count;
            findings.extend(
                suppressed
                    .unused
                    .into_iter()
                    .filter(|finding| (taken..window.base + until).contains(&finding.place.span.start)),
            );
        }
        // What was written otherwise cannot be edited in place.
        if self.packed || self.wide.is_some() {
            findings.iter_mut().for_each(|finding| finding.fix = None);
        }
        if self.wide.is_some() {
            let mut wide = encoding::WidePlaces::new(bytes, window.base, seen.wide_base);
            findings.iter_mut().for_each(|finding| finding.place.span = wide.span(finding.place.span));
            judged.filtered.iter_mut().for_each(|aside| aside.place.span = wide.span(aside.place.span));
        }
        let room = if self.linter.kept.aside { FILTERED_MAX } else { 0 };
        seen.outcome.aside.add(judged.filtered.into_iter().collect(), room);
        match self.by_line() {
            true => seen.gathered.add(judged.findings),
            false => seen.outcome.findings.extend(judged.findings),
        }
    }

    /// Where the sightings are. What its value alone sets aside is only counted, unless more is kept of it.
    fn locate(
        &self,
        sightings: Vec<Sighting>,
        bytes: &[u8],
        text: &Text<'_>,
        window: &Window<'_>,
        seen: &mut SoFar,
    ) -> Vec<Located> {
        let Linter { knowledge, kept, .. } = self.linter;
        let knowledge = knowledge.as_deref();
        let reasons: Vec<Option<&'static str>> =
            sightings.iter().map(|sighting| why_aside(sighting, knowledge)).collect();
        let all = kept.aside || kept.calls;
        let wanted = |at: usize| all || reasons.get(at).is_none_or(Option::is_none);
        let places = match self.by_line() {
            true => {
                let lines_before = |at| window.lines_before(at);
                self.locator.by_line(bytes, window.base, lines_before, &sightings, &wanted)
            }
            false => self.locator.in_text(text, window.lines, 0..sightings.len(), &sightings, &wanted),
        };
        let mut located = Vec::with_capacity(sightings.len());
        for ((sighting, place), aside) in sightings.into_iter().zip(places).zip(reasons) {
            match (place, aside) {
                (Some(place), aside) => located.push(Located { sighting, place, aside }),
                (None, Some(why)) if is_of_interest(&sighting) => seen.outcome.aside.tell(why),
                (None, _) => {}
            }
        }
        if kept.calls {
            let calls = located.iter().filter_map(|one| exchange::seen(one, knowledge));
            seen.outcome.calls.extend(calls);
        }
        located
    }

    /// Keeps what was asked for beside findings.
    fn keep(&self, sightings: &[Sighting], outcome: &mut Outcome) {
        if let Some(spans) = &mut outcome.spans {
            spans.extend(sightings.iter().filter_map(|sighting| match &sighting.value {
                SeenValue::Literal(secret, span) if !placeholder::is_covered(secret.reveal()) => Some(*span),
                SeenValue::Literal(..) | SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => None,
            }));
        }
        if self.linter.kept.secrets {
            outcome.secrets.extend(sightings.iter().filter_map(|sighting| match &sighting.value {
                SeenValue::Literal(secret, _) => Some(secret.clone()),
                SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => None,
            }));
        }
    }

    fn at_once(&self, text: &Text<'_>, window: &Window<'_>, whole: bool) -> Vec<Sighting> {
        if window.hits().is_empty() {
            return Vec::new();
        }
        let hits: Vec<Hit> = window.hits().iter().map(|hit| Hit { at: hit.at + window.base }).collect();
        let text = text.part(Span::new(0, text.as_str().len()));
        let document =
            Document { name: self.name, format: self.format, text, whole, beginning: &self.beginning };
        extract(&document, &hits)
    }

    /// Each line that has a hit, by itself.
    fn by_lines(&self, bytes: &[u8], window: &Window<'_>) -> Vec<Sighting> {
        let mut sightings = Vec::new();
        let mut hits = window.hits().iter().filter(|hit| hit.at < bytes.len()).peekable();
        let mut own = Vec::new();
        while let Some(hit) = hits.next() {
            let line = line_around(bytes, hit.at);
            own.clear();
            own.push(Hit { at: hit.at + window.base });
            while let Some(next) = hits.next_if(|next| next.at < line.end) {
                own.push(Hit { at: next.at + window.base });
            }
            let text = Text::of_bytes(bytes.get(line.range()).unwrap_or_default(), window.base + line.start);
            let document = Document {
                name: self.name,
                format: self.format,
                text,
                whole: false,
                beginning: &self.beginning,
            };
            sightings.extend(extract(&document, &own));
        }
        sightings
    }
}
