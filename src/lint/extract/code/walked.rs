//! Tables whose pairs a program writes one by one: `for k, v in table.items(): query += f"&{k}={v}"`.

use std::ops::Range;

use super::assemble::literal;
use super::place::Reader;
use super::program::NONE;
use super::words::Place;

/// Functions that hand each of what they are called on to a function, in lower case.
const WALKS: [&str; 11] = [
    "each",
    "foreach",
    "map",
    "each_pair",
    "collect",
    "reduce",
    "fold",
    "inject",
    "select",
    "flatmap",
    "foreach-object",
];
/// Most calls on a table, and most calls around it, before it is walked over.
const CALLS_MAX: usize = 4;
/// Most tokens of a loop's body that are looked at.
const BODY_TOKENS_MAX: usize = 200;
/// Most tokens of a body that no bracket ends.
const LINES_TOKENS_MAX: usize = 48;
/// Most tokens after a loop in which its pieces are joined.
const AFTER_TOKENS_MAX: usize = 120;

impl Reader<'_, '_> {
    /// Where each pair of a table goes, which stands from one token up to another: into a text that `&` joins, or headers.
    pub(super) fn written(&self, from: usize, to: usize) -> Place {
        let Some(body) = self.walked(from, to, 0) else { return Place::Unknown };
        if self.writes_pairs(&body) {
            return Place::Query;
        }
        let program = self.program;
        let mut words = body.take(BODY_TOKENS_MAX).map(|at| program.word(at).to_ascii_lowercase());
        if words.any(|word| word.contains("header")) { Place::Elsewhere } else { Place::Unknown }
    }

    /// Where the pairs of a table end up that are joined by `&` in a call around:
    /// `"&".join(f"{k}={v}" for k, v in {"auth-key": key}.items())`.
    pub(super) fn joined_table(&self, from: usize, deep: usize) -> Option<Place> {
        let before = from.checked_sub(1).map(|at| self.program.word(at));
        (before == Some("in")).then(|| self.joined_around(from, deep)).flatten()
    }

    /// What is done with each of a table's pairs.
    fn walked(&self, from: usize, to: usize, deep: usize) -> Option<Range<usize>> {
        let program = self.program;
        let mut at = to;
        for _ in 0..CALLS_MAX {
            if let Some(body) = self.handed(at) {
                return Some(body);
            }
            if !matches!(program.word(at), "." | "?." | "&.") || !program.is_word(at + 1) {
                break;
            }
            // `.items()`, `.entrySet()`, `.Keys`.
            at = if program.is_open(at + 2, "(") { program.after(at + 2) } else { at + 2 };
        }
        // Not the name that each of them is given.
        let is_table = |before: usize| matches!(program.word(before), "in" | "of" | ":" | "range");
        let is_walked = from.checked_sub(1).is_some_and(is_table) || program.word(at) == "as";
        let around = program.parent(from);
        if around != NONE && program.is_open(around, "(") {
            let head = program.callee_name(around).to_ascii_lowercase();
            return match head.as_str() {
                "for" | "foreach" => is_walked.then(|| self.block(program.after(around))),
                // `Object.entries(table)`, `sorted(table.items())`.
                _ if deep < CALLS_MAX && !head.is_empty() => {
                    self.walked(program.callee(around).start, program.after(around), deep + 1)
                }
                _ => None,
            };
        }
        let loops = is_walked && program.word(program.statement_start(from)) == "for";
        match program.word(at) {
            "{" if loops => Some(self.block(at)),
            ":" if loops => Some(at + 1..at + 1 + LINES_TOKENS_MAX),
            _ => None,
        }
    }

    /// The function or block that is handed each of what a call there is made on: `.each { |k, v| … }`, `.forEach(…)`,
    /// `| ForEach-Object { … }`.
    fn handed(&self, at: usize) -> Option<Range<usize>> {
        let program = self.program;
        let name = program.word(at + 1).to_ascii_lowercase();
        let piped = program.is_sign(at, "|");
        let called = piped || matches!(program.word(at), "." | "?." | "&.");
        if !called || !(WALKS.contains(&name.as_str()) || piped && name == "%") {
            return None;
        }
        let body = at + 2;
        if program.word(body) == "do" {
            return Some(body..body + LINES_TOKENS_MAX);
        }
        let opens = program.is_open(body, "{") || program.is_open(body, "(") && !piped;
        opens.then(|| body..program.end_of(body))
    }

    /// A block, or the statement that stands for one.
    fn block(&self, at: usize) -> Range<usize> {
        let program = self.program;
        if program.is_open(at, "{") { at..program.end_of(at) } else { at..program.statement_end(at) }
    }

    /// Whether texts in there make pairs, which `&` joins there or right after.
    fn writes_pairs(&self, body: &Range<usize>) -> bool {
        let program = self.program;
        let text = |at: usize| program.is_literal(at).then(|| literal(program, self.constants, at));
        let (mut pairs, mut joined) = (false, false);
        let end = body.end.min(program.tokens.len());
        for text in (body.start..end).take(BODY_TOKENS_MAX).filter_map(text) {
            let text = text.as_str();
            pairs |= text.trim_matches('&') == "=" || text.contains("}={") || text.contains("%s=%s");
            joined |= text.contains('&');
        }
        if end + AFTER_TOKENS_MAX > program.tokens.len() {
            program.rest.lean();
        }
        let after = (end..program.tokens.len()).take(AFTER_TOKENS_MAX).filter_map(text);
        pairs && (joined || after.into_iter().any(|text| text.as_str() == "&"))
    }
}
