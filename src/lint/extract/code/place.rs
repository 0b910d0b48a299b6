//! Where the value of an expression ends up: climbs outwards from a table's entry or an argument until a name says it.

use std::cell::RefCell;
use std::collections::HashMap;

use super::constants::Constants;
use super::paired::Pairing;
use super::program::{NONE, Program};
use super::token::Kind;
use super::verbs::place_of_call;
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

/// Most steps outwards.
const STEPS_MAX: usize = 12;
/// Most uses of one name that are looked at.
const USES_MAX: usize = 64;
/// Most names that are followed one after the other.
pub(super) const NAMES_DEEP_MAX: usize = 3;

/// A program and what is known of its names.
pub(super) struct Reader<'p, 't> {
    pub(super) program: &'p Program<'t>,
    pub(super) constants: &'p Constants,
    /// Where a name ends up, by its first use and the definition before; `Unknown` while it is being followed.
    pub(super) followed: RefCell<HashMap<(usize, usize), Place>>,
    /// What becomes of each parameter that was asked about; nothing while it is being looked at.
    pub(super) paired: RefCell<HashMap<usize, Pairing>>,
}

impl<'p, 't> Reader<'p, 't> {
    pub(super) fn new(program: &'p Program<'t>, constants: &'p Constants) -> Self {
        Self { program, constants, followed: RefCell::default(), paired: RefCell::default() }
    }

    /// Where that name stands, up to a limit.
    pub(super) fn uses(&self, name: &str) -> &[usize] {
        self.program.rest.ask_uses(name);
        let uses = self.program.uses(name);
        uses.get(..USES_MAX).unwrap_or(uses)
    }

    /// Where the value of the expression from one token up to another ends up.
    pub(super) fn place(&self, from: usize, to: usize) -> Place {
        self.climb(from, to, 0, 0)
    }

    pub(super) fn climb(&self, from: usize, to: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        if steps > STEPS_MAX {
            return Place::Unknown;
        }
        let around = program.parent(from);
        if self.is_joined_after(to) || self.is_walked_into_query(from, to) || self.is_asked_with(from) {
            return Place::Query;
        }
        let walked = self.written(from, to).known().or_else(|| self.joined_table(from, deep));
        if let Some(place) = walked {
            return place;
        }
        let mut first = from;
        // Over what stands before a value without being its place: `...`, `new`, `await`, a condition.
        let left = loop {
            let Some(left) = program.before(first) else { break None };
            let word = program.word(left);
            let kind = program.kind(left);
            let leading = matches!(
                word,
                "..."
                    | "**"
                    | "*"
                    | "&"
                    | "new"
                    | "await"
                    | "mut"
                    | "my"
                    | "?"
                    | "??"
                    | "||"
                    | "&&"
                    | "or"
                    | "if"
                    | "\\"
                    | "@"
                    | "not"
                    | "%"
            );
            let conditional = word == ":" && self.is_ternary(left);
            // `[ordered]@{…}`.
            let cast = word == "[" && program.language == Language::PowerShell;
            if (leading || cast || conditional || matches!(kind, Some(Kind::Number))) && first - left < 64 {
                first = left;
                if matches!(word, "?" | "??" | "||" | "&&") || conditional {
                    first = program.expression(left.saturating_sub(1)).start.min(first);
                }
                if first == 0 {
                    break None;
                }
                continue;
            }
            break Some(left);
        };
        if program.leads(first)
            && left.is_some_and(|left| program.kind(left) != Some(Kind::Sign))
            && self.is_block(around)
        {
            // A statement of its own, or what a block gives back.
            return self.after_value(to, steps, deep);
        }
        let Some(left) = left else { return self.enclosed(around, first, to, steps, deep) };
        if self.is_divided(from, left) {
            return Place::Query;
        }
        match program.word(left) {
            "," if program.language == Language::Elixir && self.is_block(around) => self.plugged(left),
            "," | ";" | "{" | "|" => self.enclosed(around, first, to, steps, deep),
            "=" | ":=" | "+=" | ".=" | "??=" | "<-" | "&=" | "|=" => self.assigned(left, around, steps, deep),
            ":" | "=>" | "to" => self.keyed(left, around, steps, deep),
            "->" => self.enclosed(around, first, to, steps, deep),
            "From" if program.language == Language::VisualBasic => self.made_from(left, around, steps, deep),
            "<<" => left.checked_sub(1).map_or(Place::Unknown, |target| self.named(target, deep)),
            "return" | "yield" => self.returned(left, deep),
            _ if program.is_word(left) && !program.leads(first) => self.commanded(left, from, steps, deep),
            _ => Place::Unknown,
        }
    }

    /// What a value is used for right after it: `{…}.to_query`, `?{params}`.
    pub(super) fn after_value(&self, to: usize, _steps: usize, _deep: usize) -> Place {
        let program = self.program;
        if matches!(program.word(to), "." | "?." | "&." | "->" | "|>") && program.is_word(to + 1) {
            return place_of_call(program.word(to + 1));
        }
        Place::Unknown
    }

    /// Where what stands between those brackets ends up.
    pub(super) fn climb_into(&self, around: usize) -> Place {
        self.enclosed(around, around + 1, around + 1, 0, 0)
    }

