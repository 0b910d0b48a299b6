//! JSON as it is found: with comments, cut off, or from the middle of a file.

use memchr::memchr3;

use super::super::super::prefilter::Hit;
use super::super::super::text::Text;
use super::{Builder, Kind, Piece, Style, Tree};
use crate::finding::Span;

/// Reads JSON. It never fails: what cannot be understood is passed over.
pub(in super::super) fn read_json<'t>(text: &'t Text<'t>, hits: &[Hit]) -> Tree<'t> {
    let mut builder = Builder::new(text, hits);
    let end = text.as_str().len();
    let mut reader = Reader { at: 0, pending: None, floor: 0, dialect: Dialect::Json };
    while reader.at < end {
        reader.step(&mut builder);
    }
    builder.finish(end)
}

/// Which of the notations that look like JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Dialect {
    /// JSON, JSON5, JSON with comments.
    Json,
    /// YAML's `{…}` and `[…]`.
    Yaml,
    /// TOML's and HCL's, with `=`.
    Equals,
}

/// Names of classes that stand before what is printed of them.
const PRINTED: [&str; 4] = ["Object", "Array", "Headers", "Map"];

/// Reads one bracketed value that starts at `at`; gives where it ends.
pub(super) fn read_flow(
    builder: &mut Builder<'_, '_>,
    key: Option<Piece>,
    at: usize,
    limit: usize,
    dialect: Dialect,
) -> usize {
    let floor = builder.depth();
    let mut reader = Reader { at, pending: key, floor, dialect };
    loop {
        reader.step(builder);
        if reader.at >= limit || builder.depth() <= floor {
            break;
        }
    }
    while builder.depth() > floor {
        builder.close(reader.at);
    }
    reader.at
}

#[derive(Debug)]
struct Reader {
    at: usize,
    /// The key that was just read, with its `:`.
    pending: Option<Piece>,
    /// How many containers were open before.
    floor: usize,
    dialect: Dialect,
}

