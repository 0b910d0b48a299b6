//! Power Query: `Web.Contents(url, [Query = [#"auth-key" = Key]])`, and texts put together with `&`.

use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{names_in, text_in};
use crate::finding::Span;

/// Longest record that is looked through for its beginning, in characters.
const RECORD_CHARS_MAX: usize = 16 * 1024;

/// Whether a text is a query of Power Query, or holds one.
pub(super) fn is_power_query(source: &str) -> bool {
    source.contains("Web.Contents")
}

/// Sees what a query of Power Query sends.
pub(super) fn read_power_query(text: &Text<'_>, out: &mut Vec<Sighting>) {
    let source = text.as_str();
    text_in(text, Setting::Code, Manner::Query, out);
    for name in names_in(source) {
        let before = source.get(..name.start).unwrap_or_default();
        let after = source.get(name.end..).and_then(|rest| rest.strip_prefix('"')).map(str::trim_start);
        let (Some(record), Some(value)) =
            (before.strip_suffix("#\""), after.and_then(|rest| rest.strip_prefix('=')))
        else {
            continue;
        };
        if !is_in_query(record) {
            continue;
        }
        let start = source.len() - value.trim_start().len();
        let length = source.get(start..).and_then(|rest| rest.find([',', ']', '\n'])).unwrap_or_default();
        let value = Span::new(start, start + length.max(1).min(source.len() - start));
        let whole = text.origin(name.with(value));
        let seen = SeenValue::Dynamic(text.origin(value));
        out.push(Sighting::in_query(Setting::Code, whole, text.origin(name), seen));
    }
}

/// Whether the record that is open there is that of `Query`.
fn is_in_query(before: &str) -> bool {
    let mut depth = 0_usize;
    for (at, c) in before.char_indices().rev().take(RECORD_CHARS_MAX) {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => {
                let name = before.get(..at).unwrap_or_default().trim_end().trim_end_matches('=').trim_end();
                return name.ends_with("Query");
            }
            '[' => depth -= 1,
            _ => {}
        }
    }
    false
}
