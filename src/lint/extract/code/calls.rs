//! What calls do with their arguments: `urlencode(…)`, `params.append(…)`, `requests.get(…)`, `-Body …`.

use super::place::Reader;
use super::program::NONE;
use super::token::Kind;
use super::verbs::{encodes, fills_in, hands_on, place_of_accessor, place_of_call, place_of_option, puts};
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

impl Reader<'_, '_> {
    /// What a call does with that argument.
    pub(super) fn argument(&self, open: usize, first: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let name = program.callee_name(open);
        let callee = program.callee(open);
        let index =
            program.arguments(open).iter().position(|argument| argument.contains(&first)).unwrap_or_default();
        let after = program.end_of(open) + 1;
        if name.is_empty() {
            // Brackets around a value, a tuple, an annotation.
            return self.climb(open, after, steps + 1, deep);
        }
        let lower = name.to_ascii_lowercase();
        if lower == "stringify" {
            let json = program.callee(open).any(|at| program.word(at) == "JSON");
            return if json { Place::Elsewhere } else { self.encoded(open, after, steps, deep) };
        }
        if self.joins_pairs(open) {
            return self.encoded(open, after, steps, deep);
        }
        if let Some(place) = self.told_by_library(open, &lower, index) {
            return place;
        }
        if program.callee(open).any(|at| matches!(program.word(at), "serde_urlencoded" | "serde_qs")) {
            return self.encoded(open, after, steps, deep);
        }
        if name == "Data" && program.language == Language::Swift {
            return self.climb(callee.start, after, steps + 1, deep);
        }
        if program.language == Language::Abap && self.mentions(open, &["~query_string"]) {
            return Place::Query;
        }
        if fills_in(name) && program.language != Language::C {
            return self.climb(callee.start, after, steps + 1, deep);
        }
        if name == "new"
            && let Some(place) = self.made_for(callee.start)
        {
            return place;
        }
        if hands_on(name) || name == "new" && program.language == Language::CSharp {
            let generic = open > 0 && program.is_sign(open - 1, ">");
            let start = if generic { self.type_start(open) } else { callee.start };
            let start = if start > 0 && program.word(start - 1) == "new" { start - 1 } else { start };
            let receiver = self.receiver(open, deep).known();
            let chained = matches!(lower.as_str(), "update" | "merge" | "concat" | "push")
                .then_some(receiver)
                .flatten();
            return chained.unwrap_or_else(|| self.climb(start, after, steps + 1, deep));
        }
        // curl's and Camel's options, a header's name: what comes before says what it is.
        let named = index.checked_sub(1).and_then(|before| program.arguments(open).into_iter().nth(before));
        let option = |at: usize| place_of_option(program.word(at).trim_matches(['"', '\'']));
        if let Some(place) = named.and_then(|mut named| named.find_map(option)) {
            return place;
        }
        // jQuery's: a table becomes a querystring.
        if lower == "getjson" || lower == "param" && self.is_jquery(open) {
            return Place::Query;
        }
        if let Some(place) = place_of_call(name).known() {
            if place == Place::Query && encodes(&lower) {
                return self.encoded(open, after, steps, deep);
            }
            return place;
        }
        if puts(name) {
            let place = self.receiver(open, deep);
            let asked = program.language == Language::Java && lower == "params";
            return if asked && place == Place::Unknown { Place::Query } else { place };
        }
        self.requested(&lower, open, index).known().unwrap_or_else(|| self.parameter(open, index, deep))
    }

    /// What is made by a `new(…)` without a type, of C#: what is declared to hold it, or to give it back, says it.
    fn made_for(&self, new: usize) -> Option<Place> {
        let program = self.program;
        let sign = new.checked_sub(1)?;
        let name = match program.word(sign) {
            "=>" if program.word(sign - 1) == ")" => program.before(sign)?.checked_sub(1)?,
            "=>" | "=" => sign.checked_sub(1)?,
            _ => return None,
        };
        let is_type = |at: &usize| program.is_word(*at) && program.language == Language::CSharp;
        place_of_call(program.word(name.checked_sub(1).filter(is_type)?)).known()
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
        // `path: base + "?" + stringify(…)`: a path, and the query that follows it.
        let asked = (expression.start..start.saturating_sub(1)).any(|at| {
            matches!(program.kind(at), Some(Kind::Text { .. } | Kind::Chunk { .. } | Kind::TemplateClose))
                && program.word(at).trim_end_matches(['"', '\'', '`']).ends_with(['?', '&'])
        });
        if asked {
            return Place::Query;
        }
        match self.climb(expression.start, end.max(expression.end), steps + 1, deep) {
            Place::Elsewhere => Place::Elsewhere,
            Place::Query | Place::Unknown => Place::Query,
        }
    }

    /// A request's positional argument: the query of a GET, the body of a POST.
    fn requested(&self, lower: &str, open: usize, index: usize) -> Place {
        let program = self.program;
        let positional =
            matches!(program.language, Language::Python | Language::Php | Language::Ruby | Language::Dart);
        match lower {
            // Faraday's third is of headers, unless all are one table without braces.
            "get" | "head" if index >= 2 && program.language == Language::Ruby => {
                let second = program.arguments(open).into_iter().nth(1).unwrap_or_default();
                let pairs = second.clone().any(|at| matches!(program.word(at), "=>" | ":"));
                if pairs && !program.is_open(second.start, "{") { Place::Query } else { Place::Elsewhere }
            }
            "get" | "head" if index >= 1 => {
                if positional || self.is_jquery(open) {
                    Place::Query
                } else {
                    Place::Unknown
                }
            }
            "snprintf" | "sprintf" | "swprintf" | "vsnprintf" | "asprintf" | "sprintf_s" | "wsprintf"
                if index >= 1 && program.language == Language::C =>
            {
                // What is written into says what for.
                let buffer = open + 1 + usize::from(program.is_sign(open + 1, "&"));
                self.named(buffer, 0)
            }
            "http" | "https" if index == 2 && program.language == Language::Dart => Place::Query,
            "post" | "put" | "patch" | "send" | "dumps" | "write" if index <= 1 => Place::Elsewhere,
            _ => Place::Unknown,
        }
    }

