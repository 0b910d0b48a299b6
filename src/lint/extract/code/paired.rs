//! Functions of the program itself that make a pair of a name and a value which they are given:
//! `def with_pair(url, name, value): return f"{url}&{name}={quote(value)}"`.

use std::ops::Range;

use super::dialect::Prefixes;
use super::place::Reader;
use super::token::Kind;
use super::words::{Place, place_of_name, words};

/// Most tokens between a name and the sign after it.
const SIGN_TOKENS_MAX: usize = 8;
/// What begins the names of functions that put nothing anywhere.
const READS: [&str; 14] = [
    "get", "has", "read", "parse", "remove", "delete", "strip", "mask", "redact", "find", "extract", "drop",
    "without", "unset",
];

/// What a function does with a name and a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairing {
    /// It puts them into a querystring.
    Query,
    /// It joins them by `&`, into a querystring or a form's body.
    Joined,
    /// Something else, or nothing.
    None,
}

impl Reader<'_, '_> {
    /// Where a function that the program defines puts the pair of an argument and the one after it.
    pub(super) fn paired(&self, open: usize, index: usize) -> Place {
        let program = self.program;
        let verb = words(program.callee_name(open)).into_iter().next();
        if verb.is_none_or(|verb| READS.contains(&verb.as_str())) {
            return Place::Unknown;
        }
        let Some(defined) = self.definition(open) else { return Place::Unknown };
        let Some(name) = self.parameter_name(defined, open, index) else { return Place::Unknown };
        self.paired_in(defined, name, program.callee(open).start..program.after(open))
    }

    /// The same of a parameter of a function, and what is done with what a call of it gives back.
    pub(super) fn paired_in(&self, defined: usize, name: usize, call: Range<usize>) -> Place {
        match self.pairing(defined, name) {
            Pairing::Query => Place::Query,
            Pairing::None => Place::Unknown,
            // Pairs of a form's body are joined alike: what becomes of them says it.
            Pairing::Joined => match self.climb(call.start, call.end, 1, 1) {
                Place::Elsewhere => Place::Elsewhere,
                Place::Query => Place::Query,
                Place::Unknown => match place_of_name(self.program.word(call.start)) {
                    Place::Elsewhere => Place::Unknown,
                    Place::Query | Place::Unknown => Place::Query,
                },
            },
        }
    }

    /// What a function does with its parameter and the next one. Functions may call one another; each is looked at once.
    fn pairing(&self, defined: usize, name: usize) -> Pairing {
        if let Some(known) = self.paired.borrow().get(&name) {
            return *known;
        }
        self.paired.borrow_mut().insert(name, Pairing::None);
        let pairing = self.pairing_in(&self.body(defined), name);
        self.paired.borrow_mut().insert(name, pairing);
        pairing
    }

    fn pairing_in(&self, body: &Range<usize>, name: usize) -> Pairing {
        let program = self.program;
        // Within a text it may stand without its `$`.
        let word = program.word(name);
        let bare = Some(word.trim_start_matches('$')).filter(|bare| *bare != word);
        let within = |word| {
            let uses = program.uses(word);
            let first = uses.partition_point(|at| *at < body.start);
            uses.iter().copied().skip(first).take_while(|at| *at < body.end)
        };
        let used: Vec<usize> = [Some(word), bare].into_iter().flatten().flat_map(within).collect();
        if used.iter().any(|at| self.entry(*at..at + 1).is_some()) {
            return Pairing::Query;
        }
        let texts = || body.clone().filter_map(|at| self.characters(at));
        // What is searched is written alike.
        let is_searched = texts().any(|text| text.contains("[?&]") || text.contains("[^&"));
        let is_pair = used.iter().any(|at| self.is_before_sign(*at) || self.is_formatted(*at))
            // Rust's `format!("{name}={value}")`.
            || program.dialect.prefixes == Prefixes::Rust
                && texts().any(|text| text.contains(&format!("{{{word}}}=")));
        match () {
            () if is_searched || !is_pair => Pairing::None,
            () if texts().any(|text| text.contains('?')) => Pairing::Query,
            () if texts().any(|text| text.contains('&')) => Pairing::Joined,
            () => Pairing::None,
        }
    }

    /// What a literal, or a piece of one, holds.
    fn characters(&self, at: usize) -> Option<&str> {
        let span = match self.program.kind(at) {
            Some(Kind::Text { inner, .. }) => inner,
            Some(Kind::Chunk { .. }) => self.program.span(at),
            _ => return None,
        };
        self.program.source().get(span.range())
    }

    /// Whether `=` is put after a name: `{name}=`, `name + "="`, `.append(name).append('=')`.
    fn is_before_sign(&self, name: usize) -> bool {
        let program = self.program;
        for at in name + 1..name + 1 + SIGN_TOKENS_MAX {
            if let Some(text) = self.characters(at) {
                let after = text.strip_prefix('=');
                return after.is_some_and(|after| !after.starts_with(['=', '(', '[']));
            }
            match program.kind(at) {
                Some(Kind::Close | Kind::HoleClose | Kind::Open | Kind::HoleOpen | Kind::Word) => {}
                Some(Kind::Sign)
                    if matches!(program.word(at), "." | "+" | "&" | ".." | "<<" | "->" | "~") => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether a text takes a name in before a `=`: `sprintf("%s%s%s=%s", url, mark, name, value)`.
    fn is_formatted(&self, name: usize) -> bool {
        self.formatted_before(&(name..name + 1)).is_some_and(|after| after.starts_with('='))
    }
}
