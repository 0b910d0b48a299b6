//! Logs, line by line: access logs by column, JSON by property, everything else as text with URLs in it.
//!
//! Redacted and empty values are seen like others; what they mean is for rules to say.

mod columns;
mod printed;
mod properties;
mod words;

use self::columns::Columns;
use super::Document;
use super::code::commands;
use super::url::{name_at, query_pair, query_text_pair, seen_value, user_info};
use crate::finding::Span;
use crate::lint::text::line_around;
use crate::lint::{Hit, Logged, Manner, SeenValue, Setting, Sighting, Text};

/// Longest line that columns are read of, in bytes; of a longer one the text around the pair is read.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// Sees every pair in a querystring and every user in a URL at the hits of a log.
pub fn log(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    LogReader::of(document.beginning).read(&document.text, hits, seen);
}

/// What reads the lines of one log.
#[derive(Debug)]
pub struct LogReader {
    columns: Option<Columns>,
}

impl LogReader {
    /// Of the log that begins so.
    #[must_use]
    pub fn of(beginning: &str) -> Self {
        Self { columns: Columns::declared(beginning) }
    }

    /// Sees what stands at the hits of a part of it.
    pub fn read(&self, text: &Text<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
        let source = text.as_str();
        let base = text.origin(Span::new(0, 0)).start;
        for hit in hits {
            let at = hit.at.saturating_sub(base);
            let span = line_around(source.as_bytes(), at);
            let line = text.part(span);
            let Some(at) = at.checked_sub(span.start) else { continue };
            let found = match line.as_str().as_bytes().get(at) {
                Some(b'@') => user_info(&line, at, Setting::Log),
                _ => name_at(line.as_str(), at).and_then(|name| self.pair(&line, name)),
            };
            seen.extend(found);
        }
    }

    /// The pair of a name that stands in that line.
    fn pair(&self, line: &Text<'_>, name: Span) -> Option<Sighting> {
        let source = line.as_str();
        if source.len() > LINE_BYTES_MAX {
            return query_pair(line, name, Setting::Log);
        }
        if source.trim_start().starts_with('{') {
            return properties::pair(line, name);
        }
        match &self.columns {
            Some(columns) if !source.starts_with('#') => columns.pair(line, name),
            Some(_) | None => in_text(line, name),
        }
    }
}

/// The pair in a line that is no table and no JSON.
fn in_text(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = line.as_str();
    let mut sighting = query_pair(line, name, Setting::Log)
        .or_else(|| properties::in_object(line, name))
        .or_else(|| properties::in_text_of_object(line, name))
        .or_else(|| alone(line, name))
        .or_else(|| listed(line, name))
        .or_else(|| enclosed(line, name))
        .or_else(|| printed::printed(line, name))
        .or_else(|| commanded(line, name))?;
    sighting.manner = words::manner(source, name.start);
    sighting.method = words::method(source, name.start);
    let logged = Logged::new(words::client(source), words::time(source));
    sighting.logged = Some(logged);
    Some(sighting)
}

/// `query: map[auth-key:[…]]` of Go, after the word that says that it is a query.
fn listed(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = line.as_str();
    let open = source.get(..name.start)?.rfind("map[")?;
    let between = source.get(open..name.start)?;
    let is_query = words::is_query(words::last(source.get(..open)?.trim_end_matches([' ', ':', '='])));
    let value = source.get(name.end..)?.strip_prefix(":[")?;
    let start = source.len() - value.len();
    let span = Span::new(start, start + value.find([']', ' '])?);
    if !is_query || between.matches('[').count() != between.matches(']').count() + 1 {
        return None;
    }
    let value = seen_value(&line.part(span), Setting::Log);
    Some(Sighting::in_query(Setting::Log, line.origin(name.with(span)), line.origin(name), value))
}

