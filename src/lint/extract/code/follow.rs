//! Follows a name through a program: what it is made of, and what it is used for.

use super::assemble::{HOLE, assemble};
use super::place::{NAMES_DEEP_MAX, Reader};
use super::program::NONE;
use super::token::Kind;
use super::verbs::place_of_call;
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

/// Most tokens of a type.
const TYPE_TOKENS_MAX: usize = 16;
/// Most tokens of a definition that are looked at.
const DEFINITION_TOKENS_MAX: usize = 48;

impl Reader<'_, '_> {
    /// What a name at that token says, by itself or by its uses.
    pub(super) fn named(&self, at: usize, deep: usize) -> Place {
        match place_of_name(self.program.word(at)) {
            Place::Unknown => self.follow(at, deep),
            place @ (Place::Query | Place::Elsewhere) => place,
        }
    }

    /// Where a variable or function of that name ends up in this program.
    pub(super) fn follow(&self, at: usize, deep: usize) -> Place {
        let program = self.program;
        let name = program.word(at);
        if deep >= NAMES_DEEP_MAX || !program.is_word(at) {
            return place_of_name(name);
        }
        let uses = self.uses(name);
        // Between two definitions of the name first: another function may use it for something else.
        let from =
            uses.iter().rev().copied().find(|used| *used <= at && self.defines(*used)).unwrap_or_default();
        let key = (uses.first().copied().unwrap_or(at), from);
        if let Some(place) = self.followed.borrow().get(&key) {
            return *place;
        }
        self.followed.borrow_mut().insert(key, Place::Unknown);
        let place = self.follow_uses(at, from, deep);
        self.followed.borrow_mut().insert(key, place);
        place
    }

    fn follow_uses(&self, at: usize, from: usize, deep: usize) -> Place {
        let name = self.program.word(at);
        let bare = name.trim_start_matches(['$', '@']);
        let splatted = format!("@{bare}");
        let splats = if name.starts_with('$') { self.uses(&splatted) } else { &[] };
        let uses = self.uses(name);
        let to = uses.iter().copied().find(|used| *used > at && self.defines(*used)).unwrap_or(usize::MAX);
        let near = |used: &usize| (from..to).contains(used);
        let within = uses.iter().chain(splats).copied().filter(|used| *used != at && near(used));
        let without = uses.iter().chain(splats).copied().filter(|used| *used != at && !near(used));
        for place in [self.used_in(name, within, deep), self.used_in(name, without, deep)] {
            if place != Place::Unknown {
                return place;
            }
        }
        let made = self.uses(name).iter().find_map(|used| self.made(*used).known());
        made.unwrap_or_else(|| place_of_name(name))
    }

    fn used_in(&self, name: &str, uses: impl Iterator<Item = usize>, deep: usize) -> Place {
        let places: Vec<Place> = uses.map(|used| self.used(used, deep + 1)).collect();
        let query = places.contains(&Place::Query);
        let elsewhere = places.contains(&Place::Elsewhere);
        match (query, elsewhere) {
            (true, true) if place_of_name(name) == Place::Elsewhere => Place::Elsewhere,
            (true, _) => Place::Query,
            (false, true) => Place::Elsewhere,
            (false, false) => Place::Unknown,
        }
    }

    /// Whether the name is given a value there.
    fn defines(&self, at: usize) -> bool {
        let program = self.program;
        let around = program.parent(at);
        let in_call = around != NONE && program.is_open(around, "(");
        let member = at.checked_sub(1).is_some_and(|dot| matches!(program.word(dot), "." | "->"));
        let typed = program.is_sign(at + 1, ":") && program.language != Language::JavaScript;
        (matches!(program.word(at + 1), "=" | ":=" | "<-") || typed) && !in_call && !member
    }

    /// What a name is given: `q := req.URL.Query()`.
    fn made(&self, at: usize) -> Place {
        let program = self.program;
        let mut sign = at + 1;
        // `name: Type =`, `Name As Type =`; a parameter `values url.Values`.
        while sign < at + 12
            && !matches!(program.word(sign), "=" | ":=" | "<-" | "," | ")" | ";" | "{")
            && !program.leads(sign)
        {
            if let Some(place) = place_of_call(program.word(sign)).known()
                && (program.is_sign(at + 1, ":")
                    || program.word(at + 1).eq_ignore_ascii_case("as")
                    || sign > at)
                && program.is_word(sign)
            {
                let read = sign > at + 1 || program.is_word(at + 1);
                if read && !program.is_sign(at + 1, ".") {
                    return place;
                }
            }
            sign += 1;
        }
        if !matches!(program.word(sign), "=" | ":=" | "<-") || sign > at + 12 {
            return Place::Unknown;
        }
        let mut value = sign + 1;
        let mut last = Place::Unknown;
        let stop = (value + DEFINITION_TOKENS_MAX).min(program.tokens.len());
        while value < stop {
            let statement_over = matches!(program.word(value), ";" | ",")
                || (program.leads(value)
                    && program.dialect.lines_end
                    && !matches!(program.word(value), "." | "?."));
            if statement_over || program.kind(value).is_some_and(Kind::closes) {
                break;
            }
            if program.is_word(value) {
                let word = program.word(value);
                if let Some(place) = place_of_call(word).known() {
                    last = place;
                } else if word == "Values" && program.language == Language::Go {
                    last = Place::Query;
                }
            }
            value = program.after(value);
        }
        last
    }

