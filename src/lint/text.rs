//! Text whose every byte knows where in the file it came from, however it was encoded there.

use std::borrow::Cow;

use crate::finding::Span;

/// Text, and the way back to the file: through percent-decoding, inside a JSON string, inside base64.
///
/// Spans that leave the linter are always spans of the file as it was handed over; [`Text::origin`] makes them.
#[derive(Clone)]
pub struct Text<'t> {
    text: Cow<'t, str>,
    map: Map,
}

/// How decoded bytes lie in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Map {
    /// Byte for byte, from that offset on.
    Straight(usize),
    /// In pieces, by their start in the decoded text.
    Pieces(Vec<Piece>),
}

/// A run that was decoded in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it starts in the decoded text.
    at: usize,
    /// What it was in the file.
    from: Span,
    /// Whether each of its bytes is one byte of the file.
    straight: bool,
}

/// Its size only: a file that is looked at may hold a secret.
impl std::fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} bytes)", self.text.len())
    }
}

impl<'t> Text<'t> {
    /// Text as it lies in the file, its first byte at that offset.
    #[must_use]
    pub fn straight(text: &'t str, offset: usize) -> Self {
        Self { text: Cow::Borrowed(text), map: Map::Straight(offset) }
    }

    /// Bytes as they lie in the file. Each byte that is no UTF-8 becomes one `?`, so that no offset moves.
    #[must_use]
    pub fn of_bytes(bytes: &'t [u8], offset: usize) -> Self {
        let text = match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let mut text = String::with_capacity(bytes.len());
                for chunk in bytes.utf8_chunks() {
                    text.push_str(chunk.valid());
                    text.extend(chunk.invalid().iter().map(|_| '?'));
                }
                Cow::Owned(text)
            }
        };
        Self { text, map: Map::Straight(offset) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a span of this text lies in the file.
    #[must_use]
    pub fn origin(&self, span: Span) -> Span {
        match &self.map {
            Map::Straight(offset) => span.shifted(*offset),
            Map::Pieces(pieces) => {
                let start = origin_of(pieces, span.start).start;
                let end =
                    if span.is_empty() { start } else { origin_of(pieces, span.end.saturating_sub(1)).end };
                Span::new(start, end)
            }
        }
    }

    /// A part of this text, which still knows where it came from.
    #[must_use]
    pub fn part(&self, span: Span) -> Text<'_> {
        let text = self.text.get(span.range()).unwrap_or_default();
        match &self.map {
            Map::Straight(offset) => Text::straight(text, offset + span.start),
            Map::Pieces(pieces) => {
                let first = pieces.partition_point(|piece| piece.at <= span.start).saturating_sub(1);
                let within = pieces.iter().skip(first).take_while(|piece| piece.at < span.end);
                let cut = within.map(|piece| {
                    let skipped = span.start.saturating_sub(piece.at);
                    let from = match piece.straight {
                        true => Span::new(piece.from.start + skipped, piece.from.end),
                        false => piece.from,
                    };
                    Piece { at: piece.at.saturating_sub(span.start), from, straight: piece.straight }
                });
                Text { text: Cow::Borrowed(text), map: Map::Pieces(self.anchored(cut.collect(), span.start)) }
            }
        }
    }

    /// Several texts as one, in that order.
    #[must_use]
    pub fn joined(parts: &[Text<'_>]) -> Text<'static> {
        let mut text = String::new();
        let mut pieces = Vec::new();
        for part in parts {
            part.copy_pieces(Span::new(0, part.as_str().len()), text.len(), &mut pieces);
            text.push_str(part.as_str());
        }
        Text { text: Cow::Owned(text), map: Map::Pieces(pieces) }
    }

    /// Text that stands for something else in the file: all of it came from that span.
    #[must_use]
    pub fn standing_for(text: String, from: Span) -> Text<'static> {
        Text { text: Cow::Owned(text), map: Map::Pieces(vec![Piece { at: 0, from, straight: false }]) }
    }

    /// The same place, decoded: `step` is asked at each offset for what stands there and how many bytes of this text
    /// it takes; `None` means that the byte (or character) stands for itself.
    #[must_use]
    pub fn decoded(&self, step: impl Fn(&str, usize) -> Option<(Decoded, usize)>) -> Text<'static> {
        let source = self.as_str();
        let mut text = String::with_capacity(source.len());
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        let mut plain = 0;
        let flush = |text: &mut String, pieces: &mut Vec<Piece>, from: usize, to: usize| {
            if from < to {
                self.copy_pieces(Span::new(from, to), text.len(), pieces);
                text.push_str(source.get(from..to).unwrap_or_default());
            }
        };
        while at < source.len() {
            match step(source, at) {
                Some((decoded, taken))
                    if taken > 0 && source.is_char_boundary((at + taken).min(source.len())) =>
                {
                    flush(&mut text, &mut pieces, plain, at);
                    let end = (at + taken).min(source.len());
                    if decoded != Decoded::Nothing {
                        let from = self.origin(Span::new(at, end));
                        pieces.push(Piece { at: text.len(), from, straight: false });
                    }
                    decoded.push_to(&mut text);
                    at = end;
                    plain = end;
                }
                Some(_) | None => {
                    at += source.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                }
            }
        }
        flush(&mut text, &mut pieces, plain, source.len());
        Text { text: Cow::Owned(text), map: Map::Pieces(self.anchored(pieces, 0)) }
    }

    /// Text made of decoded pieces, each with the span of this text that it was made of.
    #[must_use]
    pub fn in_pieces(&self, decoded: impl IntoIterator<Item = (String, Span)>) -> Text<'static> {
        let mut text = String::new();
        let mut pieces = Vec::new();
        for (piece, from) in decoded {
            if !piece.is_empty() {
                pieces.push(Piece { at: text.len(), from: self.origin(from), straight: false });
                text.push_str(&piece);
            }
        }
        Text { text: Cow::Owned(text), map: Map::Pieces(self.anchored(pieces, 0)) }
    }

    /// The pieces, or where nothing is left of this text the place in the file where it was.
    fn anchored(&self, mut pieces: Vec<Piece>, at: usize) -> Vec<Piece> {
        if pieces.is_empty() {
            let start = self.origin(Span::new(at, at)).start;
            pieces.push(Piece { at: 0, from: Span::new(start, start), straight: false });
        }
        pieces
    }

    /// Appends how the span lies in the file, for a copy of it that starts at `at`.
    fn copy_pieces(&self, span: Span, at: usize, into: &mut Vec<Piece>) {
        match &self.map {
            Map::Straight(_) => into.push(Piece { at, from: self.origin(span), straight: true }),
            Map::Pieces(_) => {
                let part = self.part(span);
                if let Map::Pieces(pieces) = &part.map {
                    into.extend(pieces.iter().map(|piece| Piece { at: piece.at + at, ..*piece }));
                }
            }
        }
    }
}

