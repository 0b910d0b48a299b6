//! Functions of the program itself: what one calls that parameter says what becomes of the argument.

use super::place::{NAMES_DEEP_MAX, Reader};
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

/// Words before the name of a function that is defined.
const DEFINES: &[&str] = &[
    "def", "defp", "function", "func", "fun", "fn", "sub", "async", "static", "private", "public", "override",
];

/// Words before brackets and a block that define no function.
const NO_FUNCTIONS: &[&str] =
    &["for", "foreach", "while", "if", "elseif", "switch", "catch", "using", "with"];

impl Reader<'_, '_> {
    /// Where an argument of a function that this program defines ends up.
    pub(super) fn parameter(&self, open: usize, index: usize, deep: usize) -> Place {
        let program = self.program;
        let name = program.callee_name(open);
        if deep >= NAMES_DEEP_MAX || name.is_empty() || NO_FUNCTIONS.contains(&name) {
            return Place::Unknown;
        }
        let at = |used: &usize| *used + 1 != open && program.is_open(*used + 1, "(");
        let definition = self.uses(name).iter().copied().filter(at).find(|used| self.is_defined(*used));
        let Some(definition) = definition else { return Place::Unknown };
        let parameters = program.arguments(definition + 1);
        // Python's `self` is given by the dot.
        let own = parameters.first().is_some_and(|first| matches!(program.word(first.start), "self" | "cls"));
        let method = open >= 2 && program.is_sign(open - 2, ".");
        let Some(parameter) = parameters.into_iter().nth(index + usize::from(own && method)) else {
            return Place::Unknown;
        };
        // `Dictionary<string, string> query = null`, `params: dict[str, str]`: the name, not its type.
        let words = parameter.take_while(|at| !matches!(program.word(*at), "=" | ":"));
        let words: Vec<usize> = words.filter(|at| program.is_word(*at)).collect();
        let typed_first = matches!(
            program.language,
            Language::Java
                | Language::CSharp
                | Language::Dart
                | Language::C
                | Language::Groovy
                | Language::Apex
        );
        let named = if typed_first { words.last() } else { words.first() };
        let Some(named) = named.copied() else { return Place::Unknown };
        match place_of_name(program.word(named)) {
            Place::Unknown => self.follow(named, deep + 1),
            place @ (Place::Query | Place::Elsewhere) => place,
        }
    }

    /// Whether a function is defined there, rather than called: a word for it before, or a block after.
    fn is_defined(&self, at: usize) -> bool {
        let program = self.program;
        let before = at.checked_sub(1).map(|before| program.word(before)).unwrap_or_default();
        let after = program.after(at + 1);
        let block = program.is_open(after, "{") || matches!(program.word(after), "=>" | "throws" | "async");
        DEFINES.contains(&before)
            || block && !matches!(before, "." | "new" | "return" | "if" | "await" | "=" | "(" | ",")
    }
}
