//! How scalars are written: escapes, blocks that are moved in, lines that are joined.

use super::super::super::text::Decoded;

/// One escape of JSON, YAML or TOML.
pub(super) fn escape(text: &str, at: usize) -> Option<(Decoded, usize)> {
    let rest = text.get(at..)?.strip_prefix('\\')?;
    let first = rest.chars().next()?;
    let simple = match first {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '"' | '\\' | '/' | '\'' | ' ' | ':' | '=' | '#' | '!' => first,
        'u' | 'U' | 'x' => return numbered(rest),
        '\r' | '\n' => {
            let blank = rest.len() - rest.trim_start().len();
            return Some((Decoded::Nothing, 1 + blank));
        }
        _ => return None,
    };
    Some((Decoded::Char(simple), 1 + first.len_utf8()))
}

/// `u002d`, `x2d`, `U0000002d`, with a second half where the first is a surrogate.
fn numbered(rest: &str) -> Option<(Decoded, usize)> {
    let digits = match rest.as_bytes().first()? {
        b'u' => 4,
        b'U' => 8,
        _ => 2,
    };
    let number = |text: &str| text.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let first = number(rest.get(1..)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((Decoded::Char(character), 2 + digits));
    }
    let second = rest.get(1 + digits..)?.strip_prefix("\\u").and_then(number);
    let both = match second {
        Some(low @ 0xDC00..=0xDFFF) if (0xD800..=0xDBFF).contains(&first) => {
            char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00))
        }
        Some(_) | None => None,
    };
    Some(match both {
        Some(character) => (Decoded::Char(character), 2 + digits + 2 + digits),
        None => (Decoded::Char(char::REPLACEMENT_CHARACTER), 2 + digits),
    })
}

/// A line break and the blanks around it are one space.
pub(super) fn joined(text: &str, at: usize) -> Option<(Decoded, usize)> {
    let rest = text.get(at..)?;
    if !rest.starts_with(['\n', '\r']) {
        return None;
    }
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    Some((Decoded::Char(' '), blank))
}

/// At a line's start: how many of its first blanks belong to the block's indentation.
fn margin(rest: &str, indent: usize) -> usize {
    rest.bytes().take(indent).take_while(|byte| *byte == b' ').count()
}

pub(super) fn moved_in(text: &str, at: usize, indent: usize) -> Option<(Decoded, usize)> {
    let starts = at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
    let margin = starts.then(|| margin(text.get(at..).unwrap_or_default(), indent))?;
    (margin > 0).then_some((Decoded::Nothing, margin))
}

pub(super) fn folded(text: &str, at: usize, indent: usize) -> Option<(Decoded, usize)> {
    let rest = text.get(at..)?;
    let broken = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
    let Some(next) = broken else { return moved_in(text, at, indent) };
    let margin = margin(next, indent);
    match next.get(margin..).and_then(|line| line.chars().next()) {
        Some(' ' | '\t' | '\n' | '\r') | None => None,
        Some(_) => Some((Decoded::Char(' '), rest.len() - next.len() + margin)),
    }
}

/// The inside of a list of JSON strings as one text: each string is a line.
pub(in super::super) fn lines_of_strings(text: &str, at: usize) -> Option<(Decoded, usize)> {
    let rest = text.get(at..)?;
    match rest.as_bytes().first()? {
        b'\\' => escape(text, at),
        b'"' => {
            let after = rest.get(1..)?.trim_start();
            let next = after.strip_prefix(',').map(str::trim_start).and_then(|next| next.strip_prefix('"'));
            match next {
                Some(next) => Some((Decoded::Char('\n'), rest.len() - next.len())),
                None => Some((Decoded::Nothing, 1)),
            }
        }
        _ => None,
    }
}

/// The inside of a list of JSON strings that hold their line ends themselves.
pub(in super::super) fn joined_strings(text: &str, at: usize) -> Option<(Decoded, usize)> {
    match lines_of_strings(text, at)? {
        (Decoded::Char('\n'), taken) if text.as_bytes().get(at) == Some(&b'"') => {
            Some((Decoded::Nothing, taken))
        }
        other => Some(other),
    }
}

/// Where the quotes are that a shell takes away from a word.
pub(super) fn quotes_of_word(word: &str) -> Vec<usize> {
    let mut quotes = Vec::new();
    let mut open = None;
    let mut escaped = false;
    for (at, c) in word.char_indices() {
        match (open, c) {
            _ if escaped => escaped = false,
            (Some('"') | None, '\\') => escaped = true,
            (Some(quote), _) if quote == c => {
                open = None;
                quotes.push(at);
            }
            (None, '"' | '\'') => {
                open = Some(c);
                quotes.push(at);
            }
            _ => {}
        }
    }
    quotes
}
