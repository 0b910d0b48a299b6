//! A name in running text: does it stand in a querystring, and of which URL?

use super::coded::{Coding, Unit, unit_at, unit_before};
use super::value::read_value;
use super::whole::{Run, profile_of, read_run};
use crate::finding::Span;
use crate::lint::{SeenUrl, SeenValue, Setting, Sighting, Text};

/// The sighting, if the name (a span of `text`, from [`name_at`](super::name_at)) is that of a querystring's pair.
///
/// Known are `?`, `&` and `;` before it in every spelling. A fragment is none, nor is a form's body: pairs joined by `&`
/// without a `?` before them, unless they begin with `&` as the end of a URL does that is put together.
#[must_use]
pub fn query_pair(text: &Text<'_>, name: Span, setting: Setting) -> Option<Sighting> {
    let before = separator(text.as_str(), name.start)?;
    let equals = equals(text.as_str(), name.end)?;
    let value_at = name.end + equals.len;
    if is_pattern(text.as_str(), value_at) {
        return None;
    }
    let read = read_value(text, value_at, equals.coding, setting);
    let run = Run { separator: before.at, mark: before.mark, value_end: read.end };
    let url = read_run(text, &run, before.coding)?;
    let value = match read.value {
        SeenValue::Empty if setting == Setting::Code => joined(text, read.end).unwrap_or(SeenValue::Empty),
        value @ (SeenValue::Empty | SeenValue::Literal(..) | SeenValue::Dynamic(_) | SeenValue::None) => {
            value
        }
    };
    Some(sighting(text, setting, Span::new(name.start, read.end), name, value, url))
}

/// The same where the text is known to be a querystring, without its `?`: a log's column, a variable of a server.
#[must_use]
pub fn query_text_pair(text: &Text<'_>, name: Span, setting: Setting) -> Option<Sighting> {
    if name.start > 0 && separator(text.as_str(), name.start).is_none() {
        return None;
    }
    let equals = equals(text.as_str(), name.end)?;
    let read = read_value(text, name.end + equals.len, equals.coding, setting);
    let (before, after) = (Span::new(0, name.start), Span::new(read.end, text.as_str().len()));
    let profile = [before, after].into_iter().find_map(|span| profile_of(text.part(span).as_str()));
    let url = SeenUrl { profile, ..SeenUrl::default() };
    Some(sighting(text, setting, Span::new(name.start, read.end), name, read.value, url))
}

fn sighting(
    text: &Text<'_>,
    setting: Setting,
    pair: Span,
    name: Span,
    value: SeenValue,
    url: SeenUrl,
) -> Sighting {
    let mut sighting = Sighting::in_query(setting, text.origin(pair), text.origin(name), value);
    sighting.url = url;
    sighting
}

/// What parts a pair from what is before it.
struct Separator {
    /// Where it starts.
    at: usize,
    mark: char,
    coding: Coding,
}

fn separator(text: &str, name_at: usize) -> Option<Separator> {
    let unit = printable_before(text, name_at).or_else(|| unit_before(text, name_at))?;
    let at = name_at - unit.len;
    if unit.char == ';' {
        let entity = text.get(..at).and_then(|before| before.strip_suffix("amp"));
        let ampersand = entity.and_then(|before| unit_before(text, before.len()));
        if let Some(ampersand) = ampersand.filter(|unit| unit.char == '&') {
            let coding = if unit.coding == Coding::Plain { ampersand.coding } else { unit.coding };
            return Some(Separator { at: at - 3 - ampersand.len, mark: '&', coding });
        }
    }
    matches!(unit.char, '?' | '&' | ';').then_some(Separator { at, mark: unit.char, coding: unit.coding })
}

/// `=3F` and `=26`: quoted-printable that nobody decoded.
fn printable_before(text: &str, at: usize) -> Option<Unit> {
    let char = match text.get(at.checked_sub(3)?..at)? {
        "=3F" | "=3f" => '?',
        "=26" => '&',
        _ => return None,
    };
    Some(Unit { char, len: 3, coding: Coding::Plain })
}

fn equals(text: &str, at: usize) -> Option<Unit> {
    unit_at(text, at).filter(|unit| unit.char == '=').filter(|unit| {
        // `auth-key==$KEY` is how httpie writes a query, `?auth-key==` is how programs compare.
        !text.get(at + unit.len..).is_some_and(|rest| rest.starts_with('='))
    })
}

/// Whether a regular expression stands where a value would.
fn is_pattern(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    [
        "[^", "([^", "(.", ".*", ".+", "\\S", "\\w", "[\\w", "(\\", "[A-Z", "[a-z", "[0-9", "([A", "([a",
        "(?", "\\\\S", "\\\\w",
    ]
    .iter()
    .any(|beginning| rest.starts_with(beginning))
}

/// `"…?auth-key=" + key`: what a program puts after a text that ends there.
fn joined(text: &Text<'_>, at: usize) -> Option<SeenValue> {
    let rest = text.as_str().get(at..)?;
    let after = rest.strip_prefix(['"', '\'', '`'])?;
    let spaced = after.trim_start_matches([' ', '\t', '\r', '\n', ')']);
    let operator =
        ["..", "<>", "||", "++", "+", ".", "&", "~", ",", "%"].iter().find(|op| spaced.starts_with(**op))?;
    let value = spaced.get(operator.len()..)?.trim_start();
    let start = at + (rest.len() - value.len());
    let in_value =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$' | b':' | b'@' | b'>');
    let len = value.bytes().take_while(in_value).count();
    let named = value
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'@' | b'('));
    named.then(|| SeenValue::Dynamic(text.origin(Span::new(start, start + len.max(1)))))
}