    /// Whether the call is one of jQuery's own: `$.get(…)`.
    fn is_jquery(&self, open: usize) -> bool {
        let program = self.program;
        program.language == Language::JavaScript
            && program.callee(open).any(|at| matches!(program.word(at), "$" | "jQuery"))
    }

    /// What a method is called on says where it puts a name and value.
    pub(super) fn receiver(&self, open: usize, deep: usize) -> Place {
        let program = self.program;
        let callee = program.callee(open);
        let method = callee.end.saturating_sub(1);
        let own = |at: &usize| program.is_word(*at) && program.parent(*at) == program.parent(open);
        for at in (callee.start..method).rev().filter(own) {
            let word = program.word(at);
            // A path that the same chain sets says nothing of what comes next.
            if matches!(word, "path" | "withPath" | "WithPath" | "setPath") && program.is_open(at + 1, "(") {
                continue;
            }
            let said = place_of_accessor(word).or_else(|| place_of_call(word).known());
            // superagent's: what follows `query(…)` sets a header.
            let heads = program.language == Language::JavaScript
                && word == "query"
                && program.is_open(at + 1, "(")
                && program.word(method) == "set";
            if heads {
                return Place::Elsewhere;
            }
            if let Some(place) = said.or_else(|| place_of_name(word).known()) {
                if place == Place::Query && program.is_open(at + 1, "(") && self.is_sent(callee.start) {
                    return Place::Elsewhere;
                }
                // A variable of a plain name may be made of something else: `params = new FormData()`.
                let sure = word.to_ascii_lowercase().contains("query");
                let alone = at == callee.start && !program.is_open(at + 1, "(") && !sure;
                return if alone { self.follow(at, deep + 1).known().unwrap_or(place) } else { place };
            }
        }
        match callee.start {
            // A crate or a type is nothing that is made here.
            start if program.is_sign(start + 1, "::") => Place::Unknown,
            start if start < method && program.is_word(start) => self.follow(start, deep + 1),
            start if start == method && program.language == Language::Kotlin => self.applied(open, deep),
            _ => Place::Unknown,
        }
    }

    /// `mutableMapOf<String, String>().apply { put(…) }`, `buildMap { put(…) }`: what a block without a receiver fills.
    fn applied(&self, open: usize, deep: usize) -> Place {
        let program = self.program;
        let block = program.parent(open);
        if block == NONE
            || !matches!(program.callee_name(block), "apply" | "also" | "buildMap" | "parameters")
        {
            return Place::Unknown;
        }
        let mut start = program.callee(block).start;
        if start > 0 && program.is_sign(start - 1, ">") {
            // `mutableMapOf<String, String>()`.
            start = self.generics_start(start).saturating_sub(1);
        }
        self.climb(start, program.after(block), 1, deep + 1)
    }

    /// Whether what is put together there, from `new HttpParams()` on, is a request's body in the end.
    fn is_sent(&self, start: usize) -> bool {
        let expression = self.program.expression(start);
        let made = self.program.word(expression.start) == "new";
        made && self.climb(expression.start, expression.end, 1, 1) == Place::Elsewhere
    }

    /// Whether `data` in that table is a querystring: jQuery's `ajax` by GET.
    pub(super) fn sent_by_get(&self, around: usize) -> bool {
        let program = self.program;
        if around == NONE || program.parent(around) == NONE {
            return false;
        }
        let call = program.parent(around);
        let ajax = matches!(program.callee_name(call), "ajax" | "ajaxSetup");
        ajax && !self.mentions(around, &["POST", "PUT", "PATCH", "DELETE", "post", "put"])
    }

    /// Whether the call sends a body: Alamofire's `parameters` by POST.
    pub(super) fn sent_by_post(&self, around: usize) -> bool {
        around != NONE
            && matches!(self.program.language, Language::Swift | Language::C)
            && self.mentions(around, &["post", "put", "patch", "POST", "PUT", "JSONEncoding", "httpBody"])
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

    /// `get "/x", value` and `-Body value`: arguments without brackets.
    pub(super) fn commanded(&self, word: usize, from: usize, steps: usize, deep: usize) -> Place {
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
            let sends = words
                .iter()
                .any(|word| matches!(word.trim_matches(['"', '\'']), "post" | "put" | "patch" | "delete"));
            let calls = words.iter().any(|word| {
                matches!(
                    word.as_str(),
                    "invoke-restmethod" | "invoke-webrequest" | "irm" | "iwr" | "curl" | "wget"
                )
            });
            return if calls && !sends { Place::Query } else { Place::Elsewhere };
        }
        if matches!(name, "return" | "in" | "then" | "else" | "do") {
            return self.returned(word, deep);
        }
        let _ = steps;
        if matches!(name.to_ascii_lowercase().as_str(), "send" | "post" | "put" | "patch" | "print" | "write")
        {
            return Place::Elsewhere;
        }
        place_of_call(name)
    }
}
