//! The value of a pair: where it ends, and whether it is known.

use super::coded::{Coding, Unit, unit_at};
use super::dynamic::template_len;
use crate::finding::Span;
use crate::lint::{SeenValue, Setting, Text};
use crate::site::{KeySecret, SECRET_BYTES_MAX};

/// Longest redaction in brackets, in bytes: `[FILTERED]`, `<redacted by gateway>`.
const BRACKET_BYTES_MAX: usize = 48;

/// What a value is, and where it ends in its text.
pub(super) struct Read {
    pub(super) value: SeenValue,
    pub(super) end: usize,
}

/// Reads the value that starts there; `equals` is how the `=` before it is written. Spans are of the file.
pub(super) fn read_value(text: &Text<'_>, start: usize, equals: Coding, setting: Setting) -> Read {
    let source = text.as_str();
    let sent = matches!(setting, Setting::Log | Setting::Capture);
    let mut at = start;
    let mut dynamic = false;
    let mut secret = String::new();
    if let Some((inner, len)) = raw(source, at) {
        dynamic = inner.starts_with(['{', '$', '#']);
        secret.push_str(inner);
        return read(text, Span::new(start, at + len), &secret, dynamic, sent);
    }
    while at - start < SECRET_BYTES_MAX {
        let plain = plain_len(source, at).min(SECRET_BYTES_MAX - (at - start));
        if plain > 0 {
            secret.push_str(source.get(at..at + plain).unwrap_or_default());
            at += plain;
            continue;
        }
        let bracket = (at == start).then(|| bracket_len(source, at)).flatten();
        if let Some(len) = template_len(source, at).or(bracket) {
            dynamic |= !matches!(source.as_bytes().get(at), Some(b'[' | b'('));
            secret.push_str(source.get(at..at + len).unwrap_or_default());
            at += len;
            continue;
        }
        let Some(unit) = unit_at(source, at) else { break };
        if at == start
            && let Some(len) = coded_template_len(source, at, unit)
        {
            dynamic = true;
            secret.push_str(source.get(at..at + len).unwrap_or_default());
            at += len;
            continue;
        }
        if ends_value(unit, equals) {
            break;
        }
        secret.push(unit.char);
        at += unit.len;
    }
    if !dynamic {
        let kept = secret.trim_end_matches(['.', ':', '!', '?', '*', '/']);
        let all = kept.is_empty() || secret.ends_with('*') || secret.ends_with("..");
        let dropped = if all { 0 } else { secret.len() - kept.len() };
        if source.get(at.saturating_sub(dropped)..at).is_some_and(|tail| secret.ends_with(tail)) {
            at -= dropped;
            secret.truncate(secret.len() - dropped);
        }
    }
    read(text, Span::new(start, at), &secret, dynamic, sent)
}

fn read(text: &Text<'_>, stands: Span, secret: &str, dynamic: bool, sent: bool) -> Read {
    let span = text.origin(stands);
    let value = match KeySecret::parse(secret) {
        None => SeenValue::Empty,
        Some(_) if dynamic && !sent => SeenValue::Dynamic(span),
        Some(secret) => SeenValue::Literal(secret, span),
    };
    Read { value, end: stands.end }
}

/// How many bytes stand there that stand for themselves and end nothing: most keys are of no others.
fn plain_len(text: &str, at: usize) -> usize {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| is_plain(byte)).count()
}

/// What a whole text is as a value: what a query table or a builder's argument holds, decoded.
#[must_use]
pub fn seen_value(text: &Text<'_>, setting: Setting) -> SeenValue {
    let source = text.as_str().trim();
    let sent = matches!(setting, Setting::Log | Setting::Capture);
    let before = text.as_str().len() - text.as_str().trim_start().len();
    let span = text.origin(Span::new(before, before + source.len()));
    let dynamic = source.char_indices().any(|(at, _)| {
        let opens = at == 0 || matches!(source.as_bytes().get(at), Some(b'{' | b'$' | b'#' | b'<' | b'\\'));
        opens && template_len(source, at).is_some()
    });
    let short = source.char_indices().take_while(|(at, c)| at + c.len_utf8() <= SECRET_BYTES_MAX).count();
    let secret: String = source.chars().take(short).collect();
    match KeySecret::parse(&secret) {
        None => SeenValue::Empty,
        Some(_) if dynamic && !sent => SeenValue::Dynamic(span),
        Some(secret) => SeenValue::Literal(secret, span),
    }
}

