//! The lexer's part that reads string literals, and the expressions in them.

use std::borrow::Cow;

use super::dialect::{Escape, Holes, Prefixes, Quote};
use super::lexer::Lexer;
use super::token::{Kind, Raw};
use crate::finding::Span;

/// Longest character literal, in bytes.
const CHAR_BYTES_MAX: usize = 12;

/// A literal that is about to be read.
pub(super) struct Opened {
    pub(super) content: usize,
    pub(super) close: Cow<'static, [u8]>,
    pub(super) escape: Escape,
    pub(super) holes: Holes,
    pub(super) lines: bool,
    /// How many braces open a hole.
    pub(super) braces: usize,
    /// Whether a backslash guards a quote and stands for itself: Python's `r""`.
    pub(super) verbatim: bool,
}

impl Opened {
    fn of(quote: &Quote, content: usize) -> Self {
        Self {
            content,
            close: Cow::Borrowed(quote.close.as_bytes()),
            escape: quote.escape,
            holes: quote.holes,
            lines: quote.lines,
            braces: 1,
            verbatim: false,
        }
    }

    fn raw(&self) -> Raw {
        match self.escape {
            Escape::None => Raw::Yes,
            Escape::Backslash if self.verbatim => Raw::Yes,
            Escape::Backslash => Raw::Backslash,
            Escape::Doubled => Raw::Doubled(self.close.first().copied().unwrap_or(b'"')),
            Escape::Backtick => Raw::Backtick,
        }
    }
}

