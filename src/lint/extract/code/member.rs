//! Names that a program keeps in a table: `const NAMES = { key: "auth-key" }`, used as `NAMES.key` or `NAMES["key"]`.

use std::ops::Range;

use super::constants::assigned;
use super::program::{NONE, Program};
use super::token::Kind;

/// Most tokens between the sign that gives a table to its name and what opens it: `Object.freeze(`, `map[string]string`.
const OPENING_TOKENS_MAX: usize = 8;

/// A text in a table, which is used by the table's name and its own.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) table: String,
    name: String,
    /// What it is given.
    pub(super) value: Range<usize>,
}

impl Member {
    /// The member of a table that is given a value there.
    pub(super) fn of(program: &Program<'_>, value: Range<usize>) -> Option<Self> {
        let sign = value.start.checked_sub(1)?;
        if !matches!(program.word(sign), ":" | "=>") || program.kind(sign) != Some(Kind::Sign) {
            return None;
        }
        let name = key(program, sign.checked_sub(1)?)?;
        let open = program.parent(value.start);
        if open == NONE || !matches!(program.word(open), "{" | "[" | "(") {
            return None;
        }
        let given = (open.saturating_sub(OPENING_TOKENS_MAX)..open)
            .rev()
            .take_while(|at| !matches!(program.word(*at), ";" | "," | "{" | "}"))
            .find(|at| matches!(program.word(*at), "=" | ":="))?;
        let table = assigned(program, given)?;
        Some(Self { table: table.to_owned(), name: name.to_owned(), value })
    }

    /// One past the member's use that begins there, if one does.
    pub(super) fn used(&self, program: &Program<'_>, at: usize) -> Option<usize> {
        if !program.is_word(at) || program.word(at) != self.table {
            return None;
        }
        let next = at + 1;
        if program.is_sign(next, ".") || program.is_sign(next, "?.") || program.is_sign(next, "->") {
            return (program.is_word(next + 1) && program.word(next + 1) == self.name).then_some(next + 2);
        }
        let close = program.is_open(next, "[").then(|| program.mate(next)).filter(|close| *close != NONE)?;
        let inner = key(program, close.checked_sub(1)?)?;
        // `[:key]` has its colon before it.
        let alone = close == next + 2 || close == next + 3 && program.is_sign(next + 1, ":");
        (alone && inner == self.name).then_some(close + 1)
    }
}

/// What names a member: a word, or a literal.
fn key<'p>(program: &'p Program<'_>, at: usize) -> Option<&'p str> {
    match program.kind(at)? {
        Kind::Word => Some(program.word(at)),
        Kind::Text { inner, .. } => program.source().get(inner.range()),
        Kind::TemplateOpen
        | Kind::Chunk { .. }
        | Kind::HoleOpen
        | Kind::HoleClose
        | Kind::TemplateClose
        | Kind::Open
        | Kind::Close
        | Kind::Number
        | Kind::Sign
        | Kind::Regex
        | Kind::Markup => None,
    }
}
