//! JSON, one object a line: a pair stands in a property's text, or is itself a property of a table of a query.

use super::{manner_of, words};
use crate::finding::Span;
use crate::lint::decode::string_escapes;
use crate::lint::extract::url::{is_name, name_at, query_pair, query_text_pair, seen_value};
use crate::lint::{Logged, Manner, Setting, Sighting, Text};

/// Properties that say who called, the surest first.
const CLIENTS: [&str; 14] = [
    "client",
    "client_ip",
    "clientIp",
    "clientIP",
    "remote_addr",
    "remote_ip",
    "remoteIp",
    "remoteAddr",
    "ip",
    "c_ip",
    "clientAddress",
    "x_forwarded_for",
    "http_x_forwarded_for",
    "ClientHost",
];

/// Properties that say when.
const TIMES: [&str; 11] = [
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "date",
    "datetime",
    "time_local",
    "time_iso8601",
    "start_time",
    "@t",
    "StartUTC",
];

/// The pair of a name that stands in that line.
pub(super) fn pair(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = line.as_str();
    let string = string_around(source, name.start)?;
    let property = property_before(source, string.start);
    let mut sighting = match property {
        Some(property) => in_value(line, string, name, property)?,
        None => as_property(line, string).or_else(|| in_value(line, string, name, ""))?,
    };
    let properties = Properties::of(source);
    sighting.method = sighting.method.or_else(|| {
        let method = ["method", "request_method", "httpMethod", "http_method", "RequestMethod", "verb"];
        properties.first(&method).filter(|method| words::is_method(method)).map(str::to_owned)
    });
    if sighting.url.path.is_none() {
        let path = properties.first(&["path", "uri", "url_path", "request_path", "cs-uri-stem", "route"]);
        sighting.url.path = path
            .filter(|path| path.starts_with('/'))
            .map(|path| path.split('?').next().unwrap_or(path).to_owned());
    }
    let client = properties.first(&CLIENTS).map(str::to_owned).or_else(|| words::client(source));
    let at = properties.first(&TIMES).map(str::to_owned);
    sighting.logged = Some(Logged::new(client, at));
    Some(sighting)
}

/// A pair in a property's text.
fn in_value(line: &Text<'_>, string: Span, name: Span, property: &str) -> Option<Sighting> {
    let part = line.part(string);
    let escaped = part.as_str().contains('\\');
    let decoded = escaped.then(|| string_escapes(&part));
    let text = decoded.as_ref().unwrap_or(&part);
    // The name again, where it is in what was decoded: as many names further on as before.
    let own = match escaped {
        false => Span::new(name.start - string.start, name.end - string.start),
        true => names(text.as_str()).find(|own| text.origin(*own).overlaps(line.origin(name)))?,
    };
    let pair = query_pair(text, own, Setting::Log).or_else(|| in_object(text, own));
    let mut sighting = match pair {
        Some(sighting) => sighting,
        None if words::is_query(property) => query_text_pair(text, own, Setting::Log)?,
        None => return None,
    };
    let said = manner_of(property);
    sighting.manner = if said == Manner::Query { words::manner(text.as_str(), own.start) } else { said };
    sighting.method = words::method(text.as_str(), own.start);
    Some(sighting)
}

/// The pair of an object that a line has after its words, or holds as a text: `call {"query":{"auth-key":"…"}}`.
pub(super) fn in_object(line: &Text<'_>, name: Span) -> Option<Sighting> {
    if !line.as_str().get(..name.start)?.ends_with('"') || !line.as_str().contains('{') {
        return None;
    }
    as_property(line, string_around(line.as_str(), name.start)?)
}

/// A querystring as a text of such an object: `request {"query": "page=1&auth-key=…"}`.
pub(super) fn in_text_of_object(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let string = string_around(line.as_str(), name.start)?;
    let property =
        property_before(line.as_str(), string.start).filter(|property| words::is_query(property))?;
    in_value(line, string, name, property)
}

