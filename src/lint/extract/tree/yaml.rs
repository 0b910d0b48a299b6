//! YAML as it is found: with templates in it, cut off, or not quite right. By lines and indentation, so that one bad line
//! costs no more than itself.

use super::super::super::prefilter::Hit;
use super::super::super::text::Text;
use super::json::{Dialect, closing, read_flow};
use super::{Builder, Kind, Piece, Style, Tree};
use crate::finding::Span;

/// Reads YAML. It never fails: what cannot be understood is passed over.
pub(in super::super) fn read_yaml<'t>(text: &'t Text<'t>, hits: &[Hit]) -> Tree<'t> {
    let mut reader = Reader { builder: Builder::new(text, hits), levels: Vec::new(), at: 0 };
    let end = text.as_str().len();
    while reader.at < end {
        reader.line();
    }
    reader.leave_all(end);
    reader.builder.finish(end)
}

/// An open map or list.
#[derive(Debug)]
struct Level {
    kind: Kind,
    indent: usize,
    /// A map's key whose value has not been seen.
    pending: Option<Piece>,
}

#[derive(Debug)]
struct Reader<'t, 'h> {
    builder: Builder<'t, 'h>,
    levels: Vec<Level>,
    at: usize,
}

/// Most `- ` and `key:` on one line.
const NESTED_MAX: usize = 16;

impl Reader<'_, '_> {
    /// Reads a line, and the lines that its value goes on over.
    fn line(&mut self) {
        let text = self.builder.text();
        let start = self.at;
        let end = line_end(text, start);
        let line = text.get(start..end).unwrap_or_default();
        let content = line.trim_start_matches([' ', '\t', '\u{feff}']);
        let from = start + (line.len() - content.len());
        let next = next_line(text, end);
        if content.is_empty() || content.starts_with('%') && from == start {
            self.at = next;
            return;
        }
        if let Some(comment) = content.strip_prefix('#') {
            self.builder.comment(Span::new(end - comment.len(), end));
            self.at = next;
            return;
        }
        if line.starts_with("---") || line.trim_end() == "..." {
            self.leave_all(start);
            self.at = next;
            let rest = line.get(3..).unwrap_or_default().trim();
            if !rest.is_empty() && !rest.starts_with('#') {
                let from = start + line.len() - line.get(3..).unwrap_or_default().trim_start().len();
                self.value(from, end, 0, None);
            }
            return;
        }
        let is_template = content.starts_with("{{") && content.trim_end().ends_with("}}");
        if is_template {
            let span = Span::new(from, end);
            self.builder.scalar(None, span, Piece { span, style: Style::Bare });
            self.at = next;
            return;
        }
        self.content(from, end, from - start);
    }

    /// Reads what stands on a line from there: dashes, a key, a value.
    fn content(&mut self, mut from: usize, end: usize, mut indent: usize) {
        let text = self.builder.text();
        for _ in 0..NESTED_MAX {
            let rest = text.get(from..end).unwrap_or_default();
            let after_dash =
                rest.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']));
            if let Some(after) = after_dash {
                self.enter_list(indent, from);
                let inner = after.trim_start_matches([' ', '\t']);
                let moved = rest.len() - inner.len();
                from += moved;
                let inner = inner.trim_end();
                if inner.is_empty() || inner.starts_with('#') {
                    self.at = next_line(text, end);
                    return;
                }
                if starts_as_block(inner) {
                    self.value(from, end, indent, None);
                    return;
                }
                indent += moved;
                continue;
            }
            match key_on(text, from, end) {
                Some((key, after)) => {
                    self.enter_map(indent, from);
                    let rest = text.get(after..end).unwrap_or_default();
                    let value = rest.trim_start_matches([' ', '\t']);
                    let at = end - value.len();
                    let (at, value) = without_marks(at, value);
                    if value.trim_end().is_empty() || value.starts_with('#') {
                        if value.starts_with('#') {
                            self.builder.comment(Span::new(at + 1, end));
                        }
                        self.set_pending(Some(key), from);
                        self.at = next_line(text, end);
                    } else {
                        self.set_pending(None, from);
                        self.value(at, end, indent, Some(key));
                    }
                }
                None => {
                    let key = self.pending_for(indent, from);
                    let parent = self.levels.last().map_or(0, |level| level.indent);
                    let (from, _) = without_marks(from, rest);
                    self.value(from, end, parent, key);
                }
            }
            return;
        }
        self.at = next_line(text, end);
    }

