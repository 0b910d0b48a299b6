//! Where else in a program a name stands. A name is looked for once, however many parts of the program ask for it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::lexer::is_word;
use crate::finding::Span;

/// Longest statement that may give a name no text, in bytes.
const GIVEN_BYTES_MAX: usize = 512;

/// Most names of one program that are looked for: to read all of it costs no more. Others may stand anywhere.
const NAMES_MAX: usize = 64;
/// What is said of a name that is not looked for.
const ANYWHERE: (usize, usize) = (0, usize::MAX);

/// The first and the last place of each name that was asked for.
type Ends = RefCell<HashMap<String, Option<(usize, usize)>, RandomState>>;

/// A program whose names are asked for.
pub(super) struct Mentions<'s> {
    source: &'s str,
    used: Ends,
    given: Ends,
    /// How many names were looked for.
    asked: Cell<usize>,
}

impl<'s> Mentions<'s> {
    /// The names of that program.
    pub(super) fn of(source: &'s str) -> Self {
        Self { source, used: Ends::default(), given: Ends::default(), asked: Cell::new(0) }
    }

    /// The program.
    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    /// Whether the program may give that name a text somewhere.
    pub(super) fn gives(&self, name: &str) -> bool {
        self.ends(&self.given, name, is_given).is_some()
    }

    /// Whether it may do so outside of a part of it.
    pub(super) fn gives_outside(&self, name: &str, part: Span) -> bool {
        self.ends(&self.given, name, is_given).is_some_and(|ends| is_outside(ends, part))
    }

    /// Whether the name stands somewhere outside of a part, as a word of its own.
    pub(super) fn uses_outside(&self, name: &str, part: Span) -> bool {
        self.ends(&self.used, name, |_, _| true).is_some_and(|ends| is_outside(ends, part))
    }

    /// The first and the last place of a name, of those that fit.
    fn ends(&self, known: &Ends, name: &str, fits: fn(&[u8], Span) -> bool) -> Option<(usize, usize)> {
        if let Some(ends) = known.borrow().get(name) {
            return *ends;
        }
        let asked = self.asked.get();
        if asked >= NAMES_MAX {
            return Some(ANYWHERE);
        }
        self.asked.set(asked + 1);
        let bytes = self.source.as_bytes();
        let stands = |at: &usize| {
            let span = Span::new(*at, at + name.len());
            let joined =
                |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| is_word(*byte));
            !joined(at.checked_sub(1)) && !joined(Some(span.end)) && fits(bytes, span)
        };
        let mut found = memchr::memmem::find_iter(bytes, name).filter(stands);
        let ends = found.next().map(|first| (first, found.last().unwrap_or(first)));
        known.borrow_mut().insert(name.to_owned(), ends);
        ends
    }
}

fn is_outside((first, last): (usize, usize), part: Span) -> bool {
    first < part.start || last >= part.end
}

/// Whether a text may be given to the name that stands there: `name =`, `name :=`, `name: Type =`, `name: "text"`,
/// `#define name "text"`.
fn is_given(bytes: &[u8], name: Span) -> bool {
    // A parameter's name in a URL, or put into a text.
    let before = name.start.checked_sub(1).and_then(|before| bytes.get(before));
    if before.is_some_and(|byte| matches!(byte, b'?' | b'&' | b'$')) {
        return false;
    }
    let after = bytes.get(name.end..).unwrap_or_default();
    let gap = after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let rest = after.get(gap..).unwrap_or_default();
    let line = rest.get(..GIVEN_BYTES_MAX).unwrap_or(rest);
    let line = line.split(|byte| matches!(byte, b'\n' | b';')).next().unwrap_or_default();
    match rest.first() {
        // A comparison or an arrow gives nothing.
        Some(b'=') => !matches!(rest.get(1), Some(b'=' | b'>')) && is_text(rest.get(1..).unwrap_or_default()),
        Some(b'.' | b',' | b')' | b'(' | b'+' | b']' | b'}') | None => false,
        // `#define name "text"`; right after it the quote ends a text.
        Some(b'"' | b'\'' | b'`') => gap > 0,
        // A sentence, a type before a name.
        Some(byte) if is_word(*byte) => {
            line.get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"as ")) && assigns(line)
        }
        Some(b':') => {
            let value = line.get(1..).unwrap_or_default().trim_ascii_start();
            let prefix = value.iter().take_while(|byte| is_word(**byte)).count();
            assigns(line) || matches!(value.get(prefix), Some(b'"' | b'\'' | b'`'))
        }
        Some(_) => assigns(line),
    }
}

/// Whether something is given a value there, rather than compared.
fn assigns(line: &[u8]) -> bool {
    memchr::memchr_iter(b'=', line).any(|at| {
        let before = at.checked_sub(1).and_then(|before| line.get(before));
        !matches!(before, Some(b'=' | b'!' | b'<' | b'>')) && !matches!(line.get(at + 1), Some(b'=' | b'>'))
    })
}

/// Whether what is given may be a text: a literal, or something that is put together. `get("…")` alone is none.
fn is_text(given: &[u8]) -> bool {
    let line = given.get(..GIVEN_BYTES_MAX).unwrap_or(given);
    let Some(end) = memchr::memchr2(b'\n', b';', line) else { return true };
    let value = line.get(..end).unwrap_or_default().trim_ascii();
    let name = value.iter().take_while(|byte| is_word(**byte)).count();
    let quoted = matches!(value.get(name), Some(b'"' | b'\'' | b'`'));
    let call = name > 0 && !quoted && value.last() == Some(&b')');
    !call || value.contains(&b'+')
}
