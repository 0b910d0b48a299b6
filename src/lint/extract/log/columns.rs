//! Logs that say what their columns are: W3C extended, as IIS and CloudFront write it.

use super::words;
use crate::finding::Span;
use crate::lint::extract::url::{query_pair, query_text_pair};
use crate::lint::{Logged, Manner, Setting, Sighting, Text};

/// Most columns that are read.
const COLUMNS_MAX: usize = 128;

/// The columns of a log.
#[derive(Debug)]
pub(super) struct Columns {
    columns: Vec<Column>,
    path: Option<usize>,
    hosts: [Option<usize>; 2],
    method: Option<usize>,
    client: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
}

/// What a column holds.
#[derive(Debug)]
enum Column {
    /// A querystring without its `?`.
    Query,
    /// A cookie: nothing of it is a querystring.
    Cookie,
    /// Something else, which may be a URL.
    Other(Manner),
}

impl Column {
    fn of(field: &str) -> Self {
        match field.to_ascii_lowercase().as_str() {
            "cs-uri-query" | "cs-query" | "x-query" | "cs-querystring" => Self::Query,
            "cs(cookie)" => Self::Cookie,
            other => Self::Other(super::manner_of(other)),
        }
    }
}

impl Columns {
    /// What the log's beginning says of them.
    pub(super) fn declared(beginning: &str) -> Option<Self> {
        if !beginning.trim_start_matches('\u{feff}').starts_with('#') {
            return None;
        }
        let line = beginning.lines().take_while(|line| line.trim_start_matches('\u{feff}').starts_with('#'));
        let fields = line.filter_map(|line| line.strip_prefix("#Fields:")).last()?;
        let fields: Vec<&str> = fields.split_ascii_whitespace().take(COLUMNS_MAX).collect();
        let index_of = |field: &str| fields.iter().position(|known| known.eq_ignore_ascii_case(field));
        Some(Self {
            path: index_of("cs-uri-stem"),
            hosts: [index_of("cs-host"), index_of("cs(host)")],
            method: index_of("cs-method"),
            client: index_of("c-ip"),
            date: index_of("date"),
            time: index_of("time"),
            columns: fields.iter().map(|field| Column::of(field)).collect(),
        })
    }

    /// The pair of a name that stands in that line.
    pub(super) fn pair(&self, line: &Text<'_>, name: Span) -> Option<Sighting> {
        let source = line.as_str();
        let values = values(source);
        let index = values.iter().position(|value| value.start <= name.start && name.end <= value.end)?;
        let value = *values.get(index)?;
        let column = line.part(value);
        let own = name.shifted_back(value.start);
        let value_of =
            |index: Option<usize>| source.get(values.get(index?)?.range()).filter(|value| *value != "-");
        let mut sighting = match self.columns.get(index) {
            Some(Column::Cookie) => return None,
            Some(Column::Query) => {
                let mut sighting = query_text_pair(&column, own, Setting::Log)?;
                sighting.url.path = value_of(self.path).map(str::to_owned);
                let host = self.hosts.into_iter().find_map(value_of);
                sighting.url.host =
                    host.map(|host| host.split(':').next().unwrap_or_default().to_ascii_lowercase());
                sighting
            }
            Some(Column::Other(manner)) => {
                let mut sighting = query_pair(&column, own, Setting::Log)?;
                sighting.manner = *manner;
                sighting
            }
            None => query_pair(&column, own, Setting::Log)?,
        };
        sighting.method = value_of(self.method).filter(|method| words::is_method(method)).map(str::to_owned);
        let at = value_of(self.time).map(|time| match value_of(self.date) {
            Some(date) => [date, " ", time].concat(),
            None => time.to_owned(),
        });
        sighting.logged = Some(Logged::new(value_of(self.client).map(str::to_owned), at));
        Some(sighting)
    }
}

/// The columns of a line: parted by tabs, or else by blanks; a quoted one may hold blanks.
fn values(line: &str) -> Vec<Span> {
    let bytes = line.as_bytes();
    let tabs = memchr::memchr(b'\t', bytes).is_some();
    let part = if tabs { b'\t' } else { b' ' };
    let mut values = Vec::with_capacity(32);
    let mut start = 0;
    let mut quoted = false;
    for at in memchr::memchr2_iter(b'"', part, bytes) {
        if bytes.get(at) == Some(&b'"') {
            quoted = !tabs && !quoted;
        } else if !quoted {
            values.push(Span::new(start, at));
            start = at + 1;
            if values.len() == COLUMNS_MAX {
                return values;
            }
        }
    }
    let end = line.trim_end_matches('\r').len();
    values.push(Span::new(start, end.max(start)));
    values
}
