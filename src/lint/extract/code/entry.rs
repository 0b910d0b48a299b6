//! A literal that is the parameter's name: the key of a table, a member of it, an argument.

use std::ops::Range;

use super::assemble::{HOLE, assemble};
use super::place::Reader;
use super::program::NONE;
use super::token::Kind;
use super::verbs::place_of_call;
use super::words::{Place, place_of_name};
use crate::lint::extract::url::seen_value;
use crate::lint::format::Language;
use crate::lint::{SeenValue, Setting};

/// What was read of a table's entry or a builder's call that puts a key into a querystring.
pub(super) struct Entry {
    pub(super) value: SeenValue,
    /// The tokens of the value, if there are some.
    pub(super) tokens: Option<Range<usize>>,
}

/// What makes of a literal a text of another type.
const MACROS: &[&str] =
    &["U", "_T", "TEXT", "F", "_XPLATSTR", "QStringLiteral", "QLatin1String", "QString", "QByteArray"];
/// Values that take a parameter away.
const NOTHING: &[&str] = &["undefined", "null", "None", "nil", "NULL", "Nothing", "$null"];

impl Reader<'_, '_> {
    /// What the name in that expression does, if it puts a key into a querystring.
    pub(super) fn entry(&self, name: Range<usize>) -> Option<Entry> {
        let program = self.program;
        let around = program.parent(name.start);
        let next = name.end;
        let entry_sign =
            |at: usize| matches!(program.word(at), ":" | "=>" | "=" | "to" | "->") && !program.leads(at);
        if matches!(program.language, Language::Other | Language::FSharp)
            && let Some(value) = self.applied_value(&name)
        {
            let value = SeenValue::Dynamic(program.origin(value, program.after(value)));
            return Some(Entry { value, tokens: None });
        }
        let given = self.formatted_value(&name);
        let given = given.or_else(|| self.cmdlet_value(&name));
        if let Some(value) = given.or_else(|| self.path_value(around, &name)) {
            return self.valued(value, || Place::Query);
        }
        if around == NONE || !program.kind(around).is_some_and(Kind::opens) {
            // `default_params "auth-key" => key`: a call without brackets.
            let caller = program.before(name.start).filter(|_| !program.leads(name.start))?;
            let commanded = program.is_word(caller)
                && (program.language == Language::Ruby && entry_sign(next)
                    || program.language == Language::VisualBasic && program.is_sign(next, ","));
            if program.language == Language::Elixir && program.is_sign(caller, ",") && entry_sign(next) {
                // `plug Tesla.Middleware.Query, "auth-key": key`.
                return self.valued(next + 1, || self.plugged(caller));
            }
            return if commanded {
                self.valued(next + 1, || place_of_call(program.word(caller)))
            } else {
                None
            };
        }
        let labelled = name
            .start
            .checked_sub(1)
            .filter(|sign| matches!(program.word(*sign), ":" | "=") && program.parent(*sign) == around);
        if let Some(label) = labelled.and_then(|sign| sign.checked_sub(1))
            && (program.word(label).to_ascii_lowercase().contains("queryitem")
                || program.word(label) == "initWithName" && self.mentions(around, &["NSURLQueryItem"]))
            && program.is_sign(next + 1, ":")
        {
            // `[NSURLQueryItem queryItemWithName:@"auth-key" value:key]`.
            return self.valued(next + 2, || Place::Query);
        }
        if program.is_open(around, "(")
            && MACROS.contains(&program.callee_name(around))
            && name == (around + 1..program.end_of(around))
        {
            // `U("auth-key")`: a text in another type.
            return self.entry(program.callee(around).start..program.after(around));
        }
        match program.word(around) {
            "[" if program.language == Language::R
                && program.parent(around) != NONE
                && program.parent(around) + 1 == around
                && program.end_of(around) == name.end =>
            {
                // `u$query[["auth-key"]] <- key`.
                self.indexed(program.parent(around))
            }
            "[" | "(" if self.is_index(around, &name) => self.indexed(around),
            "{" if program.language == Language::Perl && self.is_index(around, &name) => self.indexed(around),
            "[" if program.end_of(around) == next && entry_sign(next + 1) => {
                // `['auth' + '-key']: key`, `["auth-key"] = key`.
                self.valued(next + 2, || self.entry_place(around))
            }
            _ if entry_sign(next) && labelled.is_none() => {
                self.valued(next + 1, || self.entry_place(name.start))
            }
            "(" if !program.callee_name(around).is_empty() => {
                self.argument_entry(around, name.start, labelled)
            }
            "(" | "[" | "{" if labelled.is_some() => {
                // `{ name: "auth-key", value: key }`.
                let label = labelled.and_then(|sign| sign.checked_sub(1))?;
                let telling = matches!(
                    program.word(label).trim_matches(['"', '\'']).to_ascii_lowercase().as_str(),
                    "name" | "key"
                );
                let value = self.sibling_value(around).filter(|_| telling)?;
                self.valued(value, || {
                    self.said_beside(around).unwrap_or_else(|| self.place(around, program.after(around)))
                })
            }
            "(" | "[" | "{" => {
                // `("auth-key", key)`, `["auth-key", key]`, `{ "auth-key", key }`.
                let elements = program.arguments(around);
                let first = elements.first().is_some_and(|first| first.start == name.start);
                let typed = program.word(around) == "{" && !program.callee_name(around).is_empty();
                let first = first
                    || program.language == Language::FSharp && program.is_sign(name.start - 1, ";")
                    || program.language == Language::FSharp
                        && name.start == around + 1
                        && program.is_sign(next, ",");
                let few = (2..=3).contains(&elements.len()) || program.language == Language::FSharp;
                if first && few && program.is_sign(next, ",") && !typed {
                    return self.valued(next + 1, || self.place(around, program.after(around)));
                }
                // A flat list of names and values: Perl's `query_form`.
                None
            }
            _ => None,
        }
    }