/// `RAW(…)` and `RAW{…}` of Camel, which is not part of the value, and how long all of it is.
fn raw(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let (inner, close) = match rest.strip_prefix("RAW(") {
        Some(inner) => (inner, ')'),
        None => (rest.strip_prefix("RAW{")?, '}'),
    };
    let start = rest.len() - inner.len();
    let nested = template_len(inner, 0).unwrap_or(0);
    let length = nested + inner.get(nested..)?.find([close, '&', '"', '\n'])?;
    let is_closed = inner.get(length..)?.starts_with(close);
    let inner = inner.get(..length).filter(|_| is_closed && length <= SECRET_BYTES_MAX)?;
    Some((inner, start + length + 1))
}

/// `[FILTERED]`, `<redacted>`, `(hidden)`, `{key}`: what stands whole in brackets.
fn bracket_len(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(at..)?;
    let close = match bytes.first()? {
        b'[' => b']',
        b'<' => b'>',
        b'(' => b')',
        b'{' => b'}',
        _ => return None,
    };
    let first = bytes.get(1)?;
    // `auth-key={}`: what formats a text puts something there.
    if *first == b'}' && close == b'}' {
        return Some(2);
    }
    if matches!(first, b'^' | b'/' | b'"' | b'\'') || *first == close {
        return None;
    }
    let within = bytes.iter().take(BRACKET_BYTES_MAX);
    let end = within.skip(1).position(|byte| *byte == close || matches!(byte, b'\n' | b'"' | b'\''))? + 1;
    (bytes.get(end) == Some(&close)).then_some(end + 1)
}

/// `%7B%7Bkey%7D%7D`, `%3Ckey%3E`, `&lt;key&gt;`: a placeholder that was encoded with everything else.
fn coded_template_len(text: &str, at: usize, first: Unit) -> Option<usize> {
    if first.coding == Coding::Plain {
        return None;
    }
    let (open, close) = match first.char {
        '{' => ('{', '}'),
        '<' => ('<', '>'),
        '$' => {
            let next = unit_at(text, at + first.len)?;
            return coded_template_len(text, at + first.len, next).map(|len| len + first.len);
        }
        _ => return None,
    };
    let mut end = at;
    let mut depth = 0_usize;
    while end - at < BRACKET_BYTES_MAX * 2 {
        let unit = unit_at(text, end)?;
        end += unit.len;
        if unit.char == open {
            depth += 1;
        } else if unit.char == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(end - at);
            }
        } else if unit.char.is_control() || unit.char == '"' || unit.char == '&' {
            return None;
        }
    }
    None
}

/// Whether that character ends a value. A percent-encoded one is part of the value unless the `=` was written alike, or
/// no key could hold it.
fn ends_value(unit: Unit, equals: Coding) -> bool {
    let never = |char: char| {
        char.is_whitespace() || char.is_control() || matches!(char, '"' | '\'' | '<' | '>' | '`' | '{' | '}')
    };
    let delimits =
        |char: char| never(char) || matches!(char, '&' | '#' | ';' | ',' | ')' | ']' | '|' | '\\' | '^');
    match (unit.coding, equals) {
        (Coding::Percent(layers), Coding::Percent(within)) if layers <= within => {
            never(unit.char) || matches!(unit.char, '&' | '#' | ';' | '?')
        }
        (Coding::Percent(_), _) => never(unit.char),
        (Coding::Plain | Coding::Entity | Coding::Escape, _) => delimits(unit.char) || unit.char == '(',
    }
}
