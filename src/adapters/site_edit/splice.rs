//! Small changes to a large text, applied at once.

use std::ops::Range;

use toml_edit::{Array, Value};

/// Pieces of a text that are to be replaced.
#[derive(Debug)]
pub(super) struct Splices {
    text: String,
    /// How lines end in the text.
    line_end: &'static str,
    pieces: Vec<(Range<usize>, String)>,
}

impl Splices {
    /// Nothing is to be replaced yet.
    pub(super) fn new(text: &str) -> Self {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { text: text.to_owned(), line_end, pieces: Vec::new() }
    }

    /// Puts something in the place of something else.
    pub(super) fn replace(&mut self, range: Range<usize>, by: &str) {
        self.pieces.push((range, by.to_owned()));
    }

    /// Leaves something out.
    pub(super) fn cut(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Puts a line after the one in which a byte stands, indented as that one is.
    pub(super) fn add_line_after(&mut self, byte: usize, line: &str) {
        let start = self.line_start(byte);
        let rest = self.text.get(start..).unwrap_or_default();
        let indent: String = rest.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let end = self.line_end_at(byte);
        self.replace(end..end, &format!("{}{indent}{line}", self.line_end));
    }

    /// Puts lines after the one in which a byte stands, with an empty line before and after them where there is more.
    pub(super) fn add_block(&mut self, byte: usize, block: &str) {
        let end = self.line_end_at(byte);
        let lines = block.trim_end().replace('\n', self.line_end);
        let (before, after) = self.text.split_at(end);
        let nl = self.line_end;
        let gap = match before.trim_end_matches([' ', '\t']) {
            "" => String::new(),
            text if text.ends_with('\n') && after.is_empty() => nl.to_owned(),
            _ => format!("{nl}{nl}"),
        };
        let tail = if after.is_empty() { nl } else { "" };
        self.replace(end..end, &format!("{gap}{lines}{tail}"));
    }

    /// The text with every piece replaced.
    pub(super) fn apply(mut self) -> String {
        // Pieces at one place keep the order in which they were asked for.
        self.pieces.sort_by_key(|(range, _)| (range.start, range.end));
        let mut after = String::with_capacity(self.text.len() + 256);
        let mut at = 0;
        for (range, by) in &self.pieces {
            after.push_str(self.text.get(at..range.start).unwrap_or_default());
            after.push_str(by);
            at = range.end;
        }
        after.push_str(self.text.get(at..).unwrap_or_default());
        after
    }

    fn line_start(&self, byte: usize) -> usize {
        line_start(&self.text, byte)
    }

    fn line_end_at(&self, byte: usize) -> usize {
        let after = self.text.get(byte..).unwrap_or_default();
        let end = after.find('\n').map_or(self.text.len(), |newline| byte + newline);
        let before = self.text.get(byte..end).unwrap_or_default();
        end - usize::from(before.ends_with('\r'))
    }
}

/// Where the line begins in which a byte stands.
pub(super) fn line_start(text: &str, byte: usize) -> usize {
    text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// A text as TOML.
pub(super) fn text(text: &str) -> String {
    Value::from(text).to_string()
}

/// Texts as TOML.
pub(super) fn texts(texts: &[String]) -> String {
    texts.iter().collect::<Array>().to_string()
}

#[cfg(test)]
mod tests {
    use super::Splices;

    #[test]
    fn a_line_is_added_with_the_indent_and_the_line_end_of_its_neighbour() {
        let mut splices = Splices::new("[[key]]\r\n  name = 'a' # b\r\n");
        splices.add_line_after(13, "enabled = false");
        assert_eq!(splices.apply(), "[[key]]\r\n  name = 'a' # b\r\n  enabled = false\r\n");
    }

    #[test]
    fn a_block_stands_between_empty_lines_and_ends_the_file_with_one_line_end() {
        for (text, after) in [("a = 1", "a = 1\n\nb\n"), ("a = 1\n", "a = 1\n\nb\n"), ("", "b\n")] {
            let mut splices = Splices::new(text);
            splices.add_block(text.len(), "b\n");
            assert_eq!(splices.apply(), after);
        }
        let mut splices = Splices::new("a = 1\n\n[c]\n");
        splices.add_block(2, "b\n");
        assert_eq!(splices.apply(), "a = 1\n\nb\n\n[c]\n");
    }
}
