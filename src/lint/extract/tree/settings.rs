//! Names and values, one a line: TOML, INI, `.properties`, `.env`. A `[section]` is a map, a dotted one several.

use super::super::super::prefilter::Hit;
use super::super::super::text::Text;
use super::json::{Dialect, closing, read_flow};
use super::{Builder, Kind, Piece, Style, Tree};
use crate::finding::Span;

/// Reads settings. It never fails: what cannot be understood is passed over.
pub(in super::super) fn read_settings<'t>(text: &'t Text<'t>, hits: &[Hit]) -> Tree<'t> {
    let mut builder = Builder::new(text, hits);
    let source = text.as_str();
    let mut at = 0;
    let mut path = Vec::new();
    while at < source.len() {
        let end = at + source.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(source.len() - at);
        let line = source.get(at..end).unwrap_or_default();
        let content = line.trim_start_matches('\u{feff}').trim_start();
        let from = end - content.len();
        let content = content.trim_end();
        let mut next = (end + 1).min(source.len()).max(at + 1);
        if let Some(comment) = content.strip_prefix(['#', ';', '!']) {
            builder.comment(Span::new(from + content.len() - comment.len(), from + content.len()));
        } else if content.starts_with('[') && content.ends_with(']') {
            section(&mut builder, &mut path, content, from, at);
        } else if let Some(equals) = split(content) {
            next = pair(&mut builder, content, from, end, equals).max(next);
        } else if !content.is_empty() {
            let span = Span::new(from, from + content.len());
            builder.scalar(None, span, Piece { span, style: Style::Bare });
        }
        at = next;
    }
    builder.finish(source.len())
}

/// Opens a section's maps, those that the section before has not: `[http.params]` after `[http]`.
fn section<'t>(
    builder: &mut Builder<'t, '_>,
    path: &mut Vec<&'t str>,
    content: &'t str,
    from: usize,
    line_start: usize,
) {
    let name = content.trim_matches(['[', ']']);
    let parts: Vec<&str> = name.split('.').collect();
    let same = parts.iter().zip(path.iter()).take_while(|(part, open)| part.trim() == open.trim()).count();
    // `[[…]]` is one more of a list.
    let same = if content.starts_with("[[") { same.min(parts.len() - 1) } else { same };
    for _ in path.drain(same..) {
        builder.close(line_start);
    }
    let mut at = from + content.find(name).unwrap_or(0);
    for (depth, part) in parts.into_iter().enumerate() {
        if depth >= same {
            let trimmed = part.trim().trim_matches(['"', '\'']);
            let start = at + part.find(trimmed).unwrap_or(0);
            let key = Piece { span: Span::new(start, start + trimmed.len()), style: Style::Bare };
            builder.open(Kind::Map, Some(key), from);
            path.push(part);
        }
        at += part.len() + 1;
    }
}

/// Where the `=` or `:` is that ends a name.
fn split(content: &str) -> Option<usize> {
    if let Some(quote) = content.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let close = content.get(1..)?.find(quote)? + 2;
        let rest = content.get(close..)?;
        return rest
            .trim_start()
            .starts_with(['=', ':'])
            .then(|| close + (rest.len() - rest.trim_start().len()));
    }
    let at = content.find(['=', ':', ' ', '\t'])?;
    let rest = content.get(at..)?;
    let found = rest.find(['=', ':'])?;
    let name = content.get(..at)?;
    let export = name == "export" || name == "set" || name == "declare";
    match rest.get(..found).is_some_and(|between| between.trim().is_empty()) {
        true => Some(at + found),
        false if export => rest.find('=').map(|equals| at + equals),
        false => None,
    }
}

/// Reads a pair; gives where the next line starts.
fn pair(builder: &mut Builder<'_, '_>, content: &str, from: usize, line_end: usize, equals: usize) -> usize {
    let source = builder.text();
    let written = content.get(..equals).unwrap_or_default().trim_end();
    let name = written.trim_start_matches("export ").trim_matches(['"', '\'']);
    let name_at = from + written.find(name).unwrap_or(0);
    let dotted =
        name.rfind('.').filter(|_| !written.starts_with(['"', '\''])).map(|dot| (dot, name.get(dot + 1..)));
    let (opened, key) = match dotted {
        // `query.auth-key = …` is a member of `query`.
        Some((dot, Some(last))) if !last.is_empty() => {
            let holder = Piece { span: Span::new(name_at, name_at + dot), style: Style::Bare };
            let short = name.get(..dot).and_then(|path| path.rfind('.')).map_or(0, |inner| inner + 1);
            let holder = Piece { span: Span::new(holder.span.start + short, holder.span.end), ..holder };
            builder.open(Kind::Map, Some(holder), from);
            (true, Piece { span: Span::new(name_at + dot + 1, name_at + name.len()), style: Style::Bare })
        }
        Some(_) | None => {
            (false, Piece { span: Span::new(name_at, name_at + name.len()), style: Style::Bare })
        }
    };
    let value = content.get(equals + 1..).unwrap_or_default().trim_start_matches(['=', ' ', '\t']);
    let at = from + content.len() - value.len();
    let next = scalar(builder, key, value, at, line_end);
    if opened {
        builder.close(next.min(source.len()));
    }
    next
}

