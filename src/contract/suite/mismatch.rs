//! One thing that was not as expected, in words that a person reads.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Longest text that a mismatch quotes, in characters.
const QUOTE_CHARS_MAX: usize = 400;

/// Most lines of a difference that are shown.
const DIFF_LINES_MAX: usize = 60;

/// Longest text that is compared line by line, in bytes.
const DIFF_BYTES_MAX: usize = 256 * 1024;

/// One thing that was not as expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// What was looked at: `status`, `header Content-Type`, `json`.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Where in the body, as a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The lines that differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}

impl Mismatch {
    /// Something was expected, something else found.
    #[must_use]
    pub fn new(what: impl Into<String>, expected: impl AsRef<str>, found: impl AsRef<str>) -> Self {
        let (expected, found) = (visible(expected.as_ref()), visible(found.as_ref()));
        Self { what: what.into(), expected, found, at: None, diff: None }
    }

    /// The same, at a place in the body.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.at = Some(shortened(place));
        self
    }

    /// The same, with the lines that differ.
    #[must_use]
    pub fn with_diff(mut self, expected: &str, found: &str) -> Self {
        self.diff = diff(expected, found);
        self
    }

    /// The mismatch on one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let at = self.at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
        format!("{}{at}: expected {}, found {}", self.what, self.expected, self.found)
    }
}

/// A text that is not too long to be read.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

/// The same on one line, without what a terminal would obey.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for c in shortened(text).chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push(' '),
            c if c.is_control() => shown.push(char::REPLACEMENT_CHARACTER),
            c => shown.push(c),
        }
    }
    shown
}

/// The lines in which two texts differ, each with its sign; `None` for texts of one line, which say it themselves.
fn diff(expected: &str, found: &str) -> Option<String> {
    let is_long = |text: &str| text.len() > DIFF_BYTES_MAX;
    if is_long(expected) || is_long(found) || !(expected.contains('\n') || found.contains('\n')) {
        return None;
    }
    let diff = TextDiff::from_lines(expected, found);
    let mut lines = Vec::new();
    for change in diff.grouped_ops(1).iter().flatten().flat_map(|op| diff.iter_changes(op)) {
        if lines.len() == DIFF_LINES_MAX {
            lines.push("…".to_owned());
            break;
        }
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        lines.push(format!("{sign} {}", visible(change.value().trim_end())));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::Mismatch;

    #[test]
    fn what_a_terminal_would_obey_is_not_said_and_a_long_text_is_cut() {
        let mismatch = Mismatch::new("body", "a\nb", "\u{1b}[2Jc");
        assert_eq!(mismatch.sentence(), "body: expected a\\nb, found \u{FFFD}[2Jc");
        assert!(Mismatch::new("body", "x".repeat(10_000), "").expected.chars().count() < 500);
    }

    #[test]
    fn texts_of_several_lines_are_told_by_the_lines_that_differ() {
        let mismatch = Mismatch::new("body", "", "").with_diff("a\nb\nc\n", "a\nB\nc\n");
        assert_eq!(mismatch.diff.as_deref(), Some("  a\n- b\n+ B\n  c"));
        assert_eq!(Mismatch::new("body", "", "").with_diff("a", "b").diff, None);
    }
}
