//! What of a site file's lines may be seen.
//!
//! In a file that is TOML every value that may be a secret has a known place, and so has every comment: both are
//! covered by as many `*`. In a file that is not, places mean nothing (a quotation mark in the wrong place turns
//! values into names), so the rule is turned round: only lines of a form that cannot hold a secret are shown.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::diagnostic::Source;
use super::place::Span;
use super::raw;
use crate::site::nearest;

/// Longest run of key characters that is shown; a generated secret has 86, a GUID 36.
const RUN_CHARS_MAX: usize = 39;

/// A line that cannot hold a secret: a header, or one harmless field with one complete value.
static HARMLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let fields = raw::HARMLESS_FIELDS.join("|");
    let tables = raw::SITE_FILE.join("|");
    Regex::new(&format!(
        r#"^\s*(?:\[{{1,2}} ?(?:{tables})(?:\.(?:inputs|outputs)\.[A-Za-z0-9_-]{{1,30}}|\.reply(?:\.(?:when|headers))?)? ?\]{{0,2}}|(?:{fields})\s*=\s*(?:"[^"\\]{{0,80}}"|'[^']{{0,80}}'|true|false|[0-9]{{1,5}})?)\s*$"#
    ))
    .ok()
});

/// Knows what of a file's lines may be seen.
pub(super) struct Veil {
    parses: bool,
    covered: Vec<Span>,
}

impl Veil {
    pub(super) fn new(source: &Source) -> Self {
        let mut covered = source.hidden.clone();
        if source.parses {
            covered.extend(comments(&source.text));
        }
        covered.sort_by_key(|span| span.start);
        Self { parses: source.parses, covered }
    }

    /// One line with everything covered that may not be seen, and where in it the span is now.
    pub(super) fn line(&self, text: &str, line: &Span, span: &Span) -> (String, Span) {
        let whole = text.get(line.clone()).unwrap_or_default();
        let mut covered: Vec<Span> = if self.parses {
            let touching =
                self.covered.iter().filter(|hidden| hidden.start < line.end && hidden.end > line.start);
            let local = |hidden: &Span| {
                hidden.start.saturating_sub(line.start)..hidden.end.min(line.end) - line.start
            };
            touching.map(local).collect()
        } else {
            suspicious(whole)
        };
        covered.extend(long_runs(whole));
        let within = |byte: usize| byte.clamp(line.start, line.end) - line.start;
        let (start, end) = (within(span.start), within(span.end));
        let mut shown = String::with_capacity(whole.len());
        let mut place = (None, None);
        for (at, c) in whole.char_indices() {
            if at >= start && place.0.is_none() {
                place.0 = Some(shown.len());
            }
            if at >= end && place.1.is_none() {
                place.1 = Some(shown.len());
            }
            let is_covered = covered.iter().any(|hidden| hidden.contains(&at));
            shown.push(if is_covered && !c.is_whitespace() { '*' } else { c });
        }
        let start = place.0.unwrap_or(shown.len());
        let end = place.1.unwrap_or(shown.len()).max(start);
        (shown, start..end)
    }
}

/// In a file that is no TOML: everything but a harmless line, or a known field's name and the `=` after it.
fn suspicious(line: &str) -> Vec<Span> {
    if HARMLESS.as_ref().is_some_and(|harmless| harmless.is_match(line)) {
        return Vec::new();
    }
    let word_end = line.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(line.len());
    let word = line.get(..word_end).unwrap_or_default();
    let known =
        nearest(word, raw::EVERY_FIELD.iter().flat_map(|(_, fields)| fields.iter().copied())).is_some();
    if word.len() < 2 || !known {
        return std::iter::once(0..line.len()).collect();
    }
    let rest = line.get(word_end..).unwrap_or_default();
    let sign = rest.len() - rest.trim_start_matches([' ', '=']).len();
    std::iter::once(word_end + sign..line.len()).collect()
}

/// Runs of characters that keys are made of, longer than any name or GUID.
fn long_runs(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = None;
    let ends = line.char_indices().chain([(line.len(), ' ')]);
    ends.filter_map(move |(at, c)| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            start.get_or_insert(at);
            return None;
        }
        start.take().map(|start| start..at)
    })
    .filter(|run| run.len() > RUN_CHARS_MAX)
}

/// Where the comments of a TOML text stand.
fn comments(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let starts = |at: usize, what: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(what));
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => {
                let end =
                    bytes.iter().skip(at).position(|byte| *byte == b'\n').map_or(bytes.len(), |n| at + n);
                spans.push(at + 1..end);
                at = end;
            }
            b'"' | b'\'' => {
                let quote = *byte;
                let long = [quote; 3];
                let mark: &[u8] = if starts(at, &long) { &long } else { &long[..1] };
                at += mark.len();
                while at < bytes.len() && !starts(at, mark) {
                    at += if quote == b'"' && starts(at, b"\\") { 2 } else { 1 };
                }
                at += mark.len();
                while mark.len() == 3 && starts(at, &[quote]) {
                    at += 1;
                }
            }
            _ => at += 1,
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::{comments, long_runs, suspicious};

    #[test]
    fn a_comment_is_found_and_a_hash_inside_a_text_is_not_one() {
        let text = "a = 'x # y' # one\nb = \"\"\" \"# no \\\"\"\"\" # two";
        let found: Vec<&str> = comments(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, [" one", " two"]);
    }

    #[test]
    fn of_a_broken_file_a_harmless_line_is_shown_and_a_field_of_a_secret_is_not() {
        assert!(suspicious("  environment = \"Test\"").is_empty());
        assert!(suspicious("[[workflow]").is_empty());
        let first = |line: &str| suspicious(line).into_iter().next();
        assert_eq!(first("primary = \"hunter2\""), Some(10..19));
        assert_eq!(first("name = \"a\"primary = \"hunter2\""), Some(7..29));
        assert_eq!(first("unter2\""), Some(0..7));
    }

    #[test]
    fn a_run_as_long_as_a_key_is_covered_and_a_guid_is_not() {
        assert_eq!(long_runs(&"k".repeat(40)).count(), 1);
        assert_eq!(long_runs("123e4567-e89b-12d3-a456-426614174000").count(), 0);
    }
}