    /// What is called with the arguments between those brackets.
    pub(super) fn called(&self, around: usize) -> &str {
        if around == NONE { "" } else { self.program.callee_name(around) }
    }

    pub(super) fn is_block(&self, around: usize) -> bool {
        around == NONE || self.program.is_open(around, "{")
    }

    /// Whether a `:` belongs to a `? :`.
    fn is_ternary(&self, colon: usize) -> bool {
        let program = self.program;
        let mut at = colon;
        while let Some(previous) = program.before(at) {
            if colon - previous > 64 {
                return false;
            }
            match program.word(previous) {
                "?" => return !program.is_sign(previous + 1, ":"),
                "," | ";" | ":" | "=" | "=>" | "{" => return false,
                _ => at = previous,
            }
        }
        false
    }

    /// A value in brackets: an argument, an element, an entry.
    pub(super) fn enclosed(
        &self,
        around: usize,
        first: usize,
        to: usize,
        steps: usize,
        deep: usize,
    ) -> Place {
        let program = self.program;
        if around == NONE {
            program.rest.lean();
            return self.after_value(to, steps, deep);
        }
        let next = program.end_of(around) + 1;
        match program.word(around) {
            "(" => self.argument(around, first, steps, deep),
            "[" | "{" | "%{" | "@{" => {
                let callee = program.callee(around);
                let type_name = program.callee_name(around);
                let keyword = matches!(
                    type_name,
                    "return" | "yield" | "else" | "do" | "then" | "in" | "await" | "throw"
                );
                let typed = program.word(around) == "{"
                    && !type_name.is_empty()
                    && !keyword
                    && (!program.leads(around) || program.word(self.type_start(around)) == "new");
                if typed {
                    // `url.Values{`, `new Dictionary<string, string> {`.
                    let said = callee.clone().rev().find_map(|at| place_of_call(program.word(at)).known());
                    let said = said.or_else(|| {
                        if self.is_block_of(type_name) { place_of_name(type_name).known() } else { None }
                    });
                    let values = type_name == "Values" && program.language == Language::Go;
                    if let Some(place) = said.or(values.then_some(Place::Query)) {
                        return if values {
                            self.outer(callee.start, next, steps, deep).known().unwrap_or(place)
                        } else {
                            place
                        };
                    }
                }
                if let Place::Elsewhere | Place::Query = self.after_value(next, steps, deep) {
                    return self.after_value(next, steps, deep);
                }
                let mut start = around;
                if program.language == Language::Dart && around > 0 && program.is_sign(around - 1, ">") {
                    // `<String, dynamic>{…}`.
                    start = self.generics_start(around);
                } else if typed && type_name == "From" && program.language == Language::VisualBasic {
                    start = around;
                } else if program.word(around) == "[" && around >= 2 && program.word(around - 1) == "!" {
                    // `vec![…]`.
                    start = around - 2;
                } else if typed {
                    start = self.type_start(around);
                } else if program.word(around) == "{"
                    && around > 0
                    && matches!(program.word(around - 1), ")" | "]")
                {
                    // `new Dictionary<string, string>() {`, `new[] {`.
                    let open = program.mate(around - 1);
                    if open != NONE {
                        start = self.type_start(open);
                    }
                }
                self.climb(start, next, steps + 1, deep)
            }
            _ => match program.kind(around) {
                Some(Kind::HoleOpen) => {
                    let template = program.parent(around);
                    let asked = around.checked_sub(1).is_some_and(|before| {
                        program.word(before).ends_with('?') || program.word(before).ends_with('&')
                    });
                    if asked {
                        return Place::Query;
                    }
                    if template == NONE {
                        Place::Unknown
                    } else {
                        self.climb(template, program.after(template), steps + 1, deep)
                    }
                }
                _ => Place::Unknown,
            },
        }
    }

    /// Whether a name before `{` is that of a type or a builder's block: `Parameters{…}`, `headers { … }`.
    fn is_block_of(&self, name: &str) -> bool {
        !matches!(self.program.language, Language::JavaScript | Language::Php | Language::Go)
            && !name.is_empty()
    }

    fn outer(&self, from: usize, to: usize, steps: usize, deep: usize) -> Place {
        self.climb(from, to, steps + 1, deep)
    }

    /// Where `new Type<…>` begins whose bracket stands there.
    pub(super) fn type_start(&self, open: usize) -> usize {
        let program = self.program;
        let mut at = open;
        let mut generics = 0usize;
        while let Some(previous) = program.before(at) {
            if open - previous > 24 {
                break;
            }
            let word = program.word(at - 1);
            match word {
                "]" if program.language == Language::Go => {}
                "map" if program.is_open(at, "[") => {}
                ">" => generics += 1,
                "<" => generics = generics.saturating_sub(1),
                "." | "::" => {}
                _ if generics > 0 => {}
                _ if program.is_word(at - 1) => {
                    let qualified = program.is_sign(at, ".")
                        || program.is_sign(at, "::")
                        || program.is_sign(at, "<")
                        || at == open;
                    if !qualified && word != "new" {
                        break;
                    }
                }
                _ => break,
            }
            at = previous;
        }
        at
    }
}
