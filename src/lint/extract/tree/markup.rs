//! XML and HTML: an element is a map whose key is its name; its attributes are members, its text scalars without a key.

use super::super::super::prefilter::Hit;
use super::super::super::text::Text;
use super::{Builder, Kind, Piece, Style, Tree};
use crate::finding::Span;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Markup {
    /// Every element is closed.
    Xml,
    /// Some close themselves, and `script` holds what it likes.
    Html,
}

/// Elements of HTML that hold nothing.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements of HTML whose inside is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Reads markup. It never fails: what cannot be understood is text.
pub(in super::super) fn read_markup<'t>(text: &'t Text<'t>, hits: &[Hit], markup: Markup) -> Tree<'t> {
    let mut reader = Reader { builder: Builder::new(text, hits), names: Vec::new(), at: 0, markup };
    let end = text.as_str().len();
    while reader.at < end {
        reader.step();
    }
    while reader.names.pop().is_some() {
        reader.builder.close(end);
    }
    reader.builder.finish(end)
}

#[derive(Debug)]
struct Reader<'t, 'h> {
    builder: Builder<'t, 'h>,
    /// The elements that are open.
    names: Vec<Span>,
    at: usize,
    markup: Markup,
}

/// Most elements that are followed inside each other; more are read as if they stood beside.
const OPEN_MAX: usize = super::DEPTH_MAX - 2;

impl Reader<'_, '_> {
    fn step(&mut self) {
        let text = self.builder.text();
        let rest = text.get(self.at..).unwrap_or_default();
        if let Some(inside) = rest.strip_prefix("<!--") {
            let length = inside.find("-->").unwrap_or(inside.len());
            self.builder.comment(Span::new(self.at + 4, self.at + 4 + length));
            self.at = (self.at + 4 + length + 3).min(text.len());
        } else if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let length = inside.find("]]>").unwrap_or(inside.len());
            let span = Span::new(self.at + 9, self.at + 9 + length);
            self.builder.scalar(None, span, Piece { span, style: Style::Bare });
            self.at = (span.end + 3).min(text.len());
        } else if rest.starts_with("</") {
            self.close_tag(rest);
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            let span = Span::new(self.at, self.at + length);
            self.builder.scalar(None, span, Piece { span, style: Style::Entities });
            self.at += length;
        } else if rest
            .strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
        {
            self.open_tag();
        } else {
            let skipped = usize::from(rest.starts_with('<'));
            let length =
                rest.get(skipped..).and_then(|rest| rest.find('<')).map_or(rest.len(), |end| end + skipped);
            let inside = rest.get(..length).unwrap_or_default();
            if !inside.trim().is_empty() {
                let span = Span::new(self.at, self.at + length);
                self.builder.scalar(None, span, Piece { span, style: Style::Entities });
            }
            self.at += length.max(1);
        }
    }

    fn close_tag(&mut self, rest: &str) {
        let text = self.builder.text();
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        let name = rest.get(2..length).unwrap_or_default().trim_end_matches('>').trim();
        let open = self
            .names
            .iter()
            .rposition(|open| text.get(open.range()).is_some_and(|open| open.eq_ignore_ascii_case(name)));
        match open {
            Some(index) => {
                while self.names.len() > index {
                    self.names.pop();
                    self.builder.close(self.at + length);
                }
            }
            None if self.names.is_empty() => self.builder.close_unopened(Kind::Map, self.at + length),
            None => {}
        }
        self.at += length;
    }

    fn open_tag(&mut self) {
        let text = self.builder.text();
        let bytes = text.as_bytes();
        let start = self.at;
        let mut at = start + 1;
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<'))
        {
            at += 1;
        }
        let name = Span::new(start + 1, at);
        if self.names.len() >= OPEN_MAX {
            self.names.pop();
            self.builder.close(start);
        }
        self.builder.open(Kind::Map, Some(Piece { span: name, style: Style::Bare }), start);
        self.names.push(name);
        let mut is_closed = false;
        loop {
            match bytes.get(at) {
                None | Some(b'<') => break,
                Some(b'>') => {
                    at += 1;
                    break;
                }
                Some(b'/') => {
                    is_closed = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                }
                Some(byte) if byte.is_ascii_whitespace() => at += 1,
                Some(_) => at = self.attribute(at),
            }
        }
        self.at = at;
        let word = text.get(name.range()).unwrap_or_default();
        let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        if is_closed || self.markup == Markup::Html && is(&VOID) {
            self.names.pop();
            self.builder.close(at);
        } else if self.markup == Markup::Html && is(&RAW) {
            let rest = text.get(at..).unwrap_or_default();
            let length = end_of_raw(rest, word);
            if length > 0 {
                let span = Span::new(at, at + length);
                self.builder.scalar(None, span, Piece { span, style: Style::Bare });
            }
            self.at += length;
        }
    }

    /// Reads an attribute; gives where it ends.
    fn attribute(&mut self, start: usize) -> usize {
        let text = self.builder.text();
        let bytes = text.as_bytes();
        let mut at = start;
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/' | b'<'))
        {
            at += 1;
        }
        let at = at.max(start + 1);
        let at = (at..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        let key = Piece { span: Span::new(start, at), style: Style::Bare };
        let after = text.get(at..).unwrap_or_default();
        let Some(value) = after.trim_start().strip_prefix('=') else {
            let span = Span::new(at, at);
            self.builder.scalar(Some(key), span, Piece { span, style: Style::Bare });
            return at;
        };
        let value = value.trim_start();
        let from = text.len() - value.len();
        let (inside, end) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let length = value.get(1..).and_then(|rest| rest.find(char::from(*quote)));
                let inside_end = length.map_or(text.len(), |length| from + 1 + length);
                (Span::new(from + 1, inside_end), (inside_end + 1).min(text.len()))
            }
            Some(_) | None => {
                let length = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
                (Span::new(from, from + length), from + length)
            }
        };
        self.builder.scalar(Some(key), Span::new(from, end), Piece { span: inside, style: Style::Entities });
        end
    }
}

/// How long the inside of a raw element is.
fn end_of_raw(rest: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) {
        let at = from + found;
        let closes =
            rest.get(at + 2..at + 2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
        if closes {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}
