//! How a program could send the key in the header instead.

use std::ops::Range;

use super::place::Reader;
use crate::finding::{Fix, Span};
use crate::lint::{Sighting, Text};

/// The fix of a table's entry or a builder's call.
pub(super) fn entry(
    _reader: &Reader<'_, '_>,
    _name: &Range<usize>,
    _value: Option<&Range<usize>>,
    _sighting: &Sighting,
) -> Option<Fix> {
    None
}

/// The fix of a pair in a text.
pub(super) fn pair(
    _reader: &Reader<'_, '_>,
    _expression: &Range<usize>,
    _text: &Text<'_>,
    _name: Span,
    _sighting: &Sighting,
) -> Option<Fix> {
    None
}