fn names(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < text.len() {
            let at = from + text.get(from..)?.find(['k', 'K'])?;
            from = at + 1;
            if let Some(name) = name_at(text, at) {
                from = name.end;
                return Some(name);
            }
        }
        None
    })
}

/// `"query":{"auth-key":"…"}`.
fn as_property(line: &Text<'_>, string: Span) -> Option<Sighting> {
    let source = line.as_str();
    let name = source.get(string.range()).filter(|text| is_name(text))?;
    let table = table_around(source, string.start.checked_sub(1)?)?;
    if !words::is_query(table) {
        return None;
    }
    let after = source.get(string.end + 1..)?;
    let value =
        after.trim_start().strip_prefix(':')?.trim_start().trim_start_matches('[').strip_prefix('"')?;
    let start = source.len() - value.len();
    let string_of_value = string_around(source, start)?;
    let span = Span::new(string.start, string_of_value.end);
    let own = Span::new(string.start, string.start + name.len());
    let value = seen_value(&line.part(string_of_value), Setting::Log);
    Some(Sighting::in_query(Setting::Log, line.origin(span), line.origin(own), value))
}

/// What is between the quotes around an offset.
fn string_around(source: &str, at: usize) -> Option<Span> {
    let bytes = source.as_bytes();
    let is_quote = |at: &usize| {
        let before = bytes.get(..*at).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
    };
    let (before, after) = bytes.split_at_checked(at)?;
    let start = memchr::memrchr_iter(b'"', before).find(is_quote)? + 1;
    let end = memchr::memchr_iter(b'"', after).map(|found| at + found).find(is_quote);
    Some(Span::new(start, end.unwrap_or(bytes.len())))
}

/// The name of the property whose text starts there; `None` where the text is itself a name.
fn property_before(source: &str, start: usize) -> Option<&str> {
    let before = source.get(..start.checked_sub(1)?)?.trim_end().trim_end_matches('[').trim_end();
    let before = before.strip_suffix(':')?.trim_end().strip_suffix('"')?;
    before.rsplit('"').next()
}

/// The name of the property whose object an offset is in.
fn table_around(source: &str, at: usize) -> Option<&str> {
    let mut depth = 0_usize;
    for (place, byte) in source.as_bytes().get(..at)?.iter().enumerate().rev() {
        match byte {
            b'}' => depth += 1,
            b'{' if depth == 0 => return property_before(source, place + 1),
            b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The properties of a line that have a text or a number, at any depth.
struct Properties<'l>(Vec<(&'l str, &'l str)>);

impl<'l> Properties<'l> {
    fn of(source: &'l str) -> Self {
        let mut found = Vec::with_capacity(16);
        let mut open = None;
        for close in memchr::memchr_iter(b'"', source.as_bytes()) {
            let name = open.replace(close).and_then(|open| source.get(open + 1..close));
            if let (Some(name), Some(value)) = (name, source.get(close + 1..).and_then(text_of)) {
                found.push((name, value));
            }
        }
        Self(found)
    }

    /// The text of the first of those properties that there is.
    fn first(&self, names: &[&str]) -> Option<&'l str> {
        let value = |name: &&str| self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        names.iter().find_map(value)
    }
}

/// What a property is given, after its name's quote.
fn text_of(after: &str) -> Option<&str> {
    let rest = trimmed(after).strip_prefix(':').map(trimmed)?;
    let value = match rest.strip_prefix('"') {
        Some(text) => text.get(..memchr::memchr(b'"', text.as_bytes()).unwrap_or(text.len()))?,
        None => {
            let end = memchr::memchr3(b',', b'}', b' ', rest.as_bytes());
            rest.get(..end.unwrap_or(rest.len()))?
        }
    };
    (!value.is_empty() && value != "-" && value != "null" && !value.starts_with(['{', '['])).then_some(value)
}

/// Without the blanks at its beginning.
fn trimmed(text: &str) -> &str {
    match text.as_bytes().first() {
        Some(byte) if byte.is_ascii_graphic() => text,
        _ => text.trim_start(),
    }
}