    /// Whether the name stands in brackets after a value: `params["auth-key"]`, VB's `params("auth-key")`.
    fn is_index(&self, around: usize, name: &Range<usize>) -> bool {
        let program = self.program;
        if around == 0 || program.end_of(around) != name.end || name.start != around + 1 {
            return false;
        }
        let value = matches!(program.kind(around - 1), Some(Kind::Word | Kind::Close | Kind::Text { .. }))
            && !program.leads(around);
        let keyword =
            matches!(program.word(around - 1), "return" | "in" | "=" | "const" | "let" | "var" | "of");
        let apart = program.span(around - 1).end < program.span(around).start
            && program.word(around) == "["
            && program.language == Language::PowerShell;
        let round = program.word(around) == "(";
        value
            && !keyword
            && !apart
            && (!round || (program.language == Language::VisualBasic && program.is_sign(name.end + 1, "=")))
    }

    /// `params["auth-key"] = key`.
    fn indexed(&self, around: usize) -> Option<Entry> {
        let program = self.program;
        let sign = program.end_of(around) + 1;
        // In Pascal `=` compares.
        let pascal = matches!(program.language, Language::Pascal | Language::Al);
        let assigns: &[&str] = if pascal {
            &[":="]
        } else if program.language == Language::R {
            &["=", "<-"]
        } else {
            &["=", "??=", "||"]
        };
        // `||=` is two signs; `params["auth-key"] || other` only reads.
        let kept = program.word(sign) == "||";
        if !assigns.contains(&program.word(sign)) || program.is_sign(sign + 1, "=") != kept {
            return None;
        }
        let value = sign + 1 + usize::from(kept);
        // In VB a comparison looks alike.
        if program.language == Language::VisualBasic {
            let start = program.statement_start(around);
            let first = program.word(start).to_ascii_lowercase();
            if matches!(first.as_str(), "if" | "elseif" | "while" | "return" | "until") {
                return None;
            }
        }
        self.valued(value, || {
            let mut last = around - 1;
            if program.kind(last) == Some(Kind::Close) && program.mate(last) != NONE {
                let open = program.mate(last);
                if program.is_literal(open + 1) {
                    let key = super::assemble::literal(program, self.constants, open + 1);
                    if let Some(place) = place_of_name(key.as_str()).known() {
                        return place;
                    }
                }
                last = open.saturating_sub(1);
            }
            let callee = program.callee(around);
            if callee.start == last || callee.is_empty() {
                return self.followed(last);
            }
            if callee.clone().any(|at| matches!(program.word(at), "fragment" | "hash")) {
                return Place::Elsewhere;
            }
            for at in callee.rev().filter(|at| program.is_word(*at)) {
                if let Some(place) = place_of_name(program.word(at)).known() {
                    return place;
                }
            }
            self.followed(last)
        })
    }

    /// What a variable's uses say, and if they say nothing, its name.
    fn followed(&self, at: usize) -> Place {
        self.follow(at, 0)
    }

