//! The whole journey of one file, once it is text.

use std::io::{self, Read};

use super::encoding;
use super::exchange;
use super::extract::{Document, LogReader, extract, extract_line, known};
use super::format::{BEGINNING_BYTES_MAX, Format, detect_format};
use super::gather::{DIFFERENT_MAX, Gathered};
use super::lines::{self, Lines};
use super::linter::{FILTERED_MAX, Linter, Outcome};
use super::locator::{Locator, near};
use super::place::Counter;
use super::placeholder;
use super::prefilter::Hit;
use super::rules::{Judged, Located, is_of_interest, judge, why_aside};
use super::sighting::{SeenValue, Sighting};
use super::suppress::{ignores, suppress};
use super::text::Text;
use super::window::{Desk, OVERLAP_BYTES, Window};
use crate::finding::{Finding, Place, Span};

/// A file that is looked at.
pub(super) struct File<'l> {
    linter: &'l Linter,
    name: &'l str,
    locator: Locator,
    format: Format,
    /// What reads its lines, if it is a log.
    log: Option<LogReader>,
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

impl<'l> File<'l> {
    /// A file that begins so, called `name`, which tells what it is, and reported by its path.
    pub(super) fn new(
        linter: &'l Linter,
        (path, revision): (&str, Option<&str>),
        name: &'l str,
        beginning: &[u8],
    ) -> Self {
        let format = detect_format(name, beginning);
        let beginning = beginning.get(..BEGINNING_BYTES_MAX).unwrap_or(beginning);
        let beginning = Text::of_bytes(beginning, 0).as_str().to_owned();
        Self {
            linter,
            name,
            locator: Locator::new(path, revision, linter.kept.bare_places),
            format,
            log: (format == Format::Log).then(|| LogReader::of(&beginning)),
            beginning,
            packed: false,
            wide: None,
        }
    }

    /// The same, compressed or in UTF-16.
    pub(super) fn written(self, packed: bool, wide: Option<usize>) -> Self {
        Self { packed, wide, ..self }
    }

