//! Names that a program keeps in tables: `const NAMES = { key: "auth-key" }`, used as `NAMES.key` or `NAMES["key"]`.

use std::ops::Range;

use super::constants::assigned;
use super::program::{NONE, Program};
use super::token::Kind;

/// Most tokens between the sign that gives a table to its name and what opens it: `Object.freeze(`, `map[string]string`.
const OPENING_TOKENS_MAX: usize = 8;

/// Most tables within one another.
const TABLES_DEEP_MAX: usize = 4;

/// A text in a table, which is used by the table's name and its own: `NAMES.key`, `NAMES.auth.key`.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) table: String,
    /// What names it in the table, from the inside out.
    names: Vec<String>,
    /// What it is given.
    pub(super) value: Range<usize>,
}

impl Member {
    /// The member of a table that is given a value there.
    pub(super) fn of(program: &Program<'_>, value: Range<usize>) -> Option<Self> {
        let mut names = Vec::new();
        let mut start = value.start;
        for _ in 0..TABLES_DEEP_MAX {
            let sign = start.checked_sub(1)?;
            if !matches!(program.word(sign), ":" | "=>") || program.kind(sign) != Some(Kind::Sign) {
                break;
            }
            let open = program.parent(start);
            if open == NONE || !matches!(program.word(open), "{" | "[" | "(") {
                return None;
            }
            names.push(key(program, sign.checked_sub(1)?)?.to_owned());
            start = open;
        }
        if names.is_empty() {
            return None;
        }
        let given = (start.saturating_sub(OPENING_TOKENS_MAX)..start)
            .rev()
            .take_while(|at| !matches!(program.word(*at), ";" | "," | "{" | "}"))
            .find(|at| matches!(program.word(*at), "=" | ":="))?;
        let table = assigned(program, given)?;
        Some(Self { table: table.to_owned(), names, value })
    }

    /// One past the member's use that begins there, if one does.
    pub(super) fn used(&self, program: &Program<'_>, at: usize) -> Option<usize> {
        // `Settings.NAMES.key`, `self.names["key"]`.
        let owned = program.is_word(at) && program.is_sign(at + 1, ".") && program.word(at + 2) == self.table;
        let at = if owned { at + 2 } else { at };
        if !program.is_word(at) || program.word(at) != self.table {
            return None;
        }
        self.names.iter().rev().try_fold(at + 1, |next, name| asked(program, next, name))
    }
}

/// One past where a table is asked for what has that name: `.name`, `["name"]`, `[:name]`.
fn asked(program: &Program<'_>, at: usize, name: &str) -> Option<usize> {
    if program.is_sign(at, ".") || program.is_sign(at, "?.") || program.is_sign(at, "->") {
        return (program.is_word(at + 1) && program.word(at + 1) == name).then_some(at + 2);
    }
    let close = program.is_open(at, "[").then(|| program.mate(at)).filter(|close| *close != NONE)?;
    let inner = key(program, close.checked_sub(1)?)?;
    // `[:key]` has its colon before it.
    let alone = close == at + 2 || close == at + 3 && program.is_sign(at + 1, ":");
    (alone && inner == name).then_some(close + 1)
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
