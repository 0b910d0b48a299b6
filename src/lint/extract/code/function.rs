//! Functions of the program itself: what one calls that parameter says what becomes of the argument.

use std::ops::Range;

use super::place::{NAMES_DEEP_MAX, Reader};
use super::program::NONE;
use super::verbs::place_of_call;
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

/// Words before the name of a function that is defined.
const DEFINES: &[&str] = &[
    "def", "defp", "function", "func", "fun", "fn", "sub", "async", "static", "private", "public", "override",
];

/// Words before brackets and a block that define no function.
const NO_FUNCTIONS: &[&str] =
    &["for", "foreach", "while", "if", "elseif", "switch", "catch", "using", "with"];

/// Most tokens between a function's parameters and what it does.
const HEAD_TOKENS_MAX: usize = 16;
/// Most tokens of a function that are looked at.
const BODY_TOKENS_MAX: usize = 240;

impl Reader<'_, '_> {
    /// Where an argument of a function that this program defines ends up.
    pub(super) fn parameter(&self, open: usize, index: usize, deep: usize) -> Place {
        let Some(defined) = self.definition(open) else { return Place::Unknown };
        // What writes a querystring may write a form's body with it.
        if self.is_body(open) {
            return Place::Elsewhere;
        }
        let named = self.parameter_name(defined, open, index).filter(|_| deep < NAMES_DEEP_MAX);
        let Some(named) = named else { return Place::Unknown };
        match place_of_name(self.program.word(named)) {
            Place::Unknown => self.follow(named, deep + 1),
            place @ (Place::Query | Place::Elsewhere) => place,
        }
    }

    /// Whether what a call gives back is right there a request's body: `body: encode({ … })`, `ofString(encode(params))`.
    fn is_body(&self, open: usize) -> bool {
        let program = self.program;
        let start = program.callee(open).start;
        let around = program.parent(start);
        let Some(before) = start.checked_sub(1).filter(|_| around != NONE) else { return false };
        match program.word(before) {
            ":" | "=" => {
                let label = before.checked_sub(1).map(|at| program.word(at)).unwrap_or_default();
                matches!(label.trim_matches(['"', '\'']), "body" | "data" | "content" | "payload")
            }
            "(" => program.callee(before).any(|at| place_of_call(program.word(at)) == Place::Elsewhere),
            _ => false,
        }
    }

    /// Where a type puts what it makes a pair of, unless it is put into what is called a body.
    pub(super) fn unless_of_body(&self, open: usize) -> Place {
        let program = self.program;
        let mut outer = open;
        while program.parent(outer) != NONE && !program.is_open(program.parent(outer), "{") {
            outer = program.parent(outer);
        }
        let start = program.statement_start(outer);
        let is_body = program.language == Language::Swift
            && program.is_sign(start + 1, ".")
            && place_of_name(program.word(start)) == Place::Elsewhere;
        if is_body { Place::Elsewhere } else { Place::Query }
    }

    /// The bracket before the parameters of the function that is called with what another bracket opens.
    pub(super) fn definition(&self, open: usize) -> Option<usize> {
        let name = self.program.callee_name(open);
        let method = open >= 2 && matches!(self.program.word(open - 2), "." | "?.");
        if name.is_empty() || NO_FUNCTIONS.contains(&name) && !method {
            return None;
        }
        self.defined(name).find(|found| *found != open)
    }

    /// The brackets before the parameters of the functions of that name.
    pub(super) fn defined(&self, name: &str) -> impl Iterator<Item = usize> {
        self.uses(name).iter().filter_map(|used| self.parameters_of(*used))
    }

    /// The bracket before the parameters, if the function of that name is defined there: `def name(`, `name = (…) =>`.
    fn parameters_of(&self, name: usize) -> Option<usize> {
        let program = self.program;
        // PowerShell's `function Name { param(…) … }`.
        let within = program.is_open(name + 1, "{") && program.word(name + 2).eq_ignore_ascii_case("param");
        if within && program.is_open(name + 3, "(") {
            return Some(name + 3);
        }
        if program.is_open(name + 1, "(") {
            return self.is_defined(name).then_some(name + 1);
        }
        let mut open = name + 2;
        let mut worded = false;
        while matches!(program.word(open), "async" | "function" | "func" | "fn") && open < name + 4 {
            worded |= program.word(open) != "async";
            open += 1;
        }
        let given = matches!(program.word(name + 1), "=" | ":=") && program.is_open(open, "(");
        let after = program.after(open);
        let arrow = (after..after + HEAD_TOKENS_MAX)
            .take_while(|at| !matches!(program.word(*at), ";" | "{" | ""))
            .any(|at| program.word(at) == "=>");
        (given && (worded || arrow)).then_some(open)
    }