    /// Reads a value that starts there; a block or a continued line is moved in further than `indent`.
    fn value(&mut self, from: usize, end: usize, indent: usize, key: Option<Piece>) {
        let text = self.builder.text();
        let rest = text.get(from..end).unwrap_or_default();
        match rest.as_bytes().first() {
            Some(b'|' | b'>') if is_block_header(rest) => self.block(rest.starts_with('>'), end, indent, key),
            Some(quote @ (b'"' | b'\'')) => {
                let (inside_end, after) = closing(text, from + 1, *quote, Dialect::Yaml);
                let style = if *quote == b'"' { Style::Escaped } else { Style::Doubled };
                let piece = Piece { span: Span::new(from + 1, inside_end), style };
                self.builder.scalar(key, Span::new(from, after), piece);
                self.after(after.max(from + 1));
            }
            Some(b'{' | b'[') if !rest.starts_with("{{") => {
                let after = read_flow(&mut self.builder, key, from, text.len(), Dialect::Yaml);
                self.after(after.max(from + 1));
            }
            Some(_) | None => self.plain(from, end, indent, key),
        }
    }

    /// A plain scalar, over as many lines as are moved in further.
    fn plain(&mut self, from: usize, end: usize, indent: usize, key: Option<Piece>) {
        let text = self.builder.text();
        let rest = text.get(from..end).unwrap_or_default();
        let comment = rest.find(" #");
        let mut last = from + rest.get(..comment.unwrap_or(rest.len())).unwrap_or_default().trim_end().len();
        if let Some(comment) = comment {
            self.builder.comment(Span::new(from + comment + 2, end));
        }
        self.at = next_line(text, end);
        let is_open = comment.is_none() && (!self.levels.is_empty() || key.is_some());
        while is_open && self.at < text.len() {
            let line_end = line_end(text, self.at);
            let line = text.get(self.at..line_end).unwrap_or_default();
            let content = line.trim_start_matches(' ');
            let moved = line.len() - content.len();
            if moved <= indent
                || content.trim().is_empty()
                || content.starts_with(['#', '\t'])
                || content.starts_with("{{")
            {
                break;
            }
            last = self.at + line.trim_end().len();
            self.at = next_line(text, line_end);
        }
        let span = Span::new(from, last);
        self.builder.scalar(key, span, Piece { span, style: Style::Joined });
    }

    /// `|` and `>`: the lines that follow and are moved in.
    fn block(&mut self, is_folded: bool, header_end: usize, indent: usize, key: Option<Piece>) {
        let text = self.builder.text();
        let first = next_line(text, header_end);
        let mut at = first;
        let mut end = first;
        let mut margin = None;
        while at < text.len() {
            let line_end = line_end(text, at);
            let line = text.get(at..line_end).unwrap_or_default();
            let moved = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() {
                if moved <= indent && !(indent == 0 && self.levels.is_empty()) {
                    break;
                }
                margin = margin.or(Some(moved));
                end = line_end;
            }
            at = next_line(text, line_end);
        }
        let margin = margin.unwrap_or(0);
        let style = if is_folded { Style::Folded(margin) } else { Style::Block(margin) };
        let span = Span::new(first.min(end), end);
        self.builder.scalar(key, span, Piece { span, style });
        self.at = at;
    }

    /// Goes on after a value that ended in the middle of a line.
    fn after(&mut self, at: usize) {
        let text = self.builder.text();
        let end = line_end(text, at);
        if let Some(comment) = text.get(at..end).and_then(|rest| rest.find('#')) {
            self.builder.comment(Span::new(at + comment + 1, end));
        }
        self.at = next_line(text, end).max(at);
    }

    /// The list at that indentation, opened if it is not.
    fn enter_list(&mut self, indent: usize, at: usize) {
        while let Some(level) = self.levels.last() {
            let holds_it = level.indent < indent
                || level.indent == indent && (level.kind == Kind::List || level.pending.is_some());
            if holds_it {
                break;
            }
            self.leave(at);
        }
        let is_open =
            self.levels.last().is_some_and(|level| level.kind == Kind::List && level.indent == indent);
        if !is_open {
            let key = self.levels.last_mut().and_then(|level| level.pending.take());
            self.builder.open(Kind::List, key, at);
            self.levels.push(Level { kind: Kind::List, indent, pending: None });
        }
    }

