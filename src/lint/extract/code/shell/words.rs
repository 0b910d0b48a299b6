//! Commands and their words, as shells read them.

use crate::finding::Span;
use crate::lint::format::Language;

/// How much of a line is looked at on each side of a heredoc's label, in bytes.
const HEREDOC_BYTES_MAX: usize = 256;
/// Most words of one command.
const WORDS_MAX: usize = 1024;

/// One word of a command: what stands there, quotes included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Span,
}

/// A command, from its name to what ends it.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
}

/// A text of several lines that is given to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heredoc {
    /// The line that it is given on, as far as it is looked at.
    pub(super) line: Span,
    /// Its lines, without the label's.
    pub(super) body: Span,
}

/// What a script is made of, beside blanks and signs.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) commands: Vec<Command>,
    pub(super) comments: Vec<Span>,
    pub(super) heredocs: Vec<Heredoc>,
}

/// The commands of a script, its comments, and the texts that it gives to commands.
pub(super) fn parts(source: &str, language: Language) -> Parts {
    let mut reader = Commands {
        bytes: source.as_bytes(),
        batch: language == Language::Batch,
        parts: Parts::default(),
        labels: Vec::new(),
    };
    reader.read(0, source.len());
    reader.parts
}

struct Commands<'s> {
    bytes: &'s [u8],
    batch: bool,
    parts: Parts,
    /// Labels of texts that begin on the next line.
    labels: Vec<Span>,
}