impl Reader {
    /// Reads one token.
    fn step(&mut self, builder: &mut Builder<'_, '_>) {
        let text = builder.text();
        let bytes = text.as_bytes();
        let Some(byte) = bytes.get(self.at).copied() else {
            self.at = text.len();
            return;
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            b',' | b';' => {
                self.pending = None;
                self.at += 1;
            }
            b'{' | b'[' => {
                let kind = if byte == b'{' { Kind::Map } else { Kind::List };
                builder.open(kind, self.pending.take(), self.at);
                self.at += 1;
            }
            b'}' | b']' => {
                self.pending = None;
                self.at += 1;
                match builder.depth() > self.floor {
                    true => builder.close(self.at),
                    false => {
                        let kind = if byte == b'}' { Kind::Map } else { Kind::List };
                        builder.close_unopened(kind, self.at);
                    }
                }
            }
            b':' | b'=' => {
                if let Some(key) = builder.take_last_scalar() {
                    self.pending = Some(key);
                }
                self.at += 1;
            }
            b'"' | b'\'' => self.quoted(builder, byte),
            b'/' if matches!(bytes.get(self.at + 1), Some(b'/' | b'*')) => self.comment(builder),
            b'#' => self.line_comment(builder, 1),
            // `[!Sub "…"]`: a tag is no part of what it stands before.
            b'!' if self.dialect == Dialect::Yaml => {
                let rest = bytes.get(self.at..).unwrap_or_default();
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}');
                self.at += rest.iter().position(ends).unwrap_or(rest.len()).max(1);
            }
            _ => self.bare(builder),
        }
    }

    fn comment(&mut self, builder: &mut Builder<'_, '_>) {
        let rest = builder.text().get(self.at..).unwrap_or_default();
        match rest.strip_prefix("/*") {
            None => self.line_comment(builder, 2),
            Some(inside) => {
                let length = inside.find("*/").unwrap_or(inside.len());
                builder.comment(Span::new(self.at + 2, self.at + 2 + length));
                self.at = (self.at + length + 4).min(builder.text().len());
            }
        }
    }

    fn line_comment(&mut self, builder: &mut Builder<'_, '_>, opener: usize) {
        let rest = builder.text().get(self.at..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        builder.comment(Span::new((self.at + opener).min(self.at + length), self.at + length));
        self.at += length.max(1);
    }

    fn quoted(&mut self, builder: &mut Builder<'_, '_>, quote: u8) {
        let text = builder.text();
        let start = self.at;
        let (inside_end, after) = closing(text, start + 1, quote, self.dialect);
        let style = match (quote, self.dialect) {
            (b'\'', Dialect::Yaml) => Style::Doubled,
            (b'\'', Dialect::Equals) => Style::Bare,
            _ => Style::Escaped,
        };
        let next = text.get(after..).unwrap_or_default().trim_start().bytes().next();
        let is_inside_out = self.dialect == Dialect::Json
            && after > inside_end
            && !matches!(
                next,
                None | Some(b',' | b':' | b']' | b'}' | b'"' | b'\'' | b'/' | b'#' | b'{' | b'[' | b'=')
            )
            && builder.depth() == 0;
        if is_inside_out {
            // The text began within a string: what closed here opens.
            self.at = inside_end.max(start + 1);
            return;
        }
        let piece = Piece { span: Span::new(start + 1, inside_end), style };
        builder.scalar(self.pending.take(), Span::new(start, after), piece);
        self.at = after.max(start + 1);
    }

    fn bare(&mut self, builder: &mut Builder<'_, '_>) {
        let text = builder.text();
        let bytes = text.as_bytes();
        let start = self.at;
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            let ends = match byte {
                b',' | b'{' | b'}' | b'[' | b']' | b'\n' | b'\r' => true,
                b':' => {
                    self.dialect != Dialect::Yaml
                        || matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
                }
                b'=' => self.dialect == Dialect::Equals,
                b'"' | b' ' | b'\t' => self.dialect != Dialect::Yaml,
                b'#' => bytes.get(at.wrapping_sub(1)) == Some(&b' '),
                _ => false,
            };
            if ends {
                break;
            }
            at += 1;
        }
        // `"params": Object {` as tests print it.
        let word = text.get(start..at).unwrap_or_default();
        if self.dialect == Dialect::Json
            && PRINTED.contains(&word)
            && text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(['{', '[']))
        {
            self.at = at;
            return;
        }
        let at = at.max(start + 1);
        let at = (at..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        let trimmed = text.get(start..at).unwrap_or_default().trim_end().len();
        let span = Span::new(start, start + trimmed);
        builder.scalar(self.pending.take(), span, Piece { span, style: Style::Bare });
        self.at = at;
    }
}

/// Where a string's inside ends, and where what follows its closing quote starts.
pub(super) fn closing(text: &str, start: usize, quote: u8, dialect: Dialect) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let Some(found) = bytes.get(at..).and_then(|rest| memchr3(quote, b'\\', b'\n', rest)) else {
            return (text.len().max(start), text.len().max(start));
        };
        at += found;
        match bytes.get(at) {
            Some(b'\\') if quote == b'"' || dialect == Dialect::Json => {
                let skipped = text.get(at + 1..).and_then(|rest| rest.chars().next());
                at = (at + 1 + skipped.map_or(0, char::len_utf8)).min(text.len());
            }
            Some(b'\n') if dialect != Dialect::Yaml => {
                let end = if at > start && bytes.get(at - 1) == Some(&b'\r') { at - 1 } else { at };
                return (end, end);
            }
            Some(byte) if *byte == quote => {
                if quote == b'\'' && dialect == Dialect::Yaml && bytes.get(at + 1) == Some(&b'\'') {
                    at += 2;
                    continue;
                }
                return (at, at + 1);
            }
            Some(_) | None => at += 1,
        }
    }
}