    /// What one use of a name says.
    fn used(&self, at: usize, deep: usize) -> Place {
        let program = self.program;
        let before = at.checked_sub(1);
        if before.is_some_and(|dot| {
            matches!(program.word(dot), "." | "->" | "?.")
                && program.word(at) != "params"
                && !self.is_self(dot)
        }) {
            return Place::Unknown;
        }
        let mut to = at + 1;
        // A call of the name, or of its methods that write it out.
        loop {
            if program.is_open(to, "(") && !program.leads(to) {
                to = program.after(to);
                continue;
            }
            let writes = matches!(program.word(to), "." | "->" | "?." | "::")
                && matches!(
                    program.word(to + 1).to_ascii_lowercase().as_str(),
                    "encode"
                        | "tostring"
                        | "to_s"
                        | "build"
                        | "toquerystring"
                        | "to_query"
                        | "items"
                        | "entries"
                        | "copy"
                        | "clone"
                        | "finish"
                        | "as_str"
                        | "uri"
                        | "tostring()"
                );
            if writes {
                to += 2;
                continue;
            }
            break;
        }
        if self.is_joined_after(to) {
            return Place::Query;
        }
        if let Some(place) = self.written(at, to).known().or_else(|| self.joined_around(at, deep)) {
            return place;
        }
        if program.is_open(to, "{")
            || program.is_sign(to, "=")
            || program.is_sign(to, ":=")
            || program.is_sign(to, ".")
        {
            return Place::Unknown;
        }
        let mut from = at;
        if before.is_some_and(|dot| self.is_self(dot)) {
            from = at.saturating_sub(2);
        }
        // `"?" + name` and `"…?${name}"`.
        let expression = program.expression(from);
        let text = assemble(program, self.constants, expression.clone());
        let hole = HOLE;
        if text.as_str().contains(&format!("?{hole}")) || text.as_str().contains(&format!("&{hole}")) {
            return Place::Query;
        }
        let around = program.parent(at);
        if around != NONE && program.kind(around) == Some(Kind::HoleOpen) {
            return self.enclosed(around, from, to, 0, deep);
        }
        // `{ params }`: a key that is its own value.
        let shorthand = around != NONE
            && program.is_open(around, "{")
            && program.language == Language::JavaScript
            && matches!(program.word(to), "," | "}")
            && program.before(from).is_none_or(|left| program.is_sign(left, ","));
        if shorthand {
            return match place_of_name(program.word(at)) {
                Place::Unknown => Place::Unknown,
                place @ (Place::Query | Place::Elsewhere) => place,
            };
        }
        // `**name` and `*name` take it apart.
        if expression.start != from
            && !(expression.start..from).all(|at| matches!(program.word(at), "*" | "&"))
        {
            return Place::Unknown;
        }
        self.climb(from, to, 1, deep)
    }

    /// Whether a server reads the parameter of that name: `Request.Query[NAME]`, `req.query.get(NAME)`.
    pub(super) fn is_read(&self, name: &str) -> bool {
        let program = self.program;
        self.uses(name).iter().any(|at| {
            let around = program.parent(*at);
            let opens = around != NONE && (program.is_open(around, "[") || program.is_open(around, "("));
            opens
                && program.callee(around).any(|at| matches!(program.word(at), "Request" | "request" | "req"))
        })
    }

    fn is_self(&self, dot: usize) -> bool {
        let before = dot.checked_sub(1).map(|at| self.program.word(at)).unwrap_or_default();
        matches!(before, "self" | "this" | "$this" | "@")
    }

    /// Where the type of what a function of TypeScript gives back begins, by its colon; where its block does without one.
    fn before_type(&self, block: usize) -> usize {
        let program = self.program;
        let head = (block.saturating_sub(TYPE_TOKENS_MAX)..block).rev();
        let mut head = head.take_while(|at| !matches!(program.word(*at), ";" | "{" | "}"));
        let colon = head.find(|at| program.is_sign(*at, ":"));
        colon.filter(|_| program.language == Language::JavaScript).unwrap_or(block)
    }

    /// What a function gives back: its own name may say, or those who call it.
    pub(super) fn returned(&self, at: usize, deep: usize) -> Place {
        let program = self.program;
        let name = (at.saturating_sub(400)..at).rev().find_map(|back| {
            let word = program.word(back);
            let defines = matches!(
                word,
                "def" | "function" | "func" | "fun" | "sub" | "fn" | "defp" | "const" | "let" | "var" | "val"
            );
            if defines && program.is_word(back + 1) {
                return Some(back + 1);
            }
            // `String params(…) {`, `params() {` and `params(): Type {`.
            let open = program.is_open(back, "{") && back > 0 && program.end_of(back) > at;
            let close = if open { self.before_type(back).saturating_sub(1) } else { back };
            let round = if open && program.word(close) == ")" { program.mate(close) } else { NONE };
            (round != NONE
                && round > 0
                && program.is_word(round - 1)
                && !matches!(program.word(round - 1), "if" | "for" | "while" | "switch" | "catch"))
            .then(|| round - 1)
        });
        if name.is_none() {
            program.rest.lean();
        }
        name.map_or(Place::Unknown, |name| self.follow(name, deep))
    }
}
