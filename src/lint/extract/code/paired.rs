//! Functions of the program itself that make a pair of a name and a value which they are given:
//! `def with_pair(url, name, value): return f"{url}&{name}={quote(value)}"`.

use std::ops::Range;

use super::dialect::Prefixes;
use super::place::Reader;
use super::token::Kind;
use super::words::{Place, place_of_name, words};

/// Most tokens between a name and the sign after it.
const SIGN_TOKENS_MAX: usize = 8;
/// Most such functions that call one another.
const DEEP_MAX: usize = 2;
/// What begins the names of functions that put nothing anywhere.
const READS: [&str; 14] = [
    "get", "has", "read", "parse", "remove", "delete", "strip", "mask", "redact", "find", "extract", "drop",
    "without", "unset",
];

impl Reader<'_, '_> {
    /// Where a function that the program defines puts the pair of an argument and the one after it.
    pub(super) fn paired(&self, open: usize, index: usize) -> Place {
        let program = self.program;
        let deep = self.paired_deep.get();
        let verb = words(program.callee_name(open)).into_iter().next();
        if deep >= DEEP_MAX || verb.is_none_or(|verb| READS.contains(&verb.as_str())) {
            return Place::Unknown;
        }
        let Some(defined) = self.definition(open) else { return Place::Unknown };
        let Some(name) = self.parameter_name(defined, open, index) else { return Place::Unknown };
        self.paired_deep.set(deep + 1);
        let call = program.callee(open).start..program.after(open);
        let place = self.paired_in(&self.body(defined), name, call);
        self.paired_deep.set(deep);
        place
    }

    /// The same, by what the function does with its parameter, and what is done with what it gives back.
    pub(super) fn paired_in(&self, body: &Range<usize>, name: usize, call: Range<usize>) -> Place {
        let program = self.program;
        // Within a text it may stand without its `$`.
        let word = program.word(name);
        let bare = Some(word.trim_start_matches('$')).filter(|bare| *bare != word);
        let uses = [Some(word), bare].into_iter().flatten().flat_map(|word| program.uses(word));
        let used: Vec<usize> = uses.copied().filter(|at| body.contains(at)).collect();
        if used.iter().any(|at| self.entry(*at..at + 1).is_some()) {
            return Place::Query;
        }
        let texts = || body.clone().filter_map(|at| self.characters(at));
        // What is searched is written alike.
        let is_searched = texts().any(|text| text.contains("[?&]") || text.contains("[^&"));
        let is_pair = used.iter().any(|at| self.is_before_sign(*at) || self.is_formatted(*at))
            // Rust's `format!("{name}={value}")`.
            || program.dialect.prefixes == Prefixes::Rust
                && texts().any(|text| text.contains(&format!("{{{word}}}=")));
        if is_searched || !is_pair {
            return Place::Unknown;
        }
        if texts().any(|text| text.contains('?')) {
            return Place::Query;
        }
        // Pairs of a form's body are joined alike: what becomes of them says it.
        let joined = texts().any(|text| text.contains('&'));
        let named = place_of_name(program.word(call.start));
        match self.climb(call.start, call.end, 1, 1) {
            Place::Elsewhere => Place::Elsewhere,
            Place::Query if joined => Place::Query,
            Place::Query | Place::Unknown => {
                if joined && named != Place::Elsewhere {
                    Place::Query
                } else {
                    Place::Unknown
                }
            }
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
