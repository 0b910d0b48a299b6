//! Decoders: text as it stands inside another text, with the way back to the file.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::extract::url::{Coding, unit_at};
use super::text::{Decoded, Text};
use crate::finding::Span;

/// Longest piece of base64 that is decoded around a place, in encoded bytes on each side.
pub const BASE64_BYTES_MAX: usize = 16 * 1024;

/// Percent-encoding, one layer of it.
#[must_use]
pub fn percent(text: &Text<'_>) -> Text<'static> {
    text.decoded(percent_step)
}

/// Percent-encoding as forms and querystrings have it: `+` is a space.
#[must_use]
pub fn form(text: &Text<'_>) -> Text<'static> {
    text.decoded(|text, at| match text.as_bytes().get(at) {
        Some(b'+') => Some((Decoded::Char(' '), 1)),
        _ => percent_step(text, at),
    })
}

/// Entities of HTML and XML.
#[must_use]
pub fn entities(text: &Text<'_>) -> Text<'static> {
    text.decoded(|text, at| {
        // One layer: `&amp;amp;` is `&amp;`.
        if text.get(at..)?.starts_with("&amp;") {
            return Some((Decoded::Char('&'), 5));
        }
        let unit = unit_at(text, at)?;
        (unit.coding == Coding::Entity).then_some((Decoded::Char(unit.char), unit.len))
    })
}

/// Escapes of a string of JSON, JavaScript and their kin; what is between the quotes is handed over.
#[must_use]
pub fn string_escapes(text: &Text<'_>) -> Text<'static> {
    if memchr::memchr(b'\\', text.as_str().as_bytes()).is_none() {
        return Text::joined(std::slice::from_ref(text));
    }
    text.decoded(|text, at| {
        let rest = text.get(at..)?.strip_prefix('\\')?;
        let char = |char: char, len: usize| Some((Decoded::Char(char), len));
        match rest.as_bytes().first()? {
            b'n' => char('\n', 2),
            b'r' => char('\r', 2),
            b't' => char('\t', 2),
            b'b' => char('\u{8}', 2),
            b'f' => char('\u{c}', 2),
            b'\n' => Some((Decoded::Nothing, 2)),
            b'u' | b'x' | b'U' => match surrogates(text, at) {
                Some((pair, len)) => char(pair, len),
                None => {
                    let unit = unit_at(text, at)?;
                    if unit.coding == Coding::Escape { char(unit.char, unit.len) } else { None }
                }
            },
            _ => {
                let same = rest.chars().next()?;
                char(same, 1 + same.len_utf8())
            }
        }
    })
}

/// Quoted-printable: `=3D`, and line ends that are none.
#[must_use]
pub fn quoted_printable(text: &Text<'_>) -> Text<'static> {
    text.decoded(|text, at| {
        let rest = text.get(at..)?.strip_prefix('=')?;
        if rest.starts_with("\r\n") {
            return Some((Decoded::Nothing, 3));
        }
        if rest.starts_with('\n') {
            return Some((Decoded::Nothing, 2));
        }
        coded_char(text, at, b'=')
    })
}

/// Base64 of either alphabet around an offset, line ends and padding allowed; bytes that are no text become `?`.
///
/// At most [`BASE64_BYTES_MAX`] on each side are decoded, from a multiple of four characters after the start of `text`,
/// which must be where the encoding starts. The way back is exact to four characters.
#[must_use]
pub fn base64(text: &Text<'_>, around: usize) -> Text<'static> {
    let source = text.as_str().as_bytes();
    let low = around.saturating_sub(BASE64_BYTES_MAX);
    let high = around.saturating_add(BASE64_BYTES_MAX).min(source.len());
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&STANDARD, config);
    let mut quartet = Vec::with_capacity(4);
    let (mut first, mut seen) = (0, 0_usize);
    let mut pieces = Vec::new();
    for (at, byte) in source.iter().enumerate().take(high) {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'\r' | b'\n' | b' ' | b'\t' => continue,
            b'=' => break,
            byte => *byte,
        };
        seen += 1;
        if at < low.saturating_sub(low % 4) && seen.is_multiple_of(4) {
            quartet.clear();
            continue;
        }
        if quartet.is_empty() {
            first = at;
        }
        quartet.push(byte);
        if quartet.len() == 4 {
            pieces.push((
                engine.decode(&quartet).unwrap_or_else(|_| b"???".to_vec()),
                Span::new(first, at + 1),
            ));
            quartet.clear();
        }
    }
    if quartet.len() > 1 {
        let end = first + quartet.len();
        pieces.push((engine.decode(&quartet).unwrap_or_default(), Span::new(first, end)));
    }
    let plain = |byte: u8| if byte.is_ascii() { char::from(byte) } else { '?' };
    text.in_pieces(pieces.into_iter().map(|(bytes, span)| (bytes.into_iter().map(plain).collect(), span)))
}

fn percent_step(text: &str, at: usize) -> Option<(Decoded, usize)> {
    coded_char(text, at, b'%')
}

/// A character written as one or more bytes in hexadecimal, each after that mark.
fn coded_char(text: &str, at: usize, mark: u8) -> Option<(Decoded, usize)> {
    let byte_at = |at: usize| {
        let [first, high, low] = text.as_bytes().get(at..at + 3)? else { return None };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        if *first == mark { Some(digit(*high)? * 16 + digit(*low)?) } else { None }
    };
    let first = byte_at(at)?;
    let len = match first {
        0..0x80 => return Some((Decoded::Char(char::from(first)), 3)),
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF8 => 4,
        _ => 1,
    };
    let bytes: Vec<u8> = (0..len).map_while(|index| byte_at(at + 3 * index)).collect();
    match std::str::from_utf8(&bytes).ok().and_then(|char| char.chars().next()) {
        Some(char) => Some((Decoded::Char(char), 3 * len)),
        None => Some((Decoded::Char(char::REPLACEMENT_CHARACTER), 3)),
    }
}

/// A character beyond the first plane, written as two escapes.
fn surrogates(text: &str, at: usize) -> Option<(char, usize)> {
    let half = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let high = half(at).filter(|half| (0xD800..0xDC00).contains(half))?;
    let pair = [high, half(at + 6)?];
    let char = char::decode_utf16(pair).next()?.ok()?;
    Some((char, 12))
}
