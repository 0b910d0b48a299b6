//! Where the value of an expression ends up: climbs outwards from a table's entry or an argument until a name says it.

use std::cell::RefCell;
use std::collections::HashMap;

use super::assemble::{Constants, literal};
use super::program::{NONE, Program};
use super::token::Kind;
use super::words::{Place, hands_on, place_of_call, place_of_name, puts};
use crate::lint::format::Language;

/// Most steps outwards.
const STEPS_MAX: usize = 12;
/// Most uses of one name that are looked at.
const USES_MAX: usize = 64;
/// Most names that are followed one after the other.
const NAMES_DEEP_MAX: usize = 3;
/// Most tokens of a definition that are looked at.
const DEFINITION_TOKENS_MAX: usize = 48;

/// A program and what is known of its names.
pub(super) struct Reader<'p, 't> {
    pub(super) program: &'p Program<'t>,
    pub(super) constants: &'p Constants,
    uses: HashMap<&'p str, Vec<usize>>,
    /// Where a name ends up, by its first use and the definition before; `Unknown` while it is being followed.
    followed: RefCell<HashMap<(usize, usize), Place>>,
}

impl<'p, 't> Reader<'p, 't> {
    pub(super) fn new(program: &'p Program<'t>, constants: &'p Constants) -> Self {
        let mut uses: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in (0..program.tokens.len()).filter(|at| program.is_word(*at)) {
            let places = uses.entry(program.word(at)).or_default();
            if places.len() < USES_MAX {
                places.push(at);
            }
        }
        Self { program, constants, uses, followed: RefCell::default() }
    }

