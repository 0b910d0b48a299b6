//! Cuts a program into tokens, in one pass, whatever state it is in: an open comment or literal ends with the text, a
//! lone quote is a sign.

use super::dialect::{Dialect, Escape, Prefixes};
use super::token::{Kind, Token};
use crate::finding::Span;
use crate::lint::format::Language;

/// Deepest nesting of expressions in literals that is looked into; deeper ones are characters.
const HOLES_DEEP_MAX: usize = 16;
/// How many bytes a token takes, about.
const TOKEN_BYTES: usize = 4;
/// Longest regular expression literal, in bytes; a division looks like one.
const REGEX_BYTES_MAX: usize = 1024;
/// Signs of more than one character, the longest first.
const SIGNS: &[&str] = &[
    "===", "!==", "...", "<<=", "??=", "&.", "=>", "->", "::", "==", "!=", "<=", ">=", "&&", "||", "??",
    "?.", ":=", "+=", ".=", "<<", "..", "<>", "|>", "=~", "++", "?:", "&=", "<-", "!!", "//", "|=",
];
/// What stands second in them.
const AFTER_SIGN: &[u8] = b"=.>:&|?<-+!/~";
/// Words after which a `/` begins a regular expression.
const BEFORE_REGEX: &[&str] =
    &["return", "case", "in", "of", "and", "or", "not", "if", "unless", "when", "split"];

/// What a program was cut into.
pub(super) struct Lexed {
    /// All but comments.
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Span>,
}

/// The tokens of a program, as far as they stand in one of the windows.
pub(super) fn tokens(source: &str, language: Language, windows: &[Span]) -> Lexed {
    let kept: usize = windows.iter().map(|window| window.len()).sum();
    let mut lexer = Lexer {
        source,
        bytes: source.as_bytes(),
        dialect: Dialect::of(language),
        windows,
        all: matches!(windows, [one] if one.start == 0 && one.end >= source.len()),
        dotted: Dialect::of(language).word_starts.contains(&b'.'),
        comments_begin: Dialect::of(language).comments_begin(),
        at: 0,
        tokens: Vec::with_capacity(kept / TOKEN_BYTES),
        comments: Vec::new(),
        leads: true,
        last: None,
        deep: 0,
        heredocs: Vec::new(),
        line_end: 0,
    };
    if language == Language::Php && source.contains("<?") {
        lexer.markup();
    }
    lexer.code(source.len(), None);
    Lexed { tokens: lexer.tokens, comments: lexer.comments }
}

pub(super) struct Lexer<'s> {
    pub(super) source: &'s str,
    pub(super) bytes: &'s [u8],
    pub(super) dialect: &'static Dialect,
    windows: &'s [Span],
    /// Whether all of the program is one window, as it mostly is.
    all: bool,
    /// Whether a word may begin with a dot.
    dotted: bool,
    /// Whether a byte may begin a comment.
    comments_begin: [bool; 256],
    pub(super) at: usize,
    pub(super) tokens: Vec<Token>,
    comments: Vec<Span>,
    leads: bool,
    /// The last token, kept or not, where it decides what a `/` is.
    last: Option<Token>,
    deep: usize,
    /// Labels of texts that begin on the next line, and whether expressions stand in them.
    pub(super) heredocs: Vec<(Span, bool)>,
    line_end: usize,
}