impl Lexer<'_> {
    /// Reads a literal if one begins here.
    pub(super) fn text(&mut self, end: usize) -> bool {
        if self.dialect.heredocs && self.starts(self.at, "<<") && self.heredoc_label() {
            return true;
        }
        let start = self.at;
        let Some(opened) = self.opened(start) else { return false };
        if self.lone(&opened, end) {
            return false;
        }
        self.at = opened.content;
        self.content(start, &opened, end);
        true
    }

    fn opened(&self, at: usize) -> Option<Opened> {
        if let Some(opened) = self.prefixed(at) {
            return Some(opened);
        }
        let quote = self.dialect.quotes.iter().find(|quote| self.starts(at, quote.open))?;
        Some(Opened::of(quote, at + quote.open.len()))
    }

    /// A quote with letters or signs before it.
    fn prefixed(&self, at: usize) -> Option<Opened> {
        if self.dialect.prefixes == Prefixes::None {
            return None;
        }
        let letters =
            self.bytes.get(at..)?.iter().take(5).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let quote_at = at + letters;
        let prefix = self.source.get(at..quote_at)?;
        let quoted = |from: usize| self.dialect.quotes.iter().find(|quote| self.starts(from, quote.open));
        match self.dialect.prefixes {
            Prefixes::None => None,
            Prefixes::Python => {
                let fits =
                    (1..=2).contains(&letters) && prefix.bytes().all(|byte| b"rbuftRBUFT".contains(&byte));
                let mut opened = Opened::of(quoted(quote_at).filter(|_| fits)?, 0);
                opened.content = quote_at + opened.close.len();
                if prefix.contains(['f', 'F', 't', 'T']) {
                    opened.holes = Holes::Braces;
                }
                opened.verbatim = prefix.contains(['r', 'R']);
                Some(opened)
            }
            Prefixes::Scala => {
                let mut opened = Opened::of(quoted(quote_at).filter(|_| letters > 0)?, 0);
                opened.content = quote_at + opened.close.len();
                opened.holes = Holes::Dollar;
                (self.byte(quote_at) == b'"').then_some(opened)
            }
            Prefixes::Dart => {
                let mut opened = Opened::of(quoted(quote_at).filter(|_| prefix == "r")?, 0);
                opened.content = quote_at + opened.close.len();
                opened.holes = Holes::None;
                opened.escape = Escape::None;
                Some(opened)
            }
            Prefixes::CSharp => {
                let marks =
                    self.bytes.get(at..)?.iter().take(8).take_while(|byte| b"$@".contains(byte)).count();
                let marked = self.source.get(at..at + marks)?;
                let quotes =
                    self.bytes.get(at + marks..)?.iter().take(8).take_while(|byte| **byte == b'"').count();
                if marks == 0 || quotes == 0 {
                    return None;
                }
                let dollars = marked.matches('$').count();
                let many = quotes >= 3;
                let verbatim = marked.contains('@');
                Some(Opened {
                    content: at + marks + if many { quotes } else { 1 },
                    close: if many { vec![b'"'; quotes].into() } else { Cow::Borrowed(b"\"") },
                    escape: match (many, verbatim) {
                        (true, _) => Escape::None,
                        (false, true) => Escape::Doubled,
                        (false, false) => Escape::Backslash,
                    },
                    holes: if dollars > 0 { Holes::Braces } else { Holes::None },
                    lines: many || verbatim,
                    braces: dollars.max(1),
                    verbatim: false,
                })
            }
            Prefixes::Rust | Prefixes::Swift => {
                let hashes =
                    self.bytes.get(quote_at..)?.iter().take(8).take_while(|byte| **byte == b'#').count();
                let swift = self.dialect.prefixes == Prefixes::Swift;
                let raw = match prefix {
                    "r" | "br" | "cr" => !swift,
                    "b" | "c" if hashes == 0 => !swift,
                    "" => swift && hashes > 0,
                    _ => false,
                };
                if !raw || self.byte(quote_at + hashes) != b'"' {
                    return None;
                }
                let mut close = vec![b'"'];
                close.extend(std::iter::repeat_n(b'#', hashes));
                let escape = if prefix.ends_with('r') || swift { Escape::None } else { Escape::Backslash };
                Some(Opened {
                    content: quote_at + hashes + 1,
                    close: close.into(),
                    escape,
                    holes: Holes::None,
                    lines: true,
                    braces: 1,
                    verbatim: false,
                })
            }
            Prefixes::C => {
                let raw = prefix.ends_with('R') && self.byte(quote_at) == b'"';
                if !raw {
                    let objective =
                        self.starts(at, "@\"") || (letters > 0 && letters <= 2 && "uU8L".contains(prefix));
                    let open = if self.starts(at, "@\"") { at + 1 } else { quote_at };
                    let mut opened = Opened::of(quoted(open).filter(|_| objective)?, 0);
                    opened.content = open + 1;
                    return Some(opened);
                }
                let label = self.bytes.get(quote_at + 1..)?.iter().take(17).position(|byte| *byte == b'(')?;
                let mut close = vec![b')'];
                close.extend(self.bytes.get(quote_at + 1..quote_at + 1 + label)?);
                close.push(b'"');
                Some(Opened {
                    content: quote_at + label + 2,
                    close: close.into(),
                    escape: Escape::None,
                    holes: Holes::None,
                    lines: true,
                    braces: 1,
                    verbatim: false,
                })
            }
            Prefixes::Perl => {
                let holes = match prefix {
                    "q" => Holes::None,
                    "qq" => Holes::Php,
                    _ => return None,
                };
                self.bracketed(quote_at, holes)
            }
            Prefixes::Ruby | Prefixes::Elixir => {
                let (mark, kinds) =
                    if self.dialect.prefixes == Prefixes::Ruby { (b'%', "qQ") } else { (b'~', "sS") };
                if self.byte(at) != mark {
                    return None;
                }
                let kind = self.byte(at + 1);
                let letter = usize::from(kind.is_ascii_alphabetic());
                if letter == 1 && !kinds.as_bytes().contains(&kind) {
                    return None;
                }
                let holes = if matches!(kind, b'q' | b'S') { Holes::None } else { Holes::Hash };
                self.bracketed(at + 1 + letter, holes).filter(|_| letter == 1 || kind != b' ')
            }
        }
    }

    /// `q{…}`, `%q(…)`: a literal between brackets.
    fn bracketed(&self, open: usize, holes: Holes) -> Option<Opened> {
        let close = match self.byte(open) {
            b'{' => b'}',
            b'(' => b')',
            b'[' => b']',
            b'|' => b'|',
            _ => return None,
        };
        Some(Opened {
            content: open + 1,
            close: vec![close].into(),
            escape: Escape::Backslash,
            holes,
            lines: true,
            braces: 1,
            verbatim: false,
        })
    }

    /// Whether the quote opens nothing: an apostrophe in text, a lifetime, a quote whose line ends before its close.
    fn lone(&mut self, opened: &Opened, end: usize) -> bool {
        if opened.lines {
            return false;
        }
        let single = *opened.close == [b'\''];
        let holds_chars = single
            && matches!(
                self.dialect.prefixes,
                Prefixes::Rust | Prefixes::C | Prefixes::CSharp | Prefixes::Scala
            );
        let mut stop = self.line_end(opened.content).min(end);
        if holds_chars {
            stop = stop.min(opened.content + CHAR_BYTES_MAX);
        }
        let Some(first) = opened.close.first().copied() else { return true };
        let mut at = opened.content;
        while at < stop {
            at += next_of(self.bytes.get(at..stop), first, b'\\');
            if at >= stop {
                break;
            }
            match self.byte(at) {
                b'\\' if opened.escape == Escape::Backslash => {
                    // A backslash before the line's end carries the literal on.
                    if matches!(self.byte(at + 1), b'\n' | b'\r') {
                        return false;
                    }
                    at += 1;
                }
                byte if byte == first
                    && self.bytes.get(at..).is_some_and(|rest| rest.starts_with(&opened.close)) =>
                {
                    // `<'a, 'b>` are lifetimes.
                    return holds_chars
                        && self.dialect.prefixes == Prefixes::Rust
                        && at > opened.content + 1
                        && self.byte(opened.content) != b'\\';
                }
                _ => {}
            }
            at += 1;
        }
        // A backslash at the very end of the line.
        !(stop < end && self.byte(stop.saturating_sub(1)) == b'\\' && opened.escape == Escape::Backslash)
    }

    /// Reads what stands in a literal, and its close.
    pub(super) fn content(&mut self, start: usize, opened: &Opened, end: usize) {
        let mut bound = if opened.lines { end } else { self.line_end(self.at).min(end) };
        let raw = opened.raw();
        let mut chunk = self.at;
        let mut template = false;
        let first = opened.close.first().copied().unwrap_or(b'"');
        let plain = opened.holes == Holes::None && opened.escape != Escape::Backtick;
        while self.at < bound {
            if plain {
                self.at += next_of(self.bytes.get(self.at..bound), first, b'\\');
                if self.at >= bound {
                    break;
                }
            }
            let at = self.at;
            let byte = self.byte(at);
            if byte == first && self.bytes.get(at..).is_some_and(|rest| rest.starts_with(&opened.close)) {
                if opened.escape == Escape::Doubled && self.byte(at + 1) == first {
                    self.at += 2;
                    continue;
                }
                break;
            }
            if byte == b'\\'
                && opened.escape == Escape::Backslash
                && !(opened.holes == Holes::Swift && self.byte(at + 1) == b'(')
            {
                if matches!(self.byte(at + 1), b'\n' | b'\r') && !opened.lines {
                    let line = if self.starts(at + 1, "\r\n") { at + 3 } else { at + 2 };
                    bound = self.line_end(line).min(end);
                    self.at = line.min(bound);
                } else {
                    self.at = (at + 2).min(bound);
                }
                continue;
            }
            if byte == b'`' && opened.escape == Escape::Backtick {
                self.at = (at + 2).min(bound);
                continue;
            }
            let Some((skip, brackets)) = self.hole_at(at, opened) else {
                self.at += 1;
                continue;
            };
            if !template {
                template = true;
                self.push(Kind::TemplateOpen, start, opened.content);
            }
            if chunk < at {
                self.push(Kind::Chunk { raw }, chunk, at);
            }
            self.at = at + skip;
            let read = match brackets {
                Some(brackets) => self.hole(at, bound, brackets),
                None => {
                    self.name_hole(at);
                    true
                }
            };
            if !read {
                self.at = at + skip;
            } else if opened.braces > 1 {
                while self.byte(self.at) == b'}' {
                    self.at += 1;
                }
            }
            chunk = if read { self.at } else { at };
        }
        let inner_end = self.at.min(bound);
        let closed = self.bytes.get(inner_end..).is_some_and(|rest| rest.starts_with(&opened.close));
        let stop = if closed { inner_end + opened.close.len() } else { inner_end };
        if template {
            if chunk < inner_end {
                self.push(Kind::Chunk { raw }, chunk, inner_end);
            }
            self.push(Kind::TemplateClose, inner_end, stop);
        } else {
            self.push(
                Kind::Text { inner: Span::new(opened.content.min(inner_end), inner_end), raw },
                start,
                stop,
            );
        }
        self.at = stop;
    }

    /// Whether an expression begins here: how long its opening is, and what brackets it stands in.
    fn hole_at(&self, at: usize, opened: &Opened) -> Option<(usize, Option<(u8, u8)>)> {
        let byte = self.byte(at);
        let next = self.byte(at + 1);
        let named = next.is_ascii_alphabetic() || next == b'_';
        const CURLY: Option<(u8, u8)> = Some((b'{', b'}'));
        const ROUND: Option<(u8, u8)> = Some((b'(', b')'));
        match opened.holes {
            Holes::None => None,
            Holes::Braces => {
                let run = self.bytes.get(at..)?.iter().take(8).take_while(|byte| **byte == b'{').count();
                if run == 0 || run < opened.braces {
                    return None;
                }
                match opened.braces {
                    1 if run % 2 == 0 => None,
                    1 if at > opened.content && self.byte(at - 1) == b'{' && run == 1 => {
                        let before = self.bytes.get(opened.content..at)?;
                        let even = before.iter().rev().take_while(|byte| **byte == b'{').count() % 2 == 0;
                        even.then_some((1, CURLY))
                    }
                    braces => Some((braces, CURLY)),
                }
            }
            Holes::DollarBraces => (byte == b'$' && next == b'{').then_some((2, CURLY)),
            Holes::Dollar => match (byte, next) {
                (b'$', b'{') => Some((2, CURLY)),
                (b'$', _) if named => Some((1, None)),
                _ => None,
            },
            Holes::Php => match (byte, next) {
                (b'$', b'{') => Some((2, CURLY)),
                (b'{', b'$') => Some((1, CURLY)),
                (b'@', b'{') => Some((2, CURLY)),
                (b'$', _) if named => Some((1, None)),
                _ => None,
            },
            Holes::PowerShell => match (byte, next) {
                (b'$', b'{') => Some((2, CURLY)),
                (b'$', b'(') => Some((2, ROUND)),
                (b'$', _) if named => Some((1, None)),
                _ => None,
            },
            Holes::Hash => (byte == b'#' && next == b'{').then_some((2, CURLY)),
            Holes::Swift => (byte == b'\\' && next == b'(').then_some((2, ROUND)),
        }
    }
}

/// How far it is to the next of two bytes, or to the end.
fn next_of(bytes: Option<&[u8]>, one: u8, other: u8) -> usize {
    let bytes = bytes.unwrap_or_default();
    memchr::memchr2(one, other, bytes).unwrap_or(bytes.len())
}
