//! What a test expects of a call that somebody else makes, and is given to run with: nothing of it is sent.

use super::place::Reader;
use crate::lint::format::Language;

/// Functions that say what a value is to look like, of WireMock, MockServer and Hamcrest.
const MATCHERS: [&str; 8] = [
    "matching",
    "notMatching",
    "containing",
    "notContaining",
    "matchesPattern",
    "equalTo",
    "equalToIgnoreCase",
    "havingExactly",
];

impl Reader<'_, '_> {
    /// Whether a value is what another one is held against: `withQueryParam("auth-key", matching(".+"))`.
    pub(super) fn is_expected(&self, value: usize) -> bool {
        let program = self.program;
        let end = program.expression(value).end;
        let open = (value..end).find(|at| program.is_open(*at, "("));
        open.is_some_and(|open| MATCHERS.contains(&program.callee_name(open)))
    }

    /// Whether a literal is an argument of an attribute: `[InlineData("?auth-key=")]`, `@ValueSource(strings = {"…"})`.
    pub(super) fn is_of_attribute(&self, at: usize) -> bool {
        let program = self.program;
        let Some(open) = program.around(at, "(") else { return false };
        let start = program.callee(open).start;
        let bracketed = program.language == Language::CSharp
            && start.checked_sub(1).is_some_and(|before| program.is_open(before, "["))
            && program.leads(start - 1);
        bracketed || program.word(start).starts_with('@') && program.leads(start)
    }
}