impl Lexer<'_> {
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    pub(super) fn starts(&self, at: usize, with: &str) -> bool {
        // Most texts differ in their first byte.
        self.bytes.get(at) == with.as_bytes().first()
            && self.bytes.get(at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    /// The first byte at or after `from` where `what` stands; the end of the text without one.
    pub(super) fn find(&self, from: usize, what: &str) -> Option<usize> {
        memchr::memmem::find(self.bytes.get(from..)?, what.as_bytes()).map(|found| from + found)
    }

    /// Where the line of that byte ends. Asked for again and again in one line, it is looked for once.
    pub(super) fn line_end(&mut self, from: usize) -> usize {
        if from >= self.line_end {
            let rest = self.bytes.get(from..).unwrap_or_default();
            self.line_end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |found| from + found);
        }
        self.line_end
    }

    // With a kind that is known where it is called, most of it is decided there.
    #[inline(always)]
    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let token = Token::new(kind, Span::new(start, end), self.leads);
        self.leads = false;
        if self.dialect.regex {
            self.last = Some(token);
        }
        if self.all || self.is_kept(Span::new(start, end)) {
            self.tokens.push(token);
        }
    }

    fn push_comment(&mut self, start: usize, end: usize) {
        if self.is_kept(Span::new(start, end)) {
            self.comments.push(Span::new(start, end));
        }
    }

    /// Whether any of it is in a window.
    fn is_kept(&self, span: Span) -> bool {
        let next = self.windows.partition_point(|window| window.end <= span.start);
        self.windows.get(next).is_some_and(|window| window.start < span.end.max(span.start + 1))
    }

    /// Reads code up to `end`, or to the bracket that closes a hole.
    pub(super) fn code(&mut self, end: usize, close: Option<(u8, u8)>) {
        let mut open = 0usize;
        while self.at < end {
            let at = self.at;
            let byte = self.byte(at);
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.leads = true;
                    if !self.heredocs.is_empty() {
                        self.heredoc_bodies();
                    }
                }
                b' ' | b'\t' | b'\r' => {
                    let rest = self.bytes.get(at..end).unwrap_or_default();
                    let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
                    self.at += blank.max(1);
                }
                b'`' if self.dialect.quotes.iter().any(|quote| quote.escape == Escape::Backtick)
                    && matches!(self.byte(at + 1), b'\n' | b'\r') =>
                {
                    self.at += if self.starts(at, "`\r\n") { 3 } else { 2 };
                }
                b'\\' if matches!(self.byte(at + 1), b'\n' | b'\r') => {
                    self.at += if self.starts(at, "\\\r\n") { 3 } else { 2 };
                }
                _ if close.is_some_and(|(_, shut)| byte == shut) && open == 0 => return,
                b')' | b']' | b'}' => {
                    open = open.saturating_sub(usize::from(close.is_some_and(|(_, shut)| byte == shut)));
                    self.push(Kind::Close, at, at + 1);
                    self.at += 1;
                }
                // Signs that begin no longer one, and that no language begins a word with.
                b',' | b';' if !self.comments_begin(byte) => self.short_sign(),
                _ if self.plain_word(byte) => {}
                _ if self.comments_begin(byte) && self.comment(end) => {}
                _ if may_quote(byte) && self.text(end) => {}
                b'0'..=b'9' => self.number(),
                b'(' | b'[' | b'{' => {
                    open += usize::from(close.is_some_and(|(opener, _)| byte == opener));
                    self.push(Kind::Open, at, at + 1);
                    self.at += 1;
                }
                // No language begins a word with these, and none of them a longer sign.
                b',' | b';' => self.short_sign(),
                b'.' if !AFTER_SIGN.contains(&self.byte(at + 1)) && !self.dotted => self.short_sign(),
                _ if self.word() => {}
                b'/' if self.dialect.regex && self.regex(end) => {}
                b'?' if self.starts(at, "?>") && self.dialect.joins == ["."] && close.is_none() => {
                    self.at += 2;
                    self.markup();
                }
                _ => self.sign(),
            }
        }
        self.at = self.at.min(end);
    }

    /// What stands outside of PHP, up to and with `<?php`.
    fn markup(&mut self) {
        let start = self.at;
        let end = self.find(start, "<?").unwrap_or(self.bytes.len());
        if start < end {
            self.push(Kind::Markup, start, end);
        }
        self.at = if self.starts(end, "<?php") { end + 5 } else { (end + 2).min(self.bytes.len()) };
        if self.byte(self.at) == b'=' {
            self.at += 1;
        }
    }

    fn comments_begin(&self, byte: u8) -> bool {
        self.comments_begin.get(usize::from(byte)).copied().unwrap_or_default()
    }

    fn comment(&mut self, end: usize) -> bool {
        let at = self.at;
        let dialect = self.dialect;
        for (open, close) in dialect.block_comments {
            let (open, line_bound) = match open.strip_prefix('\n') {
                Some(open) => (open, true),
                None => (*open, false),
            };
            if self.starts(at, open) && (!line_bound || at == 0 || self.byte(at - 1) == b'\n') {
                // A line's end that closes it is the line's end too.
                let shut = close.trim_end_matches('\n').len();
                let stop = self.find(at + open.len(), close).map_or(self.bytes.len(), |found| found + shut);
                self.push_comment(at, stop);
                self.at = stop;
                return true;
            }
        }
        let Some(open) = dialect.line_comments.iter().find(|open| self.starts(at, open)) else {
            return false;
        };
        // `$#array`, `#[Attribute]` and `#"quoted name"` are no comments.
        let before = at.checked_sub(1).map_or(b' ', |before| self.byte(before));
        if *open == "#" && (before == b'$' || (dialect.joins == ["."] && self.byte(at + 1) == b'[')) {
            return false;
        }
        let stop = self.line_end(at).min(end);
        self.push_comment(at, stop);
        self.at = stop;
        true
    }

    /// A word of letters that nothing around it makes anything else: most tokens are.
    fn plain_word(&mut self, first: u8) -> bool {
        if !(first.is_ascii_alphabetic() || first == b'_') {
            return false;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let len = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
        let next = rest.get(len).copied().unwrap_or_default();
        let ends = matches!(
            next,
            b' ' | b'\t' | b'\r' | b'\n' | b'.' | b',' | b';' | b')' | b']' | b'}' | b'=' | b'+'
        );
        // Perl's `q(text)`.
        let opens = next == b'(' && self.dialect.prefixes != Prefixes::Perl;
        if !(ends || opens) {
            return false;
        }
        self.push(Kind::Word, self.at, self.at + len);
        self.at += len;
        true
    }

    fn word(&mut self) -> bool {
        let at = self.at;
        let first = self.byte(at);
        let shell = self.dialect.prefixes == Prefixes::None && self.dialect.word_starts == b"$";
        let named = first.is_ascii_alphabetic() || first == b'_' || first >= 0x80;
        let alone = first == b'$' && self.dialect.word_starts == b"$#@";
        let sigil = self.dialect.word_starts.contains(&first) && (alone || is_word(self.byte(at + 1)));
        let option = shell
            && first == b'-'
            && self.byte(at + 1).is_ascii_alphabetic()
            && at.checked_sub(1).is_none_or(|before| self.byte(before).is_ascii_whitespace());
        if !(named || sigil || option) {
            return false;
        }
        let dashes = shell && first != b'$';
        let mut end = at + 1;
        loop {
            let byte = self.byte(end);
            let dash = dashes && byte == b'-' && self.byte(end + 1).is_ascii_alphabetic();
            let scope = shell && first == b'$' && byte == b':' && is_word(self.byte(end + 1));
            if is_word(byte)
                || dash
                || scope
                || (byte == b'$' && self.dialect.word_starts.contains(&b'$') && !shell)
            {
                end += 1;
            } else {
                break;
            }
        }
        let ending = self.dialect.prefixes == Prefixes::Ruby || self.dialect.prefixes == Prefixes::Elixir;
        if ending && matches!(self.byte(end), b'?' | b'!') && self.byte(end + 1) != b'=' {
            end += 1;
        }
        self.push(Kind::Word, at, end);
        self.at = end;
        true
    }

    fn number(&mut self) {
        let start = self.at;
        let mut end = start + 1;
        while is_word(self.byte(end)) || (self.byte(end) == b'.' && self.byte(end + 1).is_ascii_digit()) {
            end += 1;
        }
        self.push(Kind::Number, start, end);
        self.at = end;
    }

    fn short_sign(&mut self) {
        self.push(Kind::Sign, self.at, self.at + 1);
        self.at += 1;
    }

    fn sign(&mut self) {
        let at = self.at;
        let may_be_long = AFTER_SIGN.contains(&self.byte(at + 1));
        let long = SIGNS.iter().filter(|_| may_be_long).find(|sign| self.starts(at, sign));
        let long = long.map_or(1, |sign| sign.len());
        self.push(Kind::Sign, at, at + long);
        self.at += long;
    }

    fn regex(&mut self, end: usize) -> bool {
        let at = self.at;
        let after_value = self.last.is_some_and(|last| match last.kind() {
            Kind::Word => !BEFORE_REGEX.contains(&self.source.get(last.span().range()).unwrap_or_default()),
            Kind::Text { .. } | Kind::TemplateClose | Kind::Close | Kind::Number | Kind::Regex => true,
            Kind::TemplateOpen
            | Kind::Chunk { .. }
            | Kind::HoleOpen
            | Kind::HoleClose
            | Kind::Open
            | Kind::Sign
            | Kind::Markup => false,
        });
        if after_value {
            return false;
        }
        let stop = end.min(at + REGEX_BYTES_MAX);
        let mut class = false;
        let mut next = at + 1;
        while next < stop {
            match self.byte(next) {
                b'\n' => return false,
                b'\\' => next += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => {
                    next += 1;
                    while self.byte(next).is_ascii_alphabetic() {
                        next += 1;
                    }
                    self.push(Kind::Regex, at, next);
                    self.at = next;
                    return true;
                }
                _ => {}
            }
            next += 1;
        }
        false
    }

    /// Reads an expression in a literal whose opening was just passed; says whether it may.
    pub(super) fn hole(&mut self, start: usize, end: usize, brackets: (u8, u8)) -> bool {
        if self.deep >= HOLES_DEEP_MAX {
            return false;
        }
        self.push(Kind::HoleOpen, start, self.at);
        self.deep += 1;
        self.code(end, Some(brackets));
        self.deep -= 1;
        let close = usize::from(self.at < end);
        self.push(Kind::HoleClose, self.at, self.at + close);
        self.at += close;
        true
    }
}

/// Whether a literal of any language may begin with a byte.
fn may_quote(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
        || matches!(byte, b'"' | b'\'' | b'`' | b'|' | b'@' | b'$' | b'%' | b'~' | b'<' | b'[' | b'#' | b'_')
}

/// Whether a byte can stand within a word.
pub(super) fn is_word(byte: u8) -> bool {
    WORD_BYTES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The same for every byte: most bytes of a program are asked about.
const WORD_BYTES: [bool; 256] = {
    let mut words = [false; 256];
    let mut byte = 0;
    while byte < words.len() {
        words[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    words
};

#[cfg(test)]
mod tests {
    use super::may_quote;
    use crate::lint::extract::code::dialect::Dialect;
    use crate::lint::extract::code::tests::LANGUAGES;

    #[test]
    fn no_literal_of_any_language_begins_with_a_byte_that_is_passed_over() {
        for quote in LANGUAGES.iter().flat_map(|language| Dialect::of(*language).quotes) {
            assert!(quote.open.bytes().next().is_some_and(may_quote), "{}", quote.open);
        }
    }
}
