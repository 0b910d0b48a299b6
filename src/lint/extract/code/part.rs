//! A program that is read in part: what is asked of the rest, and whether the part said all there is to say.
//!
//! A name in the part may be given its value, or be used, anywhere in the program. Whoever asks for that says so here. If
//! the rest does not so much as mention the name, the part knows as much as the whole; else the whole has to be read.

use std::cell::Cell;

use super::mentions::Mentions;
use super::program::{NONE, Program};
use crate::finding::Span;
use crate::lint::text::line_before;

/// Most tokens of a type.
const TYPE_TOKENS_MAX: usize = 24;

/// What stands before and after the part, and whether it is needed.
#[derive(Default)]
pub(super) struct Rest<'t> {
    /// The whole program, and where in it the part is; nothing if all of it is read.
    whole: Option<(&'t Mentions<'t>, Span)>,
    /// Whether the part is asked what it needs of the rest.
    asks: bool,
    leans: Cell<bool>,
}

impl<'t> Rest<'t> {
    /// What is left of a program beside a part of it.
    pub(super) fn of(whole: &'t Mentions<'t>, part: Span, asks: bool) -> Self {
        Self { whole: Some((whole, part)), asks, leans: Cell::new(false) }
    }

    /// Every use of a name is wanted.
    pub(super) fn ask_uses(&self, name: &str) {
        self.ask(name, Mentions::uses_outside);
    }

    /// What a name is given is wanted.
    pub(super) fn ask_given(&self, name: &str) {
        self.ask(name, Mentions::gives_outside);
    }

    /// Something is wanted that only the whole program tells.
    pub(super) fn lean(&self) {
        self.leans.set(self.begins_before() || self.ends_after() || self.leans.get());
    }

    /// Whether the whole program has to be read.
    pub(super) fn leans(&self) -> bool {
        self.leans.get()
    }

    /// Whether something of the program stands before the part.
    fn begins_before(&self) -> bool {
        self.whole.is_some_and(|(_, part)| part.start > 0)
    }

    /// Whether what stands before the part surely ends there: a statement or a block, in no comment.
    fn is_ended_before(&self) -> bool {
        self.whole.is_some_and(|(whole, part)| {
            let before = whole.source().get(..part.start).unwrap_or_default().trim_end();
            let line = line_before(before, before.len()).unwrap_or_default().trim_start();
            let comment = line.contains("//") || line.starts_with(['*', '#']);
            before.ends_with([';', '{', '}']) && !comment
        })
    }

    /// Whether something stands after it.
    fn ends_after(&self) -> bool {
        self.whole.is_some_and(|(whole, part)| part.end < whole.source().len())
    }

    fn ask(&self, name: &str, is_found: fn(&Mentions<'t>, &str, Span) -> bool) {
        let Some((whole, part)) = self.whole.filter(|_| self.asks && !self.leans() && !name.is_empty())
        else {
            return;
        };
        self.leans.set(is_found(whole, name, part));
    }
}

/// Whether the statements that hits stand in are in the part from their start to their end, with all brackets around them
/// but those of blocks, and are none of a table's entries.
pub(super) fn is_settled(program: &Program<'_>, hits: &[usize]) -> bool {
    in_code(program, hits).all(|hit| {
        statement(program, hit).is_some_and(|(_, start)| {
            // `"name": value` and `name: value` stand in a table.
            let keyed = program.is_literal(start) || matches!(program.word(program.after(start)), ":" | "=>");
            is_begun(program, start) && !keyed
        })
    })
}

/// The same of statements that say all by themselves: whether they are entries of a table makes no difference, nor what
/// ends before them.
pub(super) fn is_whole(program: &Program<'_>, hits: &[usize]) -> bool {
    in_code(program, hits).all(|hit| {
        statement(program, hit).is_some_and(|(outer, start)| {
            is_begun(program, start) || follows_block(program, outer) || program.rest.is_ended_before()
        })
    })
}

/// The hits that are in no comment.
fn in_code<'p>(program: &'p Program<'_>, hits: &'p [usize]) -> impl Iterator<Item = usize> + 'p {
    let commented = |hit: &usize| program.comments.iter().any(|comment| comment.range().contains(hit));
    hits.iter().copied().filter(move |hit| !commented(hit))
}

/// Whether a statement begins where it seems to: something stands before it that ends, or nothing does.
fn is_begun(program: &Program<'_>, start: usize) -> bool {
    start > 0 || !program.rest.begins_before()
}

/// The statement that a hit stands in, by the outermost of its tokens around the hit and by its first one; nothing if its
/// end is not in the part, or some bracket around the hit.
fn statement(program: &Program<'_>, hit: usize) -> Option<(usize, usize)> {
    let at = program.tokens.partition_point(|token| token.span().end <= hit);
    if at >= program.tokens.len() {
        return (!program.rest.ends_after()).then_some((at, at));
    }
    let mut outer = at;
    loop {
        let around = program.parent(outer);
        if around == NONE || is_block(program, around) {
            break;
        }
        if program.mate(around) == NONE {
            return None;
        }
        outer = around;
    }
    // A close whose opening is not there: what stands before it is in brackets.
    let ends = match program.word(program.statement_end(outer)) {
        "" => !program.rest.ends_after(),
        ")" | "]" | "," => false,
        _ => true,
    };
    ends.then(|| (outer, program.statement_start(outer)))
}

/// Whether a block ends on a line before that token, within its brackets: a statement begins after it.
fn follows_block(program: &Program<'_>, at: usize) -> bool {
    let mut start = at;
    while let Some(previous) = program.before(start) {
        let closed = previous + 1 < start && program.word(start - 1) == "}" && program.leads(start);
        if closed && is_block(program, previous) {
            return true;
        }
        start = previous;
    }
    false
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