    /// Where that name stands, up to a limit.
    pub(super) fn uses(&self, name: &str) -> &[usize] {
        self.uses.get(name).map_or(&[], Vec::as_slice)
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
        let mut first = from;
        // Over what stands before a value without being its place: `...`, `new`, `await`, a condition.
        let left = loop {
            let Some(left) = program.before(first) else { break None };
            let word = program.word(left);
            let kind = program.kind(left);
            let leading = matches!(word, "..." | "**" | "*" | "&" | "new" | "await" | "mut" | "my" | "?" | "??" | "||" | "&&" | "or" | "if" | "\\" | "@" | "not" | "%");
            let conditional = word == ":" && self.is_ternary(left);
            if (leading || conditional || matches!(kind, Some(Kind::Number))) && first - left < 64 {
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
        if program.leads(first) && left.is_some_and(|left| program.kind(left) != Some(Kind::Sign)) && self.is_block(around) {
            // A statement of its own, or what a block gives back.
            return self.after_value(to, steps, deep);
        }
        let Some(left) = left else { return self.enclosed(around, first, to, steps, deep) };
        match program.word(left) {
            "," | ";" | "{" | "|" => self.enclosed(around, first, to, steps, deep),
            "=" | ":=" | "+=" | ".=" | "??=" | "<-" | "&=" => self.assigned(left, around, steps, deep),
            ":" | "=>" | "to" => self.keyed(left, around, steps, deep),
            "->" => self.enclosed(around, first, to, steps, deep),
            "<<" => left.checked_sub(1).map_or(Place::Unknown, |target| self.named(target, deep)),
            "return" | "yield" => self.returned(left, deep),
            _ if program.is_word(left) && !program.leads(first) => self.commanded(left, from, steps, deep),
            _ => Place::Unknown,
        }
    }

    /// What a value is used for right after it: `{…}.to_query`, `?{params}`.
    fn after_value(&self, to: usize, _steps: usize, _deep: usize) -> Place {
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
    fn enclosed(&self, around: usize, first: usize, to: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        if around == NONE {
            return self.after_value(to, steps, deep);
        }
        let next = program.end_of(around) + 1;
        match program.word(around) {
            "(" => self.argument(around, first, steps, deep),
            "[" | "{" | "%{" | "@{" => {
                let callee = program.callee(around);
                let type_name = program.callee_name(around);
                let keyword = matches!(type_name, "return" | "yield" | "else" | "do" | "then" | "in" | "await" | "throw");
                let typed = program.word(around) == "{" && !type_name.is_empty() && !keyword && !program.leads(around);
                if typed {
                    // `url.Values{`, `new Dictionary<string, string> {`.
                    let said = callee.clone().rev().find_map(|at| place_of_call(program.word(at)).known());
                    let said = said.or_else(|| if self.is_block_of(type_name) { place_of_name(type_name).known() } else { None });
                    let values = type_name == "Values" && program.language == Language::Go;
                    if let Some(place) = said.or(values.then_some(Place::Query)) {
                        return if values { self.outer(callee.start, next, steps, deep).known().unwrap_or(place) } else { place };
                    }
                }
                if let Place::Elsewhere | Place::Query = self.after_value(next, steps, deep) {
                    return self.after_value(next, steps, deep);
                }
                let mut start = around;
                if typed {
                    start = self.type_start(around);
                } else if program.word(around) == "{" && around > 0 && program.word(around - 1) == ")" {
                    // `new Dictionary<string, string>() {`.
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
                    let asked = around.checked_sub(1).is_some_and(|before| program.word(before).ends_with('?') || program.word(before).ends_with('&'));
                    if asked {
                        return Place::Query;
                    }
                    if template == NONE { Place::Unknown } else { self.climb(template, program.after(template), steps + 1, deep) }
                }
                _ => Place::Unknown,
            },
        }
    }

    /// Whether a name before `{` is that of a type or a builder's block: `Parameters{…}`, `headers { … }`.
    fn is_block_of(&self, name: &str) -> bool {
        !matches!(self.program.language, Language::JavaScript | Language::Php | Language::Go) && !name.is_empty()
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
                    let qualified = program.is_sign(at, ".") || program.is_sign(at, "::") || program.is_sign(at, "<") || at == open;
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

    /// `target = value`, or an argument with a name.
    fn assigned(&self, sign: usize, around: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let Some(target) = program.before(sign) else { return Place::Unknown };
        if let Some(place) = self.target_place(sign) {
            return place;
        }
        let in_call = around != NONE && program.is_open(around, "(");
        let in_table = around != NONE && (program.is_open(around, "[") || program.is_open(around, "{"));
        if in_call {
            return self.labelled(sign, around).known().unwrap_or_else(|| self.argument(around, target, steps + 1, deep));
        }
        let entry = program.before(target).is_none_or(|left| matches!(program.word(left), "," | ";"));
        if in_table && entry && !program.leads(target) {
            if let Some(place) = place_of_name(program.word(sign - 1)).known() {
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
    fn labelled(&self, sign: usize, around: usize) -> Place {
        let label = sign.checked_sub(1).map(|at| self.program.word(at)).unwrap_or_default();
        if label == "data" && self.mentions(around, &["GET"]) {
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
                let member = last.checked_sub(1).is_some_and(|dot| matches!(program.word(dot), "." | "->" | "::"));
                let place = place_of_name(program.word(last));
                if member { place.known() } else { None }
            }
            _ => None,
        }
    }

    /// `key: value`.
    fn keyed(&self, sign: usize, around: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let Some(key) = program.before(sign) else { return Place::Unknown };
        let text = if program.is_literal(key) {
            literal(program, self.constants, key).as_str().to_owned()
        } else {
            program.word(sign - 1).to_owned()
        };
        // `x => {…}` in most languages is a function.
        if program.word(sign) == "=>" && (program.word(sign - 1) == ")" || matches!(program.language, Language::JavaScript | Language::Dart | Language::CSharp | Language::Scala)) {
            return self.returned(sign, deep);
        }
        let place = place_of_name(&text);
        let lower = text.to_ascii_lowercase();
        if matches!(lower.as_str(), "data" | "body") && self.sent_by_get(around) {
            return Place::Query;
        }
        if matches!(lower.as_str(), "parameters" | "params") && self.sent_by_post(around) {
            return Place::Elsewhere;
        }
        match place.known() {
            Some(place) => place,
            None if around == NONE || program.is_open(around, "(") => {
                if around == NONE { self.follow(sign - 1, deep) } else { self.argument(around, key, steps + 1, deep) }
            }
            None => self.climb(around, program.after(around), steps + 1, deep),
        }
    }

    /// Whether `data` in that table is a querystring: jQuery's `ajax` by GET.
    fn sent_by_get(&self, around: usize) -> bool {
        let program = self.program;
        if around == NONE || program.parent(around) == NONE {
            return false;
        }
        let call = program.parent(around);
        let ajax = matches!(program.callee_name(call), "ajax" | "ajaxSetup");
        ajax && !self.mentions(around, &["POST", "PUT", "PATCH", "DELETE", "post", "put"])
    }

    /// Whether the call sends a body: Alamofire's `parameters` by POST.
    fn sent_by_post(&self, around: usize) -> bool {
        around != NONE
            && self.program.language == Language::Swift
            && self.mentions(around, &["post", "put", "patch", "POST", "JSONEncoding", "httpBody"])
            && !self.mentions(around, &["queryString"])
    }

    /// Whether one of the words stands between brackets, as a name or a text.
    pub(super) fn mentions(&self, open: usize, words: &[&str]) -> bool {
        let program = self.program;
        let end = program.end_of(open).min(open + 256);
        (open + 1..end).any(|at| match program.kind(at) {
            Some(Kind::Word) => words.contains(&program.word(at)),
            Some(Kind::Text { inner, .. }) => {
                words.contains(&program.source().get(inner.range()).unwrap_or_default())
            }
            _ => false,
        })
    }

    /// What a function gives back: its own name may say, or those who call it.
    fn returned(&self, at: usize, deep: usize) -> Place {
        let program = self.program;
        let name = (at.saturating_sub(400)..at).rev().find_map(|back| {
            let word = program.word(back);
            let defines = matches!(word, "def" | "function" | "func" | "fun" | "sub" | "fn" | "defp" | "const" | "let" | "var" | "val");
            if defines && program.is_word(back + 1) {
                return Some(back + 1);
            }
            // `String params(…) {` and `params() {`.
            let open = program.is_open(back, "{") && back > 0 && program.word(back - 1) == ")" && program.end_of(back) > at;
            let round = if open { program.mate(back - 1) } else { NONE };
            (round != NONE && round > 0 && program.is_word(round - 1) && !matches!(program.word(round - 1), "if" | "for" | "while" | "switch" | "catch")).then(|| round - 1)
        });
        name.map_or(Place::Unknown, |name| self.follow(name, deep))
    }

    /// `get "/x", value` and `-Body value`: arguments without brackets.
    fn commanded(&self, word: usize, from: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let name = program.word(word);
        if matches!(name, "-d" | "-data" | "-data-urlencode" | "-data-raw") {
            let start = program.span(program.statement_start(word)).start;
            let end = program.span(program.statement_end(from).saturating_sub(1)).end;
            let statement = program.source().get(start..end).unwrap_or_default();
            let get = statement.contains(" -G") || statement.contains(" --get") || statement.contains(" -sG");
            return if get { Place::Query } else { Place::Elsewhere };
        }
        if name.eq_ignore_ascii_case("-body") {
            let start = program.statement_start(word);
            let end = program.statement_end(from);
            let words: Vec<String> = (start..end).map(|at| program.word(at).to_ascii_lowercase()).collect();
            let sends = words.iter().any(|word| matches!(word.trim_matches(['"', '\'']), "post" | "put" | "patch" | "delete"));
            let calls = words.iter().any(|word| matches!(word.as_str(), "invoke-restmethod" | "invoke-webrequest" | "irm" | "iwr" | "curl" | "wget"));
            return if calls && !sends { Place::Query } else { Place::Elsewhere };
        }
        if matches!(name, "return" | "in" | "then" | "else" | "do") {
            return self.returned(word, deep);
        }
        let _ = steps;
        if matches!(name, "send" | "post" | "put" | "patch" | "print" | "write") {
            return Place::Elsewhere;
        }
        place_of_call(name)
    }

    /// What a name at that token says, by itself or by its uses.
    pub(super) fn named(&self, at: usize, deep: usize) -> Place {
        match place_of_name(self.program.word(at)) {
            Place::Unknown => self.follow(at, deep),
            place => place,
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
        let from = uses.iter().rev().copied().find(|used| *used <= at && self.defines(*used)).unwrap_or_default();
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
        matches!(program.word(at + 1), "=" | ":=" | "<-" | ":") && !in_call && !member && !(program.is_sign(at + 1, ":") && program.language == Language::JavaScript)
    }

    /// What a name is given: `q := req.URL.Query()`.
    fn made(&self, at: usize) -> Place {
        let program = self.program;
        let mut sign = at + 1;
        // `name: Type =`, `Name As Type =`; a parameter `values url.Values`.
        while sign < at + 12 && !matches!(program.word(sign), "=" | ":=" | "<-" | "," | ")" | ";" | "{") && !program.leads(sign) {
            if let Some(place) = place_of_call(program.word(sign)).known()
                && (program.is_sign(at + 1, ":") || program.word(at + 1).eq_ignore_ascii_case("as") || sign > at)
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
            let statement_over = program.is_sign(value, ";") || (program.leads(value) && program.dialect.lines_end && !matches!(program.word(value), "." | "?."));
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
        if before.is_some_and(|dot| matches!(program.word(dot), "." | "->" | "?.") && program.word(at) != "params" && !self.is_self(dot)) {
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
                    "encode" | "tostring" | "to_s" | "build" | "toquerystring" | "to_query" | "items" | "entries" | "copy" | "clone" | "finish" | "as_str" | "uri" | "tostring()"
                );
            if writes {
                to += 2;
                continue;
            }
            break;
        }
        if program.is_open(to, "{") || program.is_sign(to, "=") || program.is_sign(to, ":=") || program.is_sign(to, ".") {
            return Place::Unknown;
        }
        let mut from = at;
        if before.is_some_and(|dot| self.is_self(dot)) {
            from = at.saturating_sub(2);
        }
        // `"?" + name` and `"…?${name}"`.
        let expression = program.expression(from);
        let text = super::assemble::assemble(program, self.constants, expression.clone());
        let hole = super::assemble::HOLE;
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
                place => place,
            };
        }
        if expression.start != from {
            return Place::Unknown;
        }
        self.climb(from, to, 1, deep)
    }

    fn is_self(&self, dot: usize) -> bool {
        let before = dot.checked_sub(1).map(|at| self.program.word(at)).unwrap_or_default();
        matches!(before, "self" | "this" | "$this" | "@")
    }

    /// What a call does with that argument.
    pub(super) fn argument(&self, open: usize, first: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let name = program.callee_name(open);
        let callee = program.callee(open);
        let index = program.arguments(open).iter().position(|argument| argument.contains(&first)).unwrap_or_default();
        let after = program.end_of(open) + 1;
        if name.is_empty() {
            // Brackets around a value, a tuple, an annotation.
            return self.climb(open, after, steps + 1, deep);
        }
        let lower = name.to_ascii_lowercase();
        if lower == "stringify" {
            let json = callee.clone().any(|at| program.word(at) == "JSON");
            return if json { Place::Elsewhere } else { Place::Query };
        }
        if hands_on(name) {
            let start = if callee.start > 0 && program.word(callee.start - 1) == "new" { callee.start - 1 } else { callee.start };
            let receiver = self.receiver(open, deep).known();
            let chained = matches!(lower.as_str(), "update" | "merge" | "concat" | "push").then_some(receiver).flatten();
            return chained.unwrap_or_else(|| self.climb(start, after, steps + 1, deep));
        }
        let option = program.arguments(open).get(index.wrapping_sub(1)).map(|argument| program.word(argument.start).to_owned()).unwrap_or_default();
        if option.contains("POSTFIELDS") || option.contains("HTTPHEADER") || option.contains("COOKIE") {
            return Place::Elsewhere;
        }
        if let Some(place) = place_of_call(name).known() {
            if place == Place::Query && matches!(lower.as_str(), "urlencode" | "urlsearchparams" | "http_build_query" | "encode_www_form" | "stringify" | "httpbuildquery" | "querystring") {
                return self.encoded(open, after, steps, deep);
            }
            return place;
        }
        if puts(name) {
            return self.receiver(open, deep);
        }
        self.requested(&lower, open, index)
    }

    /// Text that was encoded as a querystring may still be a form's body.
    fn encoded(&self, open: usize, after: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let start = self.type_start(open).min(program.callee(open).start);
        let start = if start > 0 && program.word(start - 1) == "new" { start - 1 } else { start };
        let mut end = after;
        while matches!(program.word(end), "." | "?." | "->") && program.is_word(end + 1) {
            end = if program.is_open(end + 2, "(") { program.after(end + 2) } else { end + 2 };
        }
        let expression = program.expression(start);
        match self.climb(expression.start, end.max(expression.end), steps + 1, deep) {
            Place::Elsewhere => Place::Elsewhere,
            Place::Query | Place::Unknown => Place::Query,
        }
    }

    /// A request's positional argument: the query of a GET, the body of a POST.
    fn requested(&self, lower: &str, open: usize, index: usize) -> Place {
        let program = self.program;
        let positional = matches!(program.language, Language::Python | Language::Php | Language::Ruby | Language::Dart);
        match lower {
            "getjson" => Place::Query,
            "get" | "head" if index >= 1 => {
                let jquery = program.language == Language::JavaScript && program.callee(open).any(|at| matches!(program.word(at), "$" | "jQuery"));
                if positional || jquery { Place::Query } else { Place::Unknown }
            }
            "http" | "https" if index == 2 && program.language == Language::Dart => Place::Query,
            "post" | "put" | "patch" | "send" | "dumps" | "write" if index <= 1 => Place::Elsewhere,
            _ => Place::Unknown,
        }
    }

    /// What a method is called on says where it puts a name and value.
    pub(super) fn receiver(&self, open: usize, deep: usize) -> Place {
        let program = self.program;
        let callee = program.callee(open);
        let method = callee.end.saturating_sub(1);
        for at in (callee.start..method).rev().filter(|at| program.is_word(*at)) {
            let word = program.word(at);
            if let Some(place) = place_of_call(word).known().or_else(|| place_of_name(word).known()) {
                // A variable of a plain name may be made of something else: `params = new FormData()`.
                let alone = at == callee.start && !program.is_open(at + 1, "(");
                return if alone { self.follow(at, deep + 1).known().unwrap_or(place) } else { place };
            }
        }
        match callee.start {
            start if start < method && program.is_word(start) => self.follow(start, deep + 1),
            _ => Place::Unknown,
        }
    }
}

impl Program<'_> {
    /// The first token of the line or statement that the token is in.
    pub(super) fn statement_start(&self, at: usize) -> usize {
        let mut start = at;
        while let Some(previous) = self.before(start) {
            let ends = self.is_sign(start - 1, ";") || (self.leads(start) && self.dialect.lines_end && !self.carried(start));
            if ends || at - previous > 512 {
                break;
            }
            start = previous;
        }
        start
    }

    /// One past the last token of the line or statement that the token is in.
    pub(super) fn statement_end(&self, at: usize) -> usize {
        let mut end = self.after(at);
        while end < self.tokens.len() && end - at < 512 {
            let ends = self.is_sign(end, ";") || self.kind(end).is_some_and(Kind::closes) || (self.leads(end) && self.dialect.lines_end && !self.carried(end));
            if ends {
                break;
            }
            end = self.after(end);
        }
        end.min(self.tokens.len())
    }

    /// Whether the line before that token ends with a mark that carries it on.
    fn carried(&self, at: usize) -> bool {
        let between = at.checked_sub(1).map(|before| self.span(before).end..self.span(at).start);
        let gap = between.and_then(|gap| self.source().get(gap)).unwrap_or_default();
        gap.trim_start().starts_with(['`', '\\']) || matches!(self.word(at), "." | "?." | "&." | "|>")
    }
}