    /// The map at that indentation, opened if it is not.
    fn enter_map(&mut self, indent: usize, at: usize) {
        while let Some(level) = self.levels.last() {
            if level.indent < indent || level.indent == indent && level.kind == Kind::Map {
                break;
            }
            self.leave(at);
        }
        let is_open =
            self.levels.last().is_some_and(|level| level.kind == Kind::Map && level.indent == indent);
        if !is_open {
            let key = self.levels.last_mut().and_then(|level| level.pending.take());
            self.builder.open(Kind::Map, key, at);
            self.levels.push(Level { kind: Kind::Map, indent, pending: None });
        }
    }

    /// The key that a scalar on a line of its own belongs to.
    fn pending_for(&mut self, indent: usize, at: usize) -> Option<Piece> {
        while let Some(level) = self.levels.last() {
            if level.indent < indent || level.kind == Kind::List && level.indent <= indent {
                break;
            }
            self.leave(at);
        }
        self.levels.last_mut().and_then(|level| level.pending.take())
    }

    /// A map's next key waits for its value; one that waited before had none.
    fn set_pending(&mut self, key: Option<Piece>, at: usize) {
        let Some(level) = self.levels.last_mut() else { return };
        let before = std::mem::replace(&mut level.pending, key);
        if let Some(before) = before {
            let span = Span::new(before.span.end.min(at), before.span.end.min(at));
            self.builder.scalar(Some(before), span, Piece { span, style: Style::Bare });
        }
    }

    fn leave(&mut self, at: usize) {
        if self.levels.last().is_some_and(|level| level.pending.is_some()) {
            self.set_pending(None, at);
        }
        if self.levels.pop().is_some() {
            self.builder.close(at);
        }
    }

    fn leave_all(&mut self, at: usize) {
        while !self.levels.is_empty() {
            self.leave(at);
        }
    }
}

/// The key at the start of a line's rest, and where what follows its `:` starts.
fn key_on(text: &str, from: usize, end: usize) -> Option<(Piece, usize)> {
    let rest = text.get(from..end)?;
    let ends_key = |after: &str| after.is_empty() || after.starts_with([' ', '\t', '\r']);
    match rest.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let (inside_end, after) = closing(text, from + 1, *quote, Dialect::Yaml);
            let rest = text.get(after..end)?;
            let colon = rest.trim_start().strip_prefix(':').filter(|after| ends_key(after))?;
            let style = if *quote == b'"' { Style::Escaped } else { Style::Doubled };
            Some((Piece { span: Span::new(from + 1, inside_end), style }, end - colon.len()))
        }
        b'[' | b'|' | b'>' | b'#' | b'@' | b'`' => None,
        b'{' if !rest.starts_with("{{") => None,
        _ => {
            let colon = rest
                .match_indices(':')
                .map(|(at, _)| at)
                .find(|at| ends_key(rest.get(at + 1..).unwrap_or_default()))?;
            let key = rest.get(..colon)?.trim_end();
            let is_text =
                key.contains(" #") || key.contains("://") || key.contains(" \"") || key.contains(" '");
            if key.is_empty() || is_text {
                return None;
            }
            let key = key.strip_prefix("? ").map_or(key, str::trim_start);
            let start = from + (rest.get(..colon)?.trim_end().len() - key.len());
            let piece = Piece { span: Span::new(start, start + key.len()), style: Style::Bare };
            Some((piece, from + colon + 1))
        }
    }
}

/// Without anchors and tags before a value.
fn without_marks(mut at: usize, mut value: &str) -> (usize, &str) {
    while value.starts_with(['&', '!']) {
        let mark = value.find([' ', '\t']).unwrap_or(value.trim_end().len());
        let rest = value.get(mark..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t']);
        at += value.len() - trimmed.len();
        value = trimmed;
        if mark == 0 {
            break;
        }
    }
    (at, value)
}

fn starts_as_block(rest: &str) -> bool {
    rest.starts_with(['|', '>']) && is_block_header(rest)
}

/// `|`, `>-`, `|2+`, with at most a comment behind.
fn is_block_header(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['|', '>']).trim_start_matches(|c: char| "+-0123456789".contains(c));
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with('#')
}

fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = at + rest.find('\n').unwrap_or(rest.len());
    match text.get(at..end).is_some_and(|line| line.ends_with('\r')) {
        true => end - 1,
        false => end,
    }
}

fn next_line(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    end + rest.find('\n').map_or(rest.len(), |at| at + 1)
}
