//! How the key could be sent in the header instead, where that is provably the same request.

use std::ops::Range;

use super::assemble::{Constants, assemble};
use super::place::Reader;
use crate::finding::{Edit, Fix, Safety, Span};
use crate::lint::{SeenValue, Sighting, Text};

/// What a fix is called.
const TITLE: &str = "send the key as `Authorization: Key=…`";

/// The part of a URL that goes with the pair: one `&` of the two around it, or the `?` if nothing else follows.
///
/// `text` is a URL and what follows it up to its end; `name` is in it.
pub(super) fn dropped(text: &str, name: Span, value_end: usize) -> Option<Span> {
    let before = text.get(..name.start)?;
    let after = text.get(value_end..)?;
    let joined = after.starts_with('&');
    if joined {
        return Some(Span::new(name.start, value_end + 1));
    }
    before.ends_with(['?', '&']).then(|| Span::new(name.start - 1, value_end))
}

/// Where the value of the pair ends in that text: at `&`, `#`, white space or the end.
pub(super) fn value_end(text: &str, name: Span) -> Option<usize> {
    let rest = text.get(name.end..)?.strip_prefix('=')?;
    let len = rest.find(['&', '#', ' ', '\t', '"', '\'', '`']).unwrap_or(rest.len());
    Some(name.end + 1 + len)
}

/// Whether a value is written so that it means the same in a header: no escapes that only a URL decodes.
pub(super) fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%' && byte != b'+')
}

/// The fix of a request's line: the pair goes, a header's line comes after it.
pub(super) fn request_line(target: &Text<'_>, name: Span, sighting: &Sighting, line_end: usize) -> Option<Fix> {
    let source = target.as_str();
    let end = value_end(source, name)?;
    let value = source.get(name.end + 1..end)?;
    if !is_plain(value) || source.contains("://{{_}}") {
        return None;
    }
    let gone = dropped(source, name, end)?;
    let span = target.origin(gone);
    if span.len() != gone.len() || matches!(sighting.value, SeenValue::Empty | SeenValue::None) {
        return None;
    }
    let edits = vec![
        Edit { span, text: String::new() },
        Edit { span: Span::new(line_end, line_end), text: format!("\nAuthorization: Key={value}") },
    ];
    Some(Fix { title: TITLE.to_owned(), safety: Safety::Safe, edits })
}

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
    reader: &Reader<'_, '_>,
    expression: &Range<usize>,
    _text: &Text<'_>,
    _name: Span,
    _sighting: &Sighting,
) -> Option<Fix> {
    let _ = (assemble as fn(&super::program::Program<'_>, &Constants, Range<usize>) -> Text<'static>, reader, expression);
    None
}
