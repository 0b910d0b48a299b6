//! Tables of values separated by commas, semicolons or tabs.

use super::super::prefilter::Hit;
use super::super::sighting::{Manner, Setting, Sighting};
use super::super::text::{Decoded, Text};
use super::meaning::{sighting_of_pair, text_in};
use super::tree::has_hit;
use super::url::{is_name, name_at, query_text_pair};
use crate::finding::Span;

/// Most columns that are looked at.
const COLUMNS_MAX: usize = 1_000;

/// Longest record, in lines: a quoted field may go on.
const RECORD_LINES_MAX: usize = 200;

/// Sees keys in the URLs, querystrings and parameters of a table.
pub(super) fn read_csv(name: &str, text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    let first = source.lines().next().unwrap_or_default();
    let separator =
        ['\t', ';', ',', '|'].into_iter().max_by_key(|c| first.matches(*c).count()).unwrap_or(',');
    let separator = if name.ends_with(".tsv") { '\t' } else { separator };
    let (header, mut at) = record(source, 0, separator);
    let titles: Vec<String> = header
        .iter()
        .map(|span| {
            source.get(span.range()).unwrap_or_default().trim().trim_matches('"').to_ascii_lowercase()
        })
        .collect();
    if titles.iter().any(|title| title.contains("://")) {
        at = 0;
    }
    let table = Table { titles: &titles, tells_query: name.to_ascii_lowercase().contains("query") };
    while at < source.len() {
        let line_end = at + source.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(source.len() - at);
        let is_plain = !source.get(at..line_end).is_some_and(|line| line.contains('"'));
        if is_plain && !has_hit(hits, Span::new(at, line_end)) {
            at = line_end + 1;
            continue;
        }
        let (fields, next) = record(source, at, separator);
        if has_hit(hits, Span::new(at, next)) {
            table.row(text, &fields, hits, out);
        }
        at = next.max(at + 1);
    }
}

struct Table<'t> {
    titles: &'t [String],
    tells_query: bool,
}

impl Table<'_> {
    fn row(&self, text: &Text<'_>, fields: &[Span], hits: &[Hit], out: &mut Vec<Sighting>) {
        for (column, field) in fields.iter().enumerate().filter(|(_, field)| has_hit(hits, **field)) {
            let title = self.titles.get(column).map(String::as_str).unwrap_or_default();
            let value = decoded(text, *field);
            let trimmed = value.as_str().trim();
            if is_name(trimmed) {
                self.parameter(text, fields, *field, title, out);
                continue;
            }
            let is_query =
                title.contains("query") || title == "cs-uri-query" || title == "qs" || title == "params";
            let manner = match title.replace(['(', ')', '-', '_', ' '], "").as_str() {
                "referer" | "referrer" | "csreferer" => Manner::Referer,
                "location" | "redirect" | "redirecturl" | "redirectto" => Manner::Redirect,
                _ => Manner::Query,
            };
            let is_people = [
                "note",
                "notes",
                "comment",
                "comments",
                "description",
                "text",
                "message",
                "subject",
                "body",
                "summary",
                "title",
            ]
            .contains(&title);
            let setting = if is_people { Setting::Prose } else { Setting::Code };
            let first = out.len();
            text_in(&value, setting, manner, out);
            if out.len() == first && is_query {
                let names = hits.iter().filter_map(|_| {
                    name_at(value.as_str(), value.as_str().to_ascii_lowercase().find("auth").unwrap_or(0))
                });
                out.extend(names.take(1).filter_map(|name| query_text_pair(&value, name, setting)));
            }
        }
    }

    /// A field that is the name: a row of a table of parameters.
    fn parameter(&self, text: &Text<'_>, fields: &[Span], field: Span, title: &str, out: &mut Vec<Sighting>) {
        let source = text.as_str();
        let column = |wanted: &[&str]| {
            let index = self.titles.iter().position(|title| wanted.contains(&title.as_str()))?;
            fields.get(index).copied()
        };
        let place = column(&["in", "location", "where", "kind", "type", "placement", "sent in", "part"]);
        let place = place
            .and_then(|place| source.get(place.range()))
            .map(|place| place.trim().trim_matches('"').to_ascii_lowercase());
        let is_query = match place {
            Some(place) => place.starts_with("query") || place == "url" || place == "params",
            None => self.tells_query || title.contains("query"),
        };
        if is_query {
            let value = column(&["value", "example", "default", "values"]);
            let value_text = value.map(|value| decoded(text, value));
            let whole = value.map_or(field, |value| field.with(value));
            out.push(sighting_of_pair(
                Setting::Code,
                text.origin(field),
                value_text.as_ref(),
                text.origin(whole),
            ));
        }
    }
}

/// A field without its quotes, `""` read as `"`.
fn decoded(text: &Text<'_>, field: Span) -> Text<'static> {
    text.part(field)
        .decoded(|text, at| text.get(at..)?.starts_with("\"\"").then_some((Decoded::Char('"'), 2)))
}

/// A record's fields, within their quotes, and where the next starts.
fn record(source: &str, start: usize, separator: char) -> (Vec<Span>, usize) {
    let bytes = source.as_bytes();
    let separator = u8::try_from(separator).unwrap_or(b',');
    let mut fields = Vec::new();
    let mut at = start;
    let mut lines = 0;
    loop {
        let (field, end) = match bytes.get(at) {
            Some(b'"') => {
                let mut end = at + 1;
                while let Some(byte) = bytes.get(end) {
                    match byte {
                        b'"' if bytes.get(end + 1) == Some(&b'"') => end += 1,
                        b'"' => break,
                        b'\n' => {
                            lines += 1;
                            if lines > RECORD_LINES_MAX {
                                break;
                            }
                        }
                        _ => {}
                    }
                    end += 1;
                }
                let inside = Span::new(at + 1, end.min(source.len()));
                let rest = bytes.get(end..).unwrap_or_default();
                let skipped =
                    rest.iter().position(|byte| *byte == separator || *byte == b'\n').unwrap_or(rest.len());
                (inside, end + skipped)
            }
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let length =
                    rest.iter().position(|byte| *byte == separator || *byte == b'\n').unwrap_or(rest.len());
                let trimmed =
                    if length > 0 && rest.get(length - 1) == Some(&b'\r') { length - 1 } else { length };
                (Span::new(at, at + trimmed), at + length)
            }
        };
        if fields.len() < COLUMNS_MAX {
            fields.push(field);
        }
        match bytes.get(end) {
            Some(byte) if *byte == separator => at = end + 1,
            Some(_) => return (fields, end + 1),
            None => return (fields, source.len()),
        }
    }
}
