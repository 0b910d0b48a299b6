//! A program that is read in part: what is asked of the rest, and whether the part said all there is to say.
//!
//! A name in the part may be given its value, or be used, anywhere in the program. Whoever asks for that says so here. If
//! the rest does not so much as mention the name, the part knows as much as the whole; else the whole has to be read.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::lexer::is_word;
use super::program::{NONE, Program};
use super::told::is_given;
use crate::finding::Span;

/// Most tokens of a type.
const TYPE_TOKENS_MAX: usize = 24;

/// What stands before and after the part, and what was asked of it.
#[derive(Debug, Default)]
pub(super) struct Rest<'t> {
    before: &'t [u8],
    after: &'t [u8],
    /// Names that were asked for and are not there.
    absent: RefCell<HashSet<String>>,
    leans: Cell<bool>,
}

impl<'t> Rest<'t> {
    /// What is left of a program beside a part of it.
    pub(super) fn of(source: &'t str, part: Span) -> Self {
        let bytes = source.as_bytes();
        let (before, after) = (bytes.get(..part.start), bytes.get(part.end..));
        Self {
            before: before.unwrap_or_default(),
            after: after.unwrap_or_default(),
            absent: RefCell::default(),
            leans: Cell::new(false),
        }
    }

    /// Every use of a name is wanted.
    pub(super) fn ask_uses(&self, name: &str) {
        self.ask(name, |bytes| mentions(bytes, name));
    }

    /// What a name is given is wanted.
    pub(super) fn ask_given(&self, name: &str) {
        self.ask(name, |bytes| is_given(bytes, name));
    }

    /// Something is wanted that only the whole program tells.
    pub(super) fn lean(&self) {
        self.leans.set(!self.is_empty() || self.leans.get());
    }

    /// Whether the whole program has to be read.
    pub(super) fn leans(&self) -> bool {
        self.leans.get()
    }

    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    fn ask(&self, name: &str, found: impl Fn(&[u8]) -> bool) {
        if self.is_empty() || self.leans() || name.is_empty() || self.absent.borrow().contains(name) {
            return;
        }
        // The nearest uses are the likeliest.
        if found(self.after) || found(self.before) {
            self.leans.set(true);
        } else {
            self.absent.borrow_mut().insert(name.to_owned());
        }
    }
}

/// Whether a name stands there as a word of its own.
fn mentions(bytes: &[u8], name: &str) -> bool {
    let joined = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| is_word(*byte));
    memchr::memmem::find_iter(bytes, name)
        .any(|at| !joined(at.checked_sub(1)) && !joined(Some(at + name.len())))
}

/// Whether the statements that hits stand in are in the part from their start to their end, with all brackets around them
/// but those of blocks.
pub(super) fn is_settled(program: &Program<'_>, hits: &[usize]) -> bool {
    hits.iter().all(|hit| {
        let commented = program.comments.iter().any(|comment| comment.range().contains(hit));
        commented || is_statement_whole(program, *hit)
    })
}

fn is_statement_whole(program: &Program<'_>, hit: usize) -> bool {
    let at = program.tokens.partition_point(|token| token.span().end <= hit);
    if at >= program.tokens.len() {
        return program.rest.after.is_empty();
    }
    let mut outer = at;
    loop {
        let around = program.parent(outer);
        if around == NONE || is_block(program, around) {
            break;
        }
        if program.mate(around) == NONE {
            return false;
        }
        outer = around;
    }
    let (start, end) = (program.statement_start(outer), program.statement_end(outer));
    let begins = start > 0 || program.rest.before.is_empty();
    // A close whose opening is not there: what stands before it is in brackets.
    let ends = match program.word(end) {
        "" => program.rest.after.is_empty(),
        ")" | "]" | "," => false,
        _ => true,
    };
    // `"name": value` and `name: value` stand in a table.
    let keyed = program.is_literal(start) || matches!(program.word(program.after(start)), ":" | "=>");
    begins && ends && !keyed
}

/// Whether what a brace opens is a block of statements rather than a table.
pub(super) fn is_block(program: &Program<'_>, open: usize) -> bool {
    let Some(before) = open.checked_sub(1) else { return false };
    let table = matches!(
        program.word(before),
        "(" | "[" | "{" | "," | "=" | ":" | ":=" | "+=" | "?" | "return" | "??" | "||" | "&&" | "..." | "**"
    );
    let block = program.is_open(open, "{") && !table;
    block && (program.word(before) == ")" || program.leads(open + 1)) && !is_made(program, open)
}

/// Whether a brace holds what something new is made of: `new Dictionary<string, string> {`, `new Query() {`.
fn is_made(program: &Program<'_>, open: usize) -> bool {
    let mut at = match open.checked_sub(1) {
        Some(close) if program.word(close) == ")" && program.mate(close) != NONE => program.mate(close),
        _ => open,
    };
    for _ in 0..TYPE_TOKENS_MAX {
        let Some(before) = at.checked_sub(1) else { return false };
        match program.word(before) {
            "new" => return true,
            "." | "<" | ">" | "," | "?" | "::" | "[" | "]" => {}
            _ if program.is_word(before) => {}
            _ => return false,
        }
        at = before;
    }
    false
}
