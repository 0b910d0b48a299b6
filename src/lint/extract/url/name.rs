//! The name of the parameter, in every spelling.

use super::coded::{Coding, Unit, unit_at, unit_before};
use crate::finding::Span;

/// The parameter that a key must not travel in.
pub const NAME: &str = "auth-key";

/// How far before an offset a spelling of the name may begin: `\u0061` eight times.
const NAME_BYTES_MAX: usize = 64;

/// Where the name stands around that offset, in any case and spelling, and only if it is the whole word: `oauth-key`,
/// `x-auth-key` and `auth-key-id` are others.
#[must_use]
pub fn name_at(text: &str, offset: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let plain = Span::new(offset, offset + NAME.len());
    if bytes.get(plain.range()).is_some_and(|name| name.eq_ignore_ascii_case(NAME.as_bytes())) {
        return stands_alone(text, plain).then_some(plain);
    }
    let may_begin = |at: &usize| matches!(bytes.get(*at), Some(b'a' | b'A' | b'%' | b'&' | b'\\' | b'='));
    let before = (offset.saturating_sub(NAME_BYTES_MAX)..=offset).rev();
    let after = offset.saturating_add(1)..offset.saturating_add(1 + NAME.len());
    before
        .chain(after)
        .filter(may_begin)
        .filter_map(|start| Some(Span::new(start, spelled_from(text, start)?)))
        .find(|span| span.end >= offset && stands_alone(text, *span))
}

/// Whether a decoded name is the parameter's.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.eq_ignore_ascii_case(NAME)
}

/// Where the name ends that begins there.
fn spelled_from(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for wanted in NAME.chars() {
        if at > start {
            at += soft_break(text, at);
        }
        let unit = printable(text, at).or_else(|| unit_at(text, at))?;
        if !unit.char.eq_ignore_ascii_case(&wanted) {
            return None;
        }
        at += unit.len;
    }
    Some(at)
}

/// The length of a quoted-printable line end that is none.
fn soft_break(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at..) {
        Some([b'=', b'\r', b'\n', ..]) => 3,
        Some([b'=', b'\n', ..]) => 2,
        _ => 0,
    }
}

/// A quoted-printable character, `=2D`.
fn printable(text: &str, at: usize) -> Option<Unit> {
    let digits = text.get(at..)?.strip_prefix('=')?.get(..2)?;
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let byte = hex.then(|| u8::from_str_radix(digits, 16).ok()).flatten()?;
    Some(Unit { char: char::from(byte), len: 3, coding: Coding::Plain })
}

fn stands_alone(text: &str, span: Span) -> bool {
    let in_word = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_');
    let before = span.start.checked_sub(3).and_then(|at| printable(text, at));
    let before = before.filter(|unit| matches!(unit.char, '?' | '&' | ';' | ' ' | '"' | '\n'));
    let before = before.or_else(|| unit_before(text, span.start));
    !before.is_some_and(|unit| in_word(unit.char))
        && !unit_at(text, span.end).is_some_and(|unit| in_word(unit.char))
}

#[cfg(test)]
mod tests {
    use super::name_at;

    #[test]
    fn the_name_is_known_in_every_spelling_from_any_offset_in_it() {
        for spelling in [
            "auth-key",
            "AUTH-KEY",
            "Auth-Key",
            "auth%2Dkey",
            "auth%2dkey",
            "%61uth-key",
            "auth%252Dkey",
            "auth%25252Dkey",
            "%61%75%74%68%2D%6B%65%79",
            "auth&#45;key",
            "auth&#x2d;key",
            "auth&hyphen;key",
            "auth\\u002dkey",
            "auth\\x2dkey",
            "auth\\\\u002dkey",
            "\\u0061\\u0075\\u0074\\u0068\\u002d\\u006b\\u0065\\u0079",
            "auth=2Dkey",
            "auth-=\r\nkey",
            "auth=\nkey".replace("=\n", "-=\n").as_str(),
        ] {
            for (before, after) in [
                ("", ""),
                ("?", "="),
                ("&amp;", "="),
                ("%3F", "%3D"),
                ("\\u0026", "\\u003d"),
                ("\"", "\""),
                ("\\n", " "),
                ("=3F", "=3D"),
            ] {
                let text = format!("{before}{spelling}{after}");
                for offset in before.len()..before.len() + spelling.len() {
                    let span = name_at(&text, offset).unwrap_or_else(|| panic!("{text} at {offset}"));
                    assert_eq!(&text[span.range()], spelling, "{text} at {offset}");
                }
            }
        }
    }

    #[test]
    fn other_names_are_other_names() {
        for text in [
            "oauth-key",
            "my-auth-key",
            "x-auth-key",
            "auth-key-id",
            "author-key",
            "auth-keys",
            "auth_key",
            "authkey",
            "auth-key_id",
            "%6Fauth-key",
            "auth-key%2Did",
            "auth%2Dkeys",
            "oauth%2Dkey",
            "--auth-key",
            "1auth-key",
            "éauth-key",
        ] {
            for offset in 0..text.len() {
                assert_eq!(name_at(text, offset), None, "{text} at {offset}");
            }
        }
    }
}
