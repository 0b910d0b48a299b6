//! Characters as URLs, pages and strings write them: `%2D`, `&#45;`, `\u002d`.

/// One character of a text, however it is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The character. Of a percent-encoded byte that is no ASCII it is U+FFFD.
    pub char: char,
    /// How many bytes of the text it takes.
    pub len: usize,
    /// How it is written.
    pub coding: Coding,
}

/// How a character is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As itself.
    Plain,
    /// `%2D`; `%252D` is twice.
    Percent(u8),
    /// `&#45;`, `&amp;`.
    Entity,
    /// `\u002d`, `\x2d`, `\n`.
    Escape,
}

/// Longest writing of one character that is looked back for, in bytes: `%2525252D`, `&amp;#x0026;`.
const UNIT_BYTES_MAX: usize = 14;

/// Most times that a character is percent-encoded.
const PERCENT_LAYERS_MAX: u8 = 4;

/// Entities of characters that matter in URLs.
const ENTITIES: [(&str, char); 24] = [
    ("amp", '&'),
    ("AMP", '&'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("equals", '='),
    ("quest", '?'),
    ("quot", '"'),
    ("QUOT", '"'),
    ("apos", '\''),
    ("lt", '<'),
    ("LT", '<'),
    ("gt", '>'),
    ("GT", '>'),
    ("num", '#'),
    ("lowbar", '_'),
    ("sol", '/'),
    ("colon", ':'),
    ("semi", ';'),
    ("percnt", '%'),
    ("commat", '@'),
    ("period", '.'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("nbsp", ' '),
];

/// The character that starts at that offset.
#[must_use]
pub fn unit_at(text: &str, at: usize) -> Option<Unit> {
    let rest = text.get(at..)?;
    let coded = match rest.as_bytes().first()? {
        b'%' => percent(rest),
        b'&' => entity(rest),
        b'\\' => escape(rest),
        _ => None,
    };
    coded.or_else(|| {
        let char = rest.chars().next()?;
        Some(Unit { char, len: char.len_utf8(), coding: Coding::Plain })
    })
}

/// The character that ends at that offset.
#[must_use]
pub fn unit_before(text: &str, at: usize) -> Option<Unit> {
    let before = text.get(..at)?;
    let bytes = before.as_bytes();
    let from = at.saturating_sub(UNIT_BYTES_MAX);
    for start in (from..at).rev() {
        match bytes.get(start) {
            Some(b'%' | b'&') => {
                return unit_at(before, start)
                    .filter(|unit| unit.len == at - start)
                    .or_else(|| plain(before));
            }
            Some(b'\\') => {
                let unit = unit_at(before, start).filter(|unit| unit.len == at - start && unit.len > 1);
                let slashes = bytes.iter().take(start).rev().take_while(|byte| **byte == b'\\').count();
                return unit.map(|unit| Unit { len: unit.len + slashes, ..unit }).or_else(|| plain(before));
            }
            Some(b'#' | b';' | b'{' | b'}' | b'/' | b'"') => {}
            Some(byte) if byte.is_ascii_alphanumeric() => {}
            _ => break,
        }
    }
    plain(before)
}

fn plain(before: &str) -> Option<Unit> {
    let char = before.chars().next_back()?;
    Some(Unit { char, len: char.len_utf8(), coding: Coding::Plain })
}

fn hex_byte(digits: Option<&[u8]>) -> Option<u8> {
    let [high, low] = digits? else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? * 16 + digit(*low)?)
}

fn percent(rest: &str) -> Option<Unit> {
    let bytes = rest.as_bytes();
    let mut at = 1;
    let mut layers = 1;
    while layers < PERCENT_LAYERS_MAX
        && bytes.get(at..at + 2) == Some(b"25")
        && hex_byte(bytes.get(at + 2..at + 4)).is_some()
    {
        at += 2;
        layers += 1;
    }
    if let Some(byte) = hex_byte(bytes.get(at..at + 2)) {
        let char = if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER };
        return Some(Unit { char, len: at + 2, coding: Coding::Percent(layers) });
    }
    let (b"u" | b"U") = bytes.get(1..2)? else { return None };
    let char = char::from_u32(hex_number(rest.get(2..6)?)?)?;
    Some(Unit { char, len: 6, coding: Coding::Percent(1) })
}