    /// Looks at all of it, which has begun on the desk.
    pub(super) fn look(&self, desk: &mut Desk, source: &mut dyn Read) -> io::Result<Outcome> {
        let mut seen = SoFar { wide_base: self.wide.unwrap_or(0), ..SoFar::default() };
        let can_be_copied = !self.packed && self.wide.is_none();
        seen.outcome.spans = (self.linter.kept.spans && can_be_copied).then(Vec::new);
        let mut window = Window::new(desk, self.log.is_some(), &self.linter.prefilter);
        let mut lines = Lines::default();
        loop {
            while !window.last && !window.is_full() {
                match window.read(source, &self.linter.prefilter) {
                    // What was unpacked before the damage is looked at all the same.
                    Err(_) if self.packed => {
                        seen.outcome.skipped =
                            Some("it is compressed and damaged, so its end was not looked at".to_owned());
                        window.last = true;
                    }
                    read => read?,
                }
            }
            let complete = window.complete();
            // A window that is not the last keeps its end for the next one, and what is before that as its beginning.
            let (until, keep) = match (window.last, self.log.is_some() && complete > 0) {
                (true, _) => (window.bytes().len(), window.bytes().len()),
                (false, true) => (complete, complete),
                (false, false) => {
                    let len = window.bytes().len();
                    (len.saturating_sub(OVERLAP_BYTES), len.saturating_sub(2 * OVERLAP_BYTES))
                }
            };
            let worthwhile = !window.hits().is_empty() || window.ignore || self.linter.knowledge.is_some();
            match &self.log {
                Some(reader) => {
                    if worthwhile {
                        self.keep_lines(&window, until, &seen, &mut lines);
                    }
                    if window.last || lines.is_full() {
                        self.see_lines(reader, &mut lines, &mut seen);
                    }
                }
                None if worthwhile => self.see(&window, until, &mut seen),
                None => {}
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
        let bytes = window.bytes();
        let text = Text::of_bytes(bytes, window.base);
        let mut sightings = self.at_once(&text, window);
        known::add(self.known(bytes, window.base), &mut sightings);
        let wanted = seen.taken..window.base + until;
        sightings.retain(|sighting| wanted.contains(&sighting.name.start));
        if sightings.is_empty() && !window.ignore {
            return;
        }
        self.keep(&sightings, &mut seen.outcome);
        self.locator.keep_in_mind(&sightings);
        // What is near an ignore is hidden in its line, too.
        let hidden = if window.ignore { sightings.clone() } else { Vec::new() };
        let located = self.locate(sightings, seen, |sightings, told| {
            self.locator.in_text(&text, window.lines, 0..sightings.len(), sightings, told)
        });
        let mut judged = judge(located, self.linter.knowledge.as_deref());
        if window.ignore {
            let counter = std::cell::RefCell::new(Counter::new(text.as_str(), window.lines));
            let suppressed = suppress(&mut judged.findings, &ignores(&text), |span| {
                self.locator.place(span, near(span, &hidden), &mut counter.borrow_mut(), &text)
            });
            seen.outcome.suppressed += suppressed.count;
            let own = |finding: &Finding| wanted.contains(&finding.place.span.start);
            judged.findings.extend(suppressed.unused.into_iter().filter(own));
        }
        let mut wide = encoding::WidePlaces::new(bytes, window.base, seen.wide_base);
        let findings = self.settle(judged, &mut seen.outcome, |span| wide.span(span));
        seen.outcome.findings.extend(findings);
    }

    /// Keeps the lines of the window, up to an offset in it, that matter.
    fn keep_lines(&self, window: &Window<'_>, until: usize, seen: &SoFar, lines: &mut Lines) {
        let known = self.known(window.bytes().get(..until).unwrap_or_default(), window.base);
        let wide_base = self.wide.is_some().then_some(seen.wide_base);
        lines.keep(window, &(seen.taken..window.base + until), known, wide_base);
    }

    /// Looks at lines that were kept.
    fn see_lines(&self, reader: &LogReader, lines: &mut Lines, seen: &mut SoFar) {
        let mut kept = lines.all();
        let mut sightings = Vec::new();
        let mut ends = Vec::with_capacity(kept.len());
        for line in &mut kept {
            let mut own = extract_line(reader, &line.text, line.hits);
            known::add(std::mem::take(&mut line.known), &mut own);
            own.retain(|sighting| line.wanted.contains(&sighting.name.start));
            sightings.append(&mut own);
            ends.push(sightings.len());
        }
        self.keep(&sightings, &mut seen.outcome);
        self.locator.keep_in_mind(&sightings);
        let located = self.locate(sightings, seen, |sightings, told| {
            let mut places = Vec::with_capacity(sightings.len());
            for (line, end) in kept.iter().zip(&ends) {
                let those = places.len()..*end;
                places.extend(self.locator.in_text(&line.text, line.ended, those, sightings, told));
            }
            places
        });
        let judged = judge(located, self.linter.knowledge.as_deref());
        let findings = self.settle(judged, &mut seen.outcome, |span| lines::wide_span(&kept, span));
        seen.gathered.add(findings);
        lines.clear();
    }

    /// Counts what was set aside, and gives the findings as they are told. `widened` says where a span of what was read lies
    /// in a file that is UTF-16.
    fn settle(
        &self,
        mut judged: Judged,
        outcome: &mut Outcome,
        mut widened: impl FnMut(Span) -> Span,
    ) -> Vec<Finding> {
        // What was written otherwise cannot be edited in place.
        if self.packed || self.wide.is_some() {
            judged.findings.iter_mut().for_each(|finding| finding.fix = None);
        }
        if self.wide.is_some() {
            let asides = judged.filtered.iter_mut().map(|aside| &mut aside.place);
            let places = judged.findings.iter_mut().map(|finding| &mut finding.place).chain(asides);
            places.for_each(|place| place.span = widened(place.span));
        }
        let room = if self.linter.kept.aside { FILTERED_MAX } else { 0 };
        outcome.aside.add(judged.filtered.into_iter().collect(), room);
        judged.findings
    }

    /// Where the sightings are. What its value alone sets aside is only counted, unless more is kept of it; `places` is asked
    /// for the others.
    fn locate(
        &self,
        sightings: Vec<Sighting>,
        seen: &mut SoFar,
        places: impl FnOnce(&[Sighting], &dyn Fn(usize) -> bool) -> Vec<Option<Place>>,
    ) -> Vec<Located> {
        let Linter { knowledge, kept, .. } = self.linter;
        let knowledge = knowledge.as_deref();
        let reasons: Vec<Option<&'static str>> =
            sightings.iter().map(|sighting| why_aside(sighting, knowledge)).collect();
        let all = kept.aside || kept.calls;
        let places = places(&sightings, &|at| all || reasons.get(at).is_none_or(Option::is_none));
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

    /// Keys of the site in those bytes of the file, which begin at `base`.
    fn known(&self, bytes: &[u8], base: usize) -> Vec<Sighting> {
        let knowledge = self.linter.knowledge.as_deref();
        knowledge.map(|knowledge| known::find(bytes, base, self.format, knowledge)).unwrap_or_default()
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

    fn at_once(&self, text: &Text<'_>, window: &Window<'_>) -> Vec<Sighting> {
        if window.hits().is_empty() {
            return Vec::new();
        }
        let hits: Vec<Hit> = window.hits().iter().map(|hit| Hit { at: hit.at + window.base }).collect();
        let text = text.part(Span::new(0, text.as_str().len()));
        let whole = window.last && window.base == 0;
        let document =
            Document { name: self.name, format: self.format, text, whole, beginning: &self.beginning };
        extract(&document, &hits)
    }
}
