//! Where in its file each sighting is, read while the text is at hand.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::place::{Counter, frame};
use super::sighting::{SeenValue, Sighting};
use super::text::Text;
use crate::finding::{Frame, Place, Span};
use crate::site::KeySecret;

/// How many sightings before and after one are masked in its frame: no more fit on the part of a line that is shown.
const NEIGHBOURS: usize = 128;

/// A file whose places are told.
pub(super) struct Locator {
    /// Its name, for all places to share.
    path: Arc<str>,
    revision: Option<Arc<str>>,
    /// Whether lines are not shown.
    bare: bool,
    /// Keys that were seen in the file last.
    seen: RefCell<Vec<KeySecret>>,
}

impl Locator {
    /// Of that file, as it is in that commit; `bare` where nobody will see the lines themselves.
    pub(super) fn new(name: &str, revision: Option<&str>, bare: bool) -> Self {
        Self { path: name.into(), revision: revision.map(Into::into), bare, seen: RefCell::default() }
    }

    /// Keeps the last of those in mind, and of what came before them, to hide them where they stand in another line, too: a
    /// file is seen in pieces.
    pub(super) fn keep_in_mind(&self, sightings: &[Sighting]) {
        if self.bare {
            return;
        }
        let literal = |sighting: &Sighting| match &sighting.value {
            SeenValue::Literal(secret, _) => Some(secret.clone()),
            SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => None,
        };
        let mut seen = self.seen.borrow_mut();
        seen.extend(sightings.iter().rev().filter_map(literal).take(NEIGHBOURS));
        let over = seen.len().saturating_sub(2 * NEIGHBOURS);
        seen.drain(..over);
    }

    /// Those of the wanted ones of all sightings, which stand in a text before which so many lines ended.
    pub(super) fn in_text(
        &self,
        text: &Text<'_>,
        lines: usize,
        those: Range<usize>,
        all: &[Sighting],
        wanted: &dyn Fn(usize) -> bool,
    ) -> Vec<Option<Place>> {
        let mut counter = Counter::new(text.as_str(), lines);
        let place = |at: usize| {
            let near = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS).min(all.len());
            let near = all.get(near).unwrap_or_default();
            let sighting = all.get(at).filter(|_| wanted(at))?;
            let span = underlined(sighting, text);
            // What stands for a value that is not known says what it is by how it is written.
            let bare = self.bare && matches!(sighting.value, SeenValue::Literal(..));
            let place = match bare {
                true => self.bare_place(span, &mut counter, text),
                false => self.place(span, near, &mut counter, text),
            };
            Some(place)
        };
        those.map(place).collect()
    }

    /// The place of a span of the file that stands in a text.
    pub(super) fn place(
        &self,
        span: Span,
        near: &[Sighting],
        counter: &mut Counter<'_>,
        text: &Text<'_>,
    ) -> Place {
        let base = base(text);
        let shown = frame(text.as_str(), span.shifted_back(base), near, &self.seen.borrow(), base);
        Place { frame: shown, ..self.bare_place(span, counter, text) }
    }

    /// The same without its line.
    fn bare_place(&self, span: Span, counter: &mut Counter<'_>, text: &Text<'_>) -> Place {
        let own = span.shifted_back(base(text));
        Place {
            path: Arc::clone(&self.path),
            revision: self.revision.clone(),
            span,
            start: counter.position(own.start),
            end: counter.position(own.end),
            frame: Frame::default(),
        }
    }
}

/// Those of all sightings that may have left something in the line of a span of the file.
pub(super) fn near(span: Span, all: &[Sighting]) -> &[Sighting] {
    let at = all.partition_point(|one| one.span.start < span.start);
    all.get(at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS).min(all.len())).unwrap_or_default()
}

/// Where in the file a text begins.
fn base(text: &Text<'_>) -> usize {
    text.origin(Span::new(0, 0)).start
}

/// What to underline. Where a value stands on a line above its name, the name is what a reader looks for.
fn underlined(sighting: &Sighting, text: &Text<'_>) -> Span {
    let base = base(text);
    let (span, name) = (sighting.span, sighting.name);
    let above = text.as_str().get(span.start.saturating_sub(base)..name.start.saturating_sub(base));
    match above.is_some_and(|above| above.contains('\n')) {
        true => Span::new(name.start, span.end),
        false => span,
    }
}
