//! HCL: a block is a map whose key is its type, an attribute a member; what an expression holds in quotes is a scalar.

use super::super::super::prefilter::Hit;
use super::super::super::text::Text;
use super::json::{Dialect, closing};
use super::{Builder, Kind, Piece, Style, Tree};
use crate::finding::Span;

/// Reads HCL. It never fails: what cannot be understood is passed over.
pub(in super::super) fn read_hcl<'t>(text: &'t Text<'t>, hits: &[Hit]) -> Tree<'t> {
    let mut reader = Reader {
        builder: Builder::new(text, hits),
        at: 0,
        word: None,
        key: None,
        after_equals: false,
        calls: Vec::new(),
    };
    let end = text.as_str().len();
    while reader.at < end {
        reader.step();
    }
    reader.builder.finish(end)
}

struct Reader<'t, 'h> {
    builder: Builder<'t, 'h>,
    at: usize,
    /// The first word of the statement: a block's type, or an attribute's name.
    word: Option<Piece>,
    /// The attribute whose value is read.
    key: Option<Piece>,
    after_equals: bool,
    /// The calls that are open: the attribute whose value they are, and in which container.
    calls: Vec<(Option<Piece>, usize)>,
}

/// Most calls inside each other that are followed.
const CALLS_MAX: usize = 64;

impl Reader<'_, '_> {
    fn step(&mut self) {
        let text = self.builder.text();
        let bytes = text.as_bytes();
        let Some(byte) = bytes.get(self.at).copied() else {
            self.at = text.len();
            return;
        };
        match byte {
            b'\n' => {
                self.ends_statement();
                self.at += 1;
            }
            b' ' | b'\t' | b'\r' => self.at += 1,
            b',' => {
                self.ends_statement();
                self.at += 1;
            }
            b'(' if self.after_equals && self.calls.len() < CALLS_MAX => {
                self.calls.push((self.key, self.builder.depth()));
                self.at += 1;
            }
            b')' => {
                self.calls.pop_if(|(_, depth)| *depth >= self.builder.depth());
                self.at += 1;
            }
            b'#' => self.line_comment(1),
            b'/' if bytes.get(self.at + 1) == Some(&b'/') => self.line_comment(2),
            b'/' if bytes.get(self.at + 1) == Some(&b'*') => {
                let inside = text.get(self.at + 2..).unwrap_or_default();
                let length = inside.find("*/").unwrap_or(inside.len());
                self.builder.comment(Span::new(self.at + 2, self.at + 2 + length));
                self.at = (self.at + 2 + length + 2).min(text.len());
            }
            b'{' | b'[' => {
                let kind = if byte == b'{' { Kind::Map } else { Kind::List };
                let key = self.key.take().or_else(|| self.word.take());
                self.builder.open(kind, key, self.at);
                self.ends_statement();
                self.at += 1;
            }
            b'}' | b']' => {
                self.at += 1;
                self.builder.close(self.at);
                let depth = self.builder.depth();
                self.calls.retain(|(_, within)| *within <= depth);
                self.ends_statement();
            }
            b'=' | b':' => {
                let compares = matches!(bytes.get(self.at + 1), Some(b'=' | b'>'));
                if compares {
                    self.at += 1;
                } else if !self.after_equals {
                    self.key = self.word.take();
                    self.after_equals = true;
                }
                self.at += 1;
            }
            b'"' => self.quoted(),
            b'<' if text.get(self.at..).is_some_and(|rest| rest.starts_with("<<")) => self.heredoc(),
            _ => self.bare(),
        }
    }

    /// What comes next is another statement, or another argument of the call that is open here.
    fn ends_statement(&mut self) {
        let depth = self.builder.depth();
        let call = self.calls.last().filter(|(_, within)| *within == depth).map(|(key, _)| *key);
        self.word = None;
        self.key = call.flatten();
        self.after_equals = call.is_some();
    }

    fn line_comment(&mut self, opener: usize) {
        let rest = self.builder.text().get(self.at..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        self.builder.comment(Span::new(self.at + opener, self.at + length.max(opener)));
        self.at += length.max(1);
    }

    fn quoted(&mut self) {
        let text = self.builder.text();
        let start = self.at;
        let (inside_end, after) = end_of_template(text, start + 1);
        let mut piece = Piece { span: Span::new(start + 1, inside_end), style: Style::Escaped };
        self.at = after.max(start + 1);
        // HOCON glues what stands next to each other: `"…?auth-key="${?KEY}`.
        let next = text.get(self.at..).unwrap_or_default();
        if let Some(length) = next.strip_prefix("${").and_then(|rest| rest.find(['}', '\n'])) {
            self.at += length + "${}".len();
            piece = Piece { span: Span::new(start, self.at.min(text.len())), style: Style::Glued };
        }
        let is_key = !self.after_equals && self.word.is_none() && {
            let next = text.get(self.at..).unwrap_or_default().trim_start_matches([' ', '\t']);
            next.starts_with(['=', ':']) && !next.starts_with("==")
        };
        if is_key {
            self.word = Some(piece);
            return;
        }
        let is_label = !self.after_equals && self.word.is_some();
        if !is_label {
            // A call's arguments all belong to the attribute.
            self.builder.scalar(self.key, Span::new(start, self.at.min(text.len())), piece);
        }
    }

    /// `<<-EOT` up to a line that is `EOT`.
    fn heredoc(&mut self) {
        let text = self.builder.text();
        let rest = text.get(self.at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let mark = line.trim_start_matches(['<', '-', '~']).trim();
        if mark.is_empty() || !mark.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 2;
            return;
        }
        let start = (self.at + line.len() + 1).min(text.len());
        let mut end = start;
        let mut after = text.len();
        for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
            if line.trim() == mark {
                after = end + line.len();
                break;
            }
            end += line.len();
        }
        let span = Span::new(start, end);
        self.builder.scalar(self.key.take(), span, Piece { span, style: Style::Bare });
        self.ends_statement();
        self.at = after.max(self.at + 2);
    }

    fn bare(&mut self) {
        let text = self.builder.text();
        let rest = text.get(self.at..).unwrap_or_default();
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '*' | '$')))
            .filter(|length| *length > 0)
            .unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
        let span = Span::new(self.at, self.at + length);
        let piece = Piece { span, style: Style::Bare };
        if self.after_equals || self.builder.is_in_list() {
            self.builder.scalar(self.key, span, piece);
        } else if self.word.is_none() {
            self.word = Some(piece);
        }
        self.at += length;
    }
}

/// Where a quoted template ends: quotes within `${…}` are its own.
fn end_of_template(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'$' | b'%' if bytes.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            b'{' if depth > 0 => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'"' if depth == 0 => return (at, at + 1),
            b'\n' => return closing(text, start, b'"', Dialect::Equals),
            _ => {}
        }
        at += 1;
    }
    closing(text, start, b'"', Dialect::Equals)
}
