//! Logs that say what their columns are: W3C extended, as IIS and CloudFront write it.

use super::words;
use crate::finding::Span;
use crate::lint::extract::url::{query_pair, query_text_pair};
use crate::lint::{Logged, Setting, Sighting, Text};

/// Most columns that are read.
const COLUMNS_MAX: usize = 128;

/// The columns of a log.
#[derive(Debug)]
pub(super) struct Columns<'t>(Vec<&'t str>);

impl<'t> Columns<'t> {
    /// What the log's beginning says of them.
    pub(super) fn declared(beginning: &'t str) -> Option<Self> {
        if !beginning.trim_start_matches('\u{feff}').starts_with('#') {
            return None;
        }
        let line = beginning.lines().take_while(|line| line.trim_start_matches('\u{feff}').starts_with('#'));
        let fields = line.filter_map(|line| line.strip_prefix("#Fields:")).last()?;
        Some(Self(fields.split_ascii_whitespace().take(COLUMNS_MAX).collect()))
    }

    /// The pair of a name that stands in that line.
    pub(super) fn pair(&self, line: &Text<'_>, name: Span) -> Option<Sighting> {
        let source = line.as_str();
        let values = values(source);
        let index = values.iter().position(|value| value.start <= name.start && name.end <= value.end)?;
        let field = self.0.get(index).copied().unwrap_or_default().to_ascii_lowercase();
        let value = *values.get(index)?;
        let column = line.part(value);
        let own = Span::new(name.start - value.start, name.end - value.start);
        let mut sighting = match field.as_str() {
            "cs-uri-query" | "cs-query" | "x-query" | "cs-querystring" => {
                let mut sighting = query_text_pair(&column, own, Setting::Log)?;
                let value_of = |name| self.value(source, &values, name);
                sighting.url.path = value_of("cs-uri-stem").map(str::to_owned);
                sighting.url.host = value_of("cs-host")
                    .or_else(|| value_of("cs(host)"))
                    .map(|host| host.split(':').next().unwrap_or_default().to_ascii_lowercase());
                sighting
            }
            // The host that was asked for, a cookie: nothing of them is a querystring.
            "cs(cookie)" => return None,
            _ => query_pair(&column, own, Setting::Log)?,
        };
        sighting.manner = super::manner_of(&field);
        let method = self.value(source, &values, "cs-method");
        sighting.method = method.filter(|method| words::is_method(method)).map(str::to_owned);
        let client = self.value(source, &values, "c-ip").map(str::to_owned);
        let date = self.value(source, &values, "date");
        let at = self.value(source, &values, "time").map(|time| match date {
            Some(date) => format!("{date} {time}"),
            None => time.to_owned(),
        });
        sighting.logged = Some(Logged::new(client, at));
        Some(sighting)
    }

    /// What a line has in a column; `-` is nothing.
    fn value<'l>(&self, line: &'l str, values: &[Span], field: &str) -> Option<&'l str> {
        let index = self.0.iter().position(|known| known.eq_ignore_ascii_case(field))?;
        line.get(values.get(index)?.range()).filter(|value| *value != "-")
    }
}

/// The columns of a line: parted by tabs, or else by blanks; a quoted one may hold blanks.
fn values(line: &str) -> Vec<Span> {
    let tabs = line.contains('\t');
    let parts = |byte: u8| if tabs { byte == b'\t' } else { byte == b' ' };
    let mut values = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'"' && !tabs {
            quoted = !quoted;
        } else if parts(byte) && !quoted {
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
