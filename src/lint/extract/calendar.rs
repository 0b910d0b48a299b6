//! Cards and calendars: properties, one a line, that are folded where they are long.

use super::super::sighting::{Manner, Setting, Sighting};
use super::super::text::{Decoded, Text};
use super::meaning::text_in;

/// Sees keys in the URLs of a card or a calendar.
pub(super) fn read_calendar(text: &Text<'_>, out: &mut Vec<Sighting>) {
    text_in(&text.decoded(unfolded), Setting::Prose, Manner::Query, out);
}

/// The length of a line end that is none: before a space, or after the `=` of quoted-printable. Older cards write `=3D`.
fn unfolded(text: &str, at: usize) -> Option<(Decoded, usize)> {
    let rest = text.get(at..)?;
    let folds = ["\r\n ", "\n ", "\r\n\t", "\n\t", "=\r\n", "=\n"];
    let fold = folds.iter().find(|fold| rest.starts_with(**fold));
    fold.map(|fold| (Decoded::Nothing, fold.len()))
}