/// How many lines end in there.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    bytecount::count(bytes, b'\n')
}

/// How many characters there are.
pub(super) fn chars(text: &str) -> usize {
    bytecount::num_chars(text.as_bytes())
}

/// The line around a byte, without its end.
pub(super) fn line_around(bytes: &[u8], at: usize) -> Span {
    let (before, rest) = bytes.split_at(at.min(bytes.len()));
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    Span::new(start, before.len() + memchr::memchr(b'\n', rest).unwrap_or(rest.len()))
}

/// The end of a text, of at most so many bytes.
pub(super) fn tail(text: &str, bytes_max: usize) -> &str {
    let from = text.ceil_char_boundary(text.len().saturating_sub(bytes_max));
    text.get(from..).unwrap_or_default()
}

/// Longest part of a line before a place that is looked at, in bytes: what says what a line is stands near, and a line that
/// holds a thousand names is not read a thousand times.
const LINE_BYTES_MAX: usize = 16 * 1024;

/// What stands before a place in its line; nothing where that is longer than anybody writes a line.
pub(super) fn line_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let near = tail(before, LINE_BYTES_MAX);
    match near.rfind('\n') {
        Some(end) => near.get(end + 1..),
        None => (near.len() == before.len()).then_some(near),
    }
}

/// What a step of decoding gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// Nothing: a soft line break.
    Nothing,
    /// One character.
    Char(char),
    /// Several.
    Text(String),
}

impl Decoded {
    fn push_to(self, text: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Char(character) => text.push(character),
            Self::Text(more) => text.push_str(&more),
        }
    }
}

/// The bytes of the file behind one byte of the decoded text.
fn origin_of(pieces: &[Piece], offset: usize) -> Span {
    let index = pieces.partition_point(|piece| piece.at <= offset).saturating_sub(1);
    match pieces.get(index) {
        None => Span::new(0, 0),
        Some(piece) if piece.straight => {
            let start = (piece.from.start + (offset - piece.at.min(offset))).min(piece.from.end);
            Span::new(start, (start + 1).min(piece.from.end))
        }
        Some(piece) => piece.from,
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoded, Text};
    use crate::finding::Span;

    fn percent(text: &str, at: usize) -> Option<(Decoded, usize)> {
        let code = text.get(at..)?.strip_prefix('%')?.get(..2)?;
        u8::from_str_radix(code, 16).ok().map(|byte| (Decoded::Char(char::from(byte)), 3))
    }

    #[test]
    fn a_byte_decoded_twice_knows_where_all_of_it_stood() {
        let file = "ab%2541c";
        let twice = Text::straight(file, 10).decoded(percent).decoded(percent);
        assert_eq!(twice.as_str(), "abAc");
        assert_eq!(twice.origin(Span::new(2, 3)), Span::new(12, 17));
        assert_eq!(twice.origin(Span::new(0, 4)), Span::new(10, 18));
        assert_eq!(twice.part(Span::new(1, 4)).origin(Span::new(2, 3)), Span::new(17, 18));
    }

    #[test]
    fn what_is_decoded_to_nothing_knows_where_it_was() {
        let file = Text::straight("a=\n", 10);
        let nothing = file.part(Span::new(1, 3)).decoded(|_, _| Some((Decoded::Nothing, 2)));
        assert_eq!((nothing.as_str(), nothing.origin(Span::new(0, 0))), ("", Span::new(11, 11)));
        let none = file.decoded(percent).part(Span::new(2, 2)).decoded(percent);
        assert_eq!(none.origin(Span::new(0, 0)), Span::new(12, 12));
    }

    #[test]
    fn bytes_that_are_no_text_move_nothing() {
        let text = Text::of_bytes(b"a\xFF\xFEb", 0);
        assert_eq!(text.as_str(), "a??b");
    }
}