    /// Where the table ends up whose entry begins there.
    fn entry_place(&self, at: usize) -> Place {
        let program = self.program;
        let around = program.parent(at);
        if around == NONE {
            return Place::Unknown;
        }
        if program.word(around) == "(" && !program.callee_name(around).is_empty() {
            return self.argument(around, at, 1, 0);
        }
        self.enclosed_entry(around)
    }

    fn enclosed_entry(&self, around: usize) -> Place {
        // An element of the bracket, as if it were a value in it.
        self.climb_into(around)
    }

    /// The entry with the value that begins there, if it goes into a querystring.
    pub(super) fn valued(&self, value: usize, place: impl FnOnce() -> Place) -> Option<Entry> {
        let program = self.program;
        if value >= program.tokens.len() || program.kind(value).is_some_and(Kind::closes) {
            return None;
        }
        let end = self.value_end(value);
        let tokens = value..end;
        if tokens.is_empty() || (tokens.len() == 1 && NOTHING.contains(&program.word(value))) {
            return None;
        }
        let typed = matches!(program.word(value), "string" | "number" | "boolean" | "any" | "unknown");
        if program.language == Language::JavaScript
            && typed
            && (tokens.len() == 1 || program.is_sign(value + 1, "|"))
        {
            return None;
        }
        if tokens.clone().any(|at| matches!(program.word(at), "emptyList" | "absent")) {
            return None;
        }
        if self.is_pattern(value) || self.is_taken_apart(value) || self.is_expected(value) {
            return None;
        }
        if self.hides(&tokens) || place() != Place::Query {
            return None;
        }
        let origin = program.origin(value, end);
        let expression = program.expression(value);
        let whole = program.is_literal(value) && expression.start == value && expression.end >= end;
        let text = whole.then(|| assemble(program, self.constants, expression));
        let value = match text.filter(|text| !text.as_str().contains(HOLE)) {
            Some(text) => seen_value(&text, Setting::Code),
            None => SeenValue::Dynamic(origin),
        };
        (value != SeenValue::Empty).then_some(Entry { value, tokens: Some(tokens) })
    }

    /// Whether the table is what a function of Elixir takes apart: `def call(%{"auth-key" => key})`.
    fn is_pattern(&self, value: usize) -> bool {
        let program = self.program;
        if program.language != Language::Elixir {
            return false;
        }
        let mut outer = value;
        while program.parent(outer) != NONE {
            outer = program.parent(outer);
        }
        let start = program.statement_start(outer);
        let defines = matches!(program.word(start), "def" | "defp" | "defmacro");
        defines && !(start..value).any(|at| program.word(at) == "do")
    }

    /// Where a value ends: at a comma, a close, a line's end.
    fn value_end(&self, value: usize) -> usize {
        let program = self.program;
        let mut end = value;
        while end < program.tokens.len() && end - value < 256 {
            let over = program.is_sign(end, ",")
                || program.is_sign(end, ";")
                || program.kind(end).is_some_and(Kind::closes)
                || (end > value && program.leads(end) && program.expression(value).end <= end);
            if over {
                break;
            }
            end = program.after(end);
        }
        end.min(program.tokens.len())
    }

    /// Whether a value is what is left of a secret: `mask(key)`, `redacted`.
    pub(super) fn hides(&self, tokens: &Range<usize>) -> bool {
        let stars = |at: usize| match self.program.kind(at) {
            Some(Kind::Text { inner, .. }) => {
                let text = self.program.source().get(inner.range()).unwrap_or_default();
                !text.is_empty() && text.chars().all(|c| matches!(c, '*' | '•' | '●'))
            }
            _ => false,
        };
        if tokens.clone().any(stars) {
            // `"*".repeat(8)`.
            return true;
        }
        tokens.clone().filter(|at| self.program.is_word(*at)).any(|at| {
            let words = super::words::words(self.program.word(at));
            words.iter().any(|word| {
                matches!(
                    word.as_str(),
                    "mask" | "masked" | "redact" | "redacted" | "scrub" | "censor" | "obfuscate"
                )
            })
        })
    }

    /// The value's first token in `{ name: …, value: key }`.
    fn sibling_value(&self, around: usize) -> Option<usize> {
        let program = self.program;
        let end = program.end_of(around);
        let mut at = around + 1;
        while at < end && at - around < 64 {
            let text = program.word(at).trim_matches(['"', '\'']).to_ascii_lowercase();
            if matches!(text.as_str(), "value" | "values") && matches!(program.word(at + 1), ":" | "=" | "=>")
            {
                return Some(at + 2);
            }
            at = program.after(at);
        }
        None
    }
}
