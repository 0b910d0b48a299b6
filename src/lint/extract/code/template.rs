//! The lexer's part that reads names in templates, and texts that begin on the next line.

use super::dialect::{Escape, Holes};
use super::lexer::{Lexer, is_word};
use super::literal::Opened;
use super::token::Kind;
use crate::finding::Span;

impl Lexer<'_> {
    /// `$name`, with what PHP and PowerShell allow after it.
    pub(super) fn name_hole(&mut self, start: usize) {
        self.push(Kind::HoleOpen, start, self.at);
        let word = self.at;
        let mut end = word;
        while is_word(self.byte(end)) {
            end += 1;
        }
        let shell = self.dialect.quotes.iter().any(|quote| quote.escape == Escape::Backtick);
        if shell && self.byte(end) == b':' && is_word(self.byte(end + 1)) {
            end += 1;
            while is_word(self.byte(end)) {
                end += 1;
            }
        }
        self.push(Kind::Word, word, end);
        if self.dialect.joins == ["."] && self.starts(end, "->") && is_word(self.byte(end + 2)) {
            end += 2;
            while is_word(self.byte(end)) {
                end += 1;
            }
        }
        if self.dialect.joins == ["."]
            && matches!(self.byte(end), b'[' | b'{')
            && let Some(close) = self.bytes.get(end..).and_then(|rest| {
                rest.iter()
                    .take(64)
                    .take_while(|byte| **byte != b'\n')
                    .position(|byte| matches!(byte, b']' | b'}'))
            })
        {
            end += close + 1;
        }
        self.push(Kind::HoleClose, end, end);
        self.at = end;
    }

    /// `<<~LABEL`, `<<"LABEL"`, `<<<LABEL`: the text begins on the next line.
    pub(super) fn heredoc_label(&mut self) -> bool {
        let mut at = self.at + 2;
        if self.byte(at) == b'<' {
            at += 1;
        }
        while matches!(self.byte(at), b'~' | b'-') {
            at += 1;
        }
        let quote = self.byte(at);
        let quoted = matches!(quote, b'"' | b'\'');
        let label = at + usize::from(quoted);
        let mut end = label;
        while is_word(self.byte(end)) {
            end += 1;
        }
        if end == label || !(self.byte(label).is_ascii_uppercase() || quoted) {
            return false;
        }
        self.heredocs.push((Span::new(label, end), quote != b'\''));
        let stop = if quoted && self.byte(end) == quote { end + 1 } else { end };
        self.push(Kind::Word, self.at, stop);
        self.at = stop;
        true
    }

    /// The texts whose labels stood on the line that just ended.
    pub(super) fn heredoc_bodies(&mut self) {
        for (label, holes) in std::mem::take(&mut self.heredocs) {
            let Some(word) = self.source.get(label.range()) else { continue };
            let start = self.at;
            let mut end = self.bytes.len();
            let mut line = start;
            while line < self.bytes.len() {
                let stop = self.line_end(line);
                let text = self.source.get(line..stop).unwrap_or_default();
                if text
                    .trim_start()
                    .strip_prefix(word)
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                {
                    end = line;
                    break;
                }
                line = stop + 1;
            }
            let php = self.dialect.joins == ["."];
            let opened = Opened {
                content: start,
                close: [0].as_slice().into(),
                escape: Escape::None,
                holes: match (holes, php) {
                    (false, _) => Holes::None,
                    (true, true) => Holes::Php,
                    (true, false) => Holes::Hash,
                },
                lines: true,
                braces: 1,
                verbatim: false,
            };
            self.content(start, &opened, end.min(self.bytes.len()));
            self.at = self.at.max(end.min(self.bytes.len()));
            let indent = self.bytes.get(self.at..).unwrap_or_default();
            let spaces =
                indent.iter().take_while(|byte| byte.is_ascii_whitespace() && **byte != b'\n').count();
            self.at += spaces;
            if self.source.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
                self.at += word.len();
            }
        }
    }
}