impl Commands<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |at| from + at)
    }

    /// Whether a line's end there is none: `\` or `^` before it.
    fn carried(&self, at: usize) -> Option<usize> {
        let mark = if self.batch { b'^' } else { b'\\' };
        if self.byte(at) != mark && !(self.byte(at) == b'`' && matches!(self.byte(at + 1), b'\n' | b'\r')) {
            return None;
        }
        match (self.byte(at + 1), self.byte(at + 2)) {
            (b'\n', _) => Some(at + 2),
            (b'\r', b'\n') => Some(at + 3),
            _ => None,
        }
    }

    fn read(&mut self, start: usize, end: usize) {
        let mut at = start;
        let mut command = Command::default();
        let mut line_start = true;
        let mut array = false;
        while at < end {
            let byte = self.byte(at);
            if let Some(next) = self.carried(at) {
                at = next;
                continue;
            }
            match byte {
                b' ' | b'\t' | b'\r' => at += 1,
                b'\n' if array => at += 1,
                b'\n' => {
                    self.finish(&mut command);
                    at += 1;
                    line_start = true;
                    at = self.skip_heredocs(at);
                    continue;
                }
                b'#' if !self.batch => {
                    let stop = self.line_end(at).min(end);
                    self.parts.comments.push(Span::new(at, stop));
                    at = stop;
                }
                b':' if self.batch && line_start && self.byte(at + 1) == b':' => at = self.remark(at, end),
                b'r' | b'R' if self.batch && line_start && self.is_remark(at) => at = self.remark(at, end),
                b'@' if self.batch && line_start => at += 1,
                b';' if !self.batch => {
                    self.finish(&mut command);
                    at += 1;
                }
                // `args=(… …)`: its words are one command's, over all its lines.
                b'(' if self.is_array(&command, at) => {
                    at += 1;
                    array = true;
                }
                b'|' | b'&' | b'(' | b')' => {
                    array = false;
                    self.finish(&mut command);
                    at += 1;
                }
                b'<' if !self.batch && self.byte(at + 1) == b'<' && self.byte(at + 2) != b'<' => {
                    at = self.heredoc(at);
                }
                b'<' | b'>' => at += 1,
                _ => {
                    let stop = self.word(at, end).max(at + 1);
                    if command.words.len() < WORDS_MAX {
                        command.words.push(Word { span: Span::new(at, stop) });
                    }
                    at = stop;
                }
            }
            line_start = false;
        }
        self.finish(&mut command);
    }

    fn finish(&mut self, command: &mut Command) {
        if !command.words.is_empty() {
            self.parts.commands.push(std::mem::take(command));
        }
    }

    fn is_array(&self, command: &Command, at: usize) -> bool {
        let last = command.words.last().map(|word| word.span);
        !self.batch && last.is_some_and(|last| last.end == at && self.byte(at.saturating_sub(1)) == b'=')
    }

    fn is_remark(&self, at: usize) -> bool {
        let word = self.bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"rem"));
        word && matches!(self.byte(at + 3), b' ' | b'\t' | b'\n' | b'\r' | 0)
    }

    fn remark(&mut self, at: usize, end: usize) -> usize {
        let stop = self.line_end(at).min(end);
        self.parts.comments.push(Span::new(at, stop));
        stop
    }

    /// Where a word ends that begins there.
    fn word(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            if self.carried(at).is_some() {
                break;
            }
            match self.byte(at) {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'|' | b'<' | b'>' | b')' => {
                    if self.batch && matches!(self.byte(at), b';' | b')') {
                        at += 1;
                        continue;
                    }
                    break;
                }
                // An unquoted URL in a text that is no script's.
                b'&' => break,
                b'(' if !self.batch => break,
                b'\\' if !self.batch => at += 2,
                b'^' if self.batch => at += 2,
                b'\'' if !self.batch => at = self.quoted(at + 1, end, b'\''),
                b'"' => at = self.quoted(at + 1, end, b'"'),
                b'$' if !self.batch && matches!(self.byte(at + 1), b'(' | b'{') => {
                    at = self.bracket(at + 1, end)
                }
                b'`' if !self.batch => at = self.quoted(at + 1, end, b'`'),
                _ => at += 1,
            }
        }
        at.min(end)
    }

    /// One past the quote that closes.
    fn quoted(&self, from: usize, end: usize, quote: u8) -> usize {
        let mut at = from;
        while at < end {
            match self.byte(at) {
                byte if byte == quote => return at + 1,
                b'\n' if self.batch => return at,
                b'\\' if quote != b'\'' && (!self.batch || self.byte(at + 1) == b'"') => at += 2,
                b'$' if quote == b'"' && !self.batch && matches!(self.byte(at + 1), b'(' | b'{') => {
                    at = self.bracket(at + 1, end);
                }
                _ => at += 1,
            }
        }
        at.min(end)
    }

    /// One past the bracket that closes the one there; quotes within are looked over.
    fn bracket(&self, open: usize, end: usize) -> usize {
        let (opener, closer) = if self.byte(open) == b'(' { (b'(', b')') } else { (b'{', b'}') };
        let mut depth = 0usize;
        let mut at = open;
        let stop = end.min(open + 4096);
        while at < stop {
            match self.byte(at) {
                byte if byte == opener => depth += 1,
                byte if byte == closer => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1;
                    }
                }
                b'\'' if closer == b')' => {
                    let close = self.bytes.get(at + 1..stop).and_then(|rest| memchr::memchr(b'\'', rest));
                    at += close.map_or(0, |close| close + 1);
                }
                b'\\' => at += 1,
                _ => {}
            }
            at += 1;
        }
        (open + 1).min(end)
    }

    /// `<<EOF`, `<<-'EOF'`.
    fn heredoc(&mut self, at: usize) -> usize {
        let mut label = at + 2;
        while matches!(self.byte(label), b'-' | b'~' | b' ' | b'"' | b'\'' | b'\\') {
            label += 1;
        }
        let mut end = label;
        while self.byte(end).is_ascii_alphanumeric() || self.byte(end) == b'_' {
            end += 1;
        }
        if end > label {
            self.labels.push(Span::new(label, end));
        }
        if matches!(self.byte(end), b'"' | b'\'') { end + 1 } else { end.max(at + 2) }
    }

    /// Past the texts whose labels stood on the line before.
    fn skip_heredocs(&mut self, from: usize) -> usize {
        let mut at = from;
        for label in std::mem::take(&mut self.labels) {
            let Some(word) = self.bytes.get(label.range()) else { continue };
            let from = label.start.saturating_sub(HEREDOC_BYTES_MAX);
            let head = self.bytes.get(from..label.start).unwrap_or_default();
            let start = memchr::memrchr(b'\n', head).map_or(from, |end| from + end + 1);
            let line = Span::new(start, self.line_end(label.end).min(label.end + HEREDOC_BYTES_MAX));
            let start = at;
            let mut body = Span::new(start, start);
            while at < self.bytes.len() {
                let stop = self.line_end(at);
                let line = self.bytes.get(at..stop).unwrap_or_default().trim_ascii();
                at = (stop + 1).min(self.bytes.len());
                if line == word {
                    break;
                }
                body = Span::new(start, at);
            }
            self.parts.heredocs.push(Heredoc { line, body });
        }
        at
    }
}