fn scalar(builder: &mut Builder<'_, '_>, key: Piece, value: &str, at: usize, mut line_end: usize) -> usize {
    let source = builder.text();
    for (mark, style) in [("\"\"\"", Style::Escaped), ("'''", Style::Bare)] {
        if value.starts_with(mark) {
            let inside = source.get(at + 3..).unwrap_or_default();
            let length = inside.find(mark).unwrap_or(inside.len());
            let span = Span::new(at + 3, at + 3 + length);
            let style = if style == Style::Escaped { Style::Lines } else { style };
            builder.scalar(Some(key), span, Piece { span, style });
            let rest = source.get(span.end..).unwrap_or_default();
            return span.end + rest.find('\n').map_or(rest.len(), |end| end + 1);
        }
    }
    match value.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => {
            let (inside_end, after) = closing(source, at + 1, *quote, Dialect::Equals);
            let glued = glued_len(source.get(at..line_end).unwrap_or_default());
            if source.get(after..at + glued).is_some_and(|more| more.starts_with(['"', '\'', '$'])) {
                let span = Span::new(at, at + glued);
                builder.scalar(Some(key), span, Piece { span, style: Style::Glued });
                comment_after(builder, span.end, line_end);
                return line_end + 1;
            }
            let style = if *quote == b'"' { Style::Escaped } else { Style::Bare };
            let span = Span::new(at + 1, inside_end);
            builder.scalar(Some(key), Span::new(at, after), Piece { span, style });
            comment_after(builder, after, line_end);
        }
        Some(b'{' | b'[') if !value.starts_with("{{") && !value.starts_with("${") => {
            return read_flow(builder, Some(key), at, source.len(), Dialect::Equals);
        }
        Some(_) | None => {
            let value = continued(source, at, value);
            let comment = value.find(" #");
            let length = comment.unwrap_or(value.len());
            let trimmed = value.get(..length).unwrap_or_default().trim_end().len();
            let span = Span::new(at, at + trimmed);
            let word = source.get(span.range()).unwrap_or_default();
            // `https://…?auth-key="${KEY}"`: a shell's word.
            let is_glued = word.contains(['"', '\'']) && !word.contains(' ') && glued_len(word) == word.len();
            let style = if is_glued {
                Style::Glued
            } else if source.get(span.range()).is_some_and(is_escaped) {
                Style::Escaped
            } else {
                Style::Bare
            };
            builder.scalar(Some(key), span, Piece { span, style });
            line_end = line_end.max(at + value.len());
            if let Some(comment) = comment {
                builder.comment(Span::new(at + comment + 2, at + value.len()));
            }
        }
    }
    line_end + 1
}

/// A value with the lines that a `\` at the end of each joins to it.
fn continued<'s>(source: &'s str, at: usize, value: &'s str) -> &'s str {
    let mut end = at + value.len();
    while source.get(at..end).is_some_and(|value| value.ends_with('\\')) {
        let rest = source.get(end..).unwrap_or_default();
        let Some(line) = rest.find('\n') else { break };
        let next = rest.get(line + 1..).unwrap_or_default();
        let length = next.find('\n').unwrap_or(next.len());
        end += line + 1 + next.get(..length).unwrap_or_default().trim_end().len();
        if length == 0 {
            break;
        }
    }
    source.get(at..end).unwrap_or(value)
}

/// How long a shell's word is that begins there: pieces in quotes and without, glued to one another.
fn glued_len(word: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in word.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some('"') | None, '\\') => escaped = true,
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if c.is_whitespace() => return at,
            _ => {}
        }
    }
    word.len()
}

/// Whether a value has escapes of `.properties`.
fn is_escaped(value: &str) -> bool {
    value.contains("\\:")
        || value.contains("\\=")
        || value.contains("\\u")
        || value.contains("\\\n")
        || value.contains("\\\r")
}

fn comment_after(builder: &mut Builder<'_, '_>, at: usize, line_end: usize) {
    let rest = builder.text().get(at..line_end).unwrap_or_default();
    if let Some(comment) = rest.find('#') {
        builder.comment(Span::new(at + comment + 1, line_end));
    }
}
