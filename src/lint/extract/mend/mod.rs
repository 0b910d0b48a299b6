//! How a collection or description could be mended in place: the key moves to `Authorization: Key=…`, and nothing else in
//! the file changes.

mod bruno;
mod declared;
mod layout;
mod request;

pub(super) use bruno::{BrunoRequest, mend_bruno};
pub(super) use declared::mend_declared;
pub(super) use request::mend_request;

use crate::finding::{Edit, Fix, Safety, Span};
use crate::lint::Text;

/// A fix of those replacements, which are spans of a text that lies in the file byte for byte.
fn fix(text: &Text<'_>, title: &str, safety: Safety, mut edits: Vec<(Span, String)>) -> Option<Fix> {
    edits.sort_by_key(|(span, _)| *span);
    let is_apart =
        edits.windows(2).all(|pair| matches!(pair, [first, second] if first.0.end <= second.0.start));
    let is_straight = edits.iter().all(|(span, _)| text.origin(*span).len() == span.len());
    let edits = edits.into_iter().map(|(span, new)| Edit { span: text.origin(span), text: new }).collect();
    (is_apart && is_straight).then(|| Fix { title: title.to_owned(), safety, edits })
}

/// Where a pair is cut out of a URL together with what joins it to its neighbours, and its value as it stands there.
///
/// `None` if the value is written in a way that a header does not know: encoded, or cut off.
fn pair_in_url(url: &str, name: Span) -> Option<(Span, Span)> {
    let before = url.get(..name.start)?;
    let mark = before.chars().next_back().filter(|mark| matches!(mark, '?' | '&'))?;
    let rest = url.get(name.end..)?.strip_prefix('=')?;
    let start = name.end + 1;
    let length = rest.find(['&', '#']).unwrap_or(rest.len());
    let value = Span::new(start, start + length);
    let is_plain = !url.get(value.range())?.contains(['%', '+', '"', '\\', ' ', '\r', '\n']);
    let is_followed = rest.get(length..)?.starts_with('&');
    let cut = match (mark, is_followed) {
        ('?', true) => Span::new(name.start, value.end + 1),
        _ => Span::new(name.start - 1, value.end),
    };
    (is_plain && !value.is_empty()).then_some((cut, value))
}
