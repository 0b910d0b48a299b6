//! What a value is given to: a variable, a label, a key.

use super::assemble::literal;
use super::place::Reader;
use super::program::NONE;
use super::token::Kind;
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

impl Reader<'_, '_> {
    /// `target = value`, or an argument with a name.
    pub(super) fn assigned(&self, sign: usize, around: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let Some(target) = program.before(sign) else { return Place::Unknown };
        if let Some(place) = self.target_place(sign) {
            return place;
        }
        let in_call = around != NONE && program.is_open(around, "(");
        let in_table = around != NONE && (program.is_open(around, "[") || program.is_open(around, "{"));
        if in_call {
            return self
                .labelled(sign, around)
                .known()
                .unwrap_or_else(|| self.argument(around, target, steps + 1, deep));
        }
        let shell = program.language == Language::PowerShell;
        let splat = shell && program.leads(target) && !(program.word(target).starts_with('$'));
        let left = program.before(target).map(|left| program.word(left));
        let entry = left.is_none_or(|left| matches!(left, "," | ";")) || splat;
        if in_table && entry && (!program.leads(target) || left == Some(",") || splat) {
            let name = program.word(sign - 1);
            if shell && name.eq_ignore_ascii_case("body") && self.mentions(around, &["Get", "GET", "get"]) {
                // Splatted into `Invoke-RestMethod`, which makes a query of it.
                return Place::Query;
            }
            if let Some(place) = place_of_name(name).known() {
                return place;
            }
            return self.climb(around, program.after(around), steps + 1, deep);
        }
        let name = match program.kind(sign - 1) {
            Some(Kind::Word) => sign - 1,
            _ => target,
        };
        let named = self.typed_name(sign).unwrap_or(name);
        self.follow(named, deep)
    }

    /// What the label of an argument says: `params=`, `data=`.
    pub(super) fn labelled(&self, sign: usize, around: usize) -> Place {
        let last = sign.checked_sub(1).filter(|at| self.program.is_word(*at) || self.program.is_literal(*at));
        // `query: Map<String, String> = …`, what a parameter is given where nobody says more.
        let label =
            last.or_else(|| self.typed_name(sign)).map(|at| self.program.word(at)).unwrap_or_default();
        let gotten = matches!(label, "data" | "fields" | "formdata") && self.mentions(around, &["GET"]);
        // Ktor's `submitForm(…, encodeInQuery = true)`.
        if gotten || label == "formParameters" && self.mentions(around, &["encodeInQuery"]) {
            return Place::Query;
        }
        place_of_name(label)
    }

    /// The name in `name: Type =`, `Name As Type =`.
    fn typed_name(&self, sign: usize) -> Option<usize> {
        let program = self.program;
        let mut at = sign;
        while let Some(previous) = program.before(at) {
            if sign - previous > 16 || program.leads(at) {
                return None;
            }
            if (program.is_sign(at - 1, ":") || program.word(at - 1).eq_ignore_ascii_case("as")) && at >= 2 {
                return program.is_word(at - 2).then(|| at - 2);
            }
            at = previous;
        }
        None
    }

    /// What the target of an assignment says of itself: `u.search =`, `options["params"] =`, `headers =`.
    fn target_place(&self, sign: usize) -> Option<Place> {
        let program = self.program;
        let last = sign.checked_sub(1)?;
        match program.kind(last)? {
            Kind::Close if program.mate(last) != NONE => {
                let open = program.mate(last);
                if program.is_literal(open + 1) {
                    place_of_name(literal(program, self.constants, open + 1).as_str()).known()
                } else {
                    None
                }
            }
            Kind::Word => {
                let member = last
                    .checked_sub(1)
                    .is_some_and(|dot| matches!(program.word(dot), "." | "?." | "->" | "::"));
                if member && matches!(program.word(last).to_ascii_lowercase().as_str(), "fragment" | "hash") {
                    return Some(Place::Elsewhere);
                }
                let place = place_of_name(program.word(last));
                if member { place.known() } else { None }
            }
            Kind::Close
            | Kind::Text { .. }
            | Kind::TemplateOpen
            | Kind::Chunk { .. }
            | Kind::HoleOpen
            | Kind::HoleClose
            | Kind::TemplateClose
            | Kind::Open
            | Kind::Number
            | Kind::Sign
            | Kind::Regex
            | Kind::Markup => None,
        }
    }

    /// `key: value`.
    pub(super) fn keyed(&self, sign: usize, around: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let Some(key) = program.before(sign) else { return Place::Unknown };
        let text = if program.is_literal(key) {
            literal(program, self.constants, key).as_str().to_owned()
        } else {
            program.word(sign - 1).to_owned()
        };
        // `x => {…}` in most languages is a function.
        if program.word(sign) == "=>"
            && (program.word(sign - 1) == ")"
                || matches!(
                    program.language,
                    Language::JavaScript | Language::Dart | Language::CSharp | Language::Scala
                ))
        {
            return self.returned(sign, deep);
        }
        let place = place_of_name(&text);
        let lower = text.to_ascii_lowercase();
        if matches!(lower.as_str(), "data" | "body") && self.sent_by_get(around) {
            return Place::Query;
        }
        if lower == "form" && program.language == Language::Perl && self.called(around) == "get" {
            // Mojolicious makes a querystring of it.
            return Place::Query;
        }
        if matches!(lower.as_str(), "parameters" | "params") && self.sent_by_post(around) {
            return Place::Elsewhere;
        }
        match place.known() {
            Some(place) => place,
            None if around == NONE || program.is_open(around, "(") => {
                if around == NONE {
                    self.follow(sign - 1, deep)
                } else {
                    self.argument(around, key, steps + 1, deep)
                }
            }
            None => self.climb(around, program.after(around), steps + 1, deep),
        }
    }
}