/// A query in brackets after the word that says that it is one: `query string: {page=1, auth-key=…}`, `query: Str(…)`.
fn enclosed(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = line.as_str();
    let before = source.get(..name.start)?;
    let open = before.rfind(['{', '[', '('])?;
    let inside = source.get(open + 1..name.start)?;
    if inside.contains(['}', ']', ')', '"', '\'']) || !inside.is_empty() && !inside.ends_with([' ', ',', '&'])
    {
        return None;
    }
    let head = before.get(..open)?;
    let head = head.strip_suffix("Str").unwrap_or(head).trim_end_matches([' ', ':', '=', '"']);
    let is_query = words::last(head).to_ascii_lowercase().contains("query")
        || head.to_ascii_lowercase().ends_with("query string");
    let value = source.get(name.end..)?.strip_prefix('=')?;
    let start = source.len() - value.len();
    let span = Span::new(start, start + value.find([',', '}', ']', ')', '&', ' ', '"'])?);
    if !is_query {
        return None;
    }
    let value = seen_value(&line.part(span), Setting::Log);
    Some(Sighting::in_query(Setting::Log, line.origin(name.with(span)), line.origin(name), value))
}

/// The pair of a command that was logged: `COMMAND=/usr/bin/curl -G … -d auth-key=…`.
fn commanded(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let before = line.as_str().get(..name.start)?;
    let start = ["curl ", "wget "].iter().filter_map(|client| before.rfind(client)).max()?;
    let command = line.part(Span::new(start, line.as_str().len()));
    let own = line.origin(name);
    let found = commands(&command).into_iter().find(|(name, _)| *name == own);
    let mut sighting = found.and_then(|(_, sighting)| sighting)?;
    sighting.setting = Setting::Log;
    sighting.fix = None;
    matches!(sighting.value, SeenValue::Literal(..)).then_some(sighting)
}

/// A querystring in a column of its own, without its `?`: after a column that is a path, or labelled as one.
fn alone(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = line.as_str();
    let parts = |byte: &u8| matches!(byte, b' ' | b'\t' | b'|' | b'"' | b'\'' | b',');
    let start = source.as_bytes().get(..name.start)?.iter().rposition(parts).map_or(0, |at| at + 1);
    let end =
        source.as_bytes().get(name.end..)?.iter().position(parts).map_or(source.len(), |at| name.end + at);
    let before = source.get(..start)?.trim_end_matches([' ', '\t', '|', '"', '\'', ',', '-']);
    let label = source.get(start..name.start)?.split('=').next().unwrap_or_default();
    let labelled = words::is_query(label).then(|| start + label.len() + 1);
    let (start, path) = match labelled {
        Some(start) if start <= name.start => (start, None),
        _ if words::is_query(words::last(before.trim_end_matches(['=', ':', ' ']))) => (start, None),
        _ => {
            let path = before
                .rsplit([' ', '\t', '|', '"', '\'', ','])
                .next()
                .filter(|word| word.starts_with('/'))?;
            (start, Some(path.to_owned()))
        }
    };
    let column = line.part(Span::new(start, end));
    let own = Span::new(name.start - start, name.end - start);
    let mut sighting = query_text_pair(&column, own, Setting::Log)?;
    sighting.url.path = path;
    Some(sighting)
}

/// Parts of names of fields that hold another URL than the one that was asked for.
const OTHERS: [(&str, Manner); 4] = [
    ("referer", Manner::Referer),
    ("referrer", Manner::Referer),
    ("location", Manner::Redirect),
    ("redirect", Manner::Redirect),
];

/// How a key travels in a field of that name.
fn manner_of(field: &str) -> Manner {
    let holds = |part: &str| {
        field.as_bytes().windows(part.len()).any(|some| some.eq_ignore_ascii_case(part.as_bytes()))
    };
    // Most names are shorter than the shortest of those.
    let other = OTHERS.iter().find(|(part, _)| field.len() >= part.len() && holds(part));
    other.map_or(Manner::Query, |(_, manner)| *manner)
}