fn hex_number(digits: &str) -> Option<u32> {
    let hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn entity(rest: &str) -> Option<Unit> {
    let mut at = 1;
    while rest.get(at..at + 4) == Some("amp;") && named_or_numbered(rest.get(at + 4..)?).is_some() {
        at += 4;
    }
    let (char, len) = named_or_numbered(rest.get(at..)?)?;
    Some(Unit { char, len: at + len, coding: Coding::Entity })
}

/// What stands after the `&` of an entity, and how long it is with its `;`.
fn named_or_numbered(rest: &str) -> Option<(char, usize)> {
    let bytes = rest.as_bytes();
    let end = bytes.iter().take(10).position(|byte| *byte == b';')?;
    let name = rest.get(..end)?;
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => hex_number(hex)?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((char, end + 1))
}

fn escape(rest: &str) -> Option<Unit> {
    let slashes = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let unit = |char, len| Some(Unit { char, len: slashes + len, coding: Coding::Escape });
    let after = rest.get(slashes..)?;
    match after.as_bytes().first()? {
        b'u' if after.as_bytes().get(1) == Some(&b'{') => {
            let end = after.as_bytes().iter().take(10).position(|byte| *byte == b'}')?;
            unit(char::from_u32(hex_number(after.get(2..end)?)?)?, end + 1)
        }
        b'u' => unit(char::from_u32(hex_number(after.get(1..5)?)?)?, 5),
        b'U' => unit(char::from_u32(hex_number(after.get(1..9)?)?)?, 9),
        b'x' => unit(char::from_u32(hex_number(after.get(1..3)?)?)?, 3),
        b'n' => unit('\n', 1),
        b'r' => unit('\r', 1),
        b't' => unit('\t', 1),
        b'/' => unit('/', 1),
        b'"' => unit('"', 1),
        b'\'' => unit('\'', 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Coding, unit_at, unit_before};

    #[test]
    fn a_character_is_read_from_either_end() {
        for (text, char, coding) in [
            ("%2D", '-', Coding::Percent(1)),
            ("%252d", '-', Coding::Percent(2)),
            ("&#45;", '-', Coding::Entity),
            ("&#x2D;", '-', Coding::Entity),
            ("&amp;", '&', Coding::Entity),
            ("&amp;amp;", '&', Coding::Entity),
            ("&amp;#45;", '-', Coding::Entity),
            ("&hyphen;", '-', Coding::Entity),
            ("\\u0026", '&', Coding::Escape),
            ("\\\\u0026", '&', Coding::Escape),
            ("\\x2d", '-', Coding::Escape),
            ("\\u{2d}", '-', Coding::Escape),
            ("\\n", '\n', Coding::Escape),
            ("é", 'é', Coding::Plain),
            ("%u002d", '-', Coding::Percent(1)),
        ] {
            let forward = unit_at(text, 0).expect("a character");
            assert_eq!((forward.char, forward.len, forward.coding), (char, text.len(), coding), "{text}");
            assert_eq!(unit_before(text, text.len()), Some(forward), "{text}");
            let within = format!("x={text}");
            assert_eq!(unit_before(&within, within.len()), Some(forward), "{within}");
        }
    }

    #[test]
    fn what_only_begins_like_a_writing_stands_for_itself() {
        for text in ["%", "%2", "%zz", "&", "&copy", "&unknown;", "\\", "\\u12", "\\q"] {
            assert_eq!(unit_at(text, 0).map(|unit| unit.coding), Some(Coding::Plain), "{text}");
        }
    }
}