    /// The name of the parameter that takes an argument.
    pub(super) fn parameter_name(&self, defined: usize, open: usize, index: usize) -> Option<usize> {
        let program = self.program;
        let parameters = program.arguments(defined);
        // Python's `self` is given by the dot.
        let own = parameters.first().is_some_and(|first| matches!(program.word(first.start), "self" | "cls"));
        let method = open >= 2 && program.is_sign(open - 2, ".");
        let parameter = parameters.into_iter().nth(index + usize::from(own && method))?;
        // `Dictionary<string, string> query = null`, `params: dict[str, str]`: the name, not its type.
        let words = parameter.take_while(|at| !matches!(program.word(*at), "=" | ":"));
        let words: Vec<usize> = words.filter(|at| program.is_word(*at)).collect();
        let named_last = matches!(
            program.language,
            Language::Java
                | Language::CSharp
                | Language::Dart
                | Language::C
                | Language::Groovy
                | Language::Apex
                | Language::Php
                | Language::Swift
        );
        if named_last { words.last().copied() } else { words.first().copied() }
    }

    /// What the function does whose parameters that bracket opens.
    pub(super) fn body(&self, defined: usize) -> Range<usize> {
        let program = self.program;
        let after = program.after(defined);
        let around = program.parent(defined);
        if program.word(defined.saturating_sub(1)).eq_ignore_ascii_case("param") && around != NONE {
            return after..program.end_of(around).min(after + BODY_TOKENS_MAX);
        }
        let braced = !matches!(
            program.language,
            Language::Python
                | Language::Ruby
                | Language::VisualBasic
                | Language::Lua
                | Language::Elixir
                | Language::Julia
                | Language::Pascal
        );
        let begins = |at: &usize| braced && (program.is_open(*at, "{") || program.is_sign(*at, "=>"));
        let body = match (after..after + HEAD_TOKENS_MAX).find(begins) {
            Some(at) if program.is_open(at, "{") => at..program.end_of(at),
            Some(arrow) if program.is_open(arrow + 1, "{") => arrow + 1..program.end_of(arrow + 1),
            Some(arrow) => arrow..program.statement_end(arrow + 1),
            // Up to the next function, where no bracket ends it.
            None => {
                let next = |at: &usize| program.leads(*at) && DEFINES.contains(&program.word(*at));
                let end = program.tokens.len().min(after + BODY_TOKENS_MAX);
                after..(after..end).find(next).unwrap_or(end)
            }
        };
        if body.end >= program.tokens.len() {
            program.rest.lean();
        }
        body.start..body.end.min(body.start + BODY_TOKENS_MAX)
    }

    /// Whether a function is defined there, rather than called: a word for it before, or a block after.
    fn is_defined(&self, at: usize) -> bool {
        let program = self.program;
        let word = |back: usize| at.checked_sub(back).map(|before| program.word(before)).unwrap_or_default();
        // `def self.name(…)`, `fun Url.name(…)`.
        let before = if word(1) == "." && DEFINES.contains(&word(3)) { word(3) } else { word(1) };
        let after = program.after(at + 1);
        // `name(url: string): string {` of a class.
        let typed = program.language == Language::JavaScript
            && program.is_sign(after, ":")
            && (after..after + HEAD_TOKENS_MAX).any(|at| program.is_open(at, "{"));
        let block =
            typed || program.is_open(after, "{") || matches!(program.word(after), "=>" | "throws" | "async");
        // `func (c *Client) name(…)` of Go.
        let method = before == ")"
            && program.language == Language::Go
            && program.before(at).is_some_and(|receiver| {
                receiver.checked_sub(1).is_some_and(|word| program.word(word) == "func")
            });
        DEFINES.contains(&before.to_ascii_lowercase().as_str())
            || method
            || block && !matches!(before, "." | "new" | "return" | "if" | "await" | "=" | "(" | ",")
    }
}
