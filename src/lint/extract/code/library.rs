//! What single libraries do that their names do not say, and pairs that are joined by `&`.

use std::ops::Range;

use super::place::Reader;
use super::program::NONE;
use super::token::Kind;
use super::verbs::place_of_call;
use super::words::{Place, place_of_name};
use crate::lint::format::Language;

/// Functions that put a list together with something between.
const JOINS: &[&str] = &["join", "implode", "jointostring", "concat", "paste", "joined"];
/// Most brackets outwards in which a list is joined.
const JOIN_DEEP_MAX: usize = 4;
/// Most tokens of a type's head, with what it derives.
const STRUCT_TOKENS_MAX: usize = 40;
/// Most calls one after the other on a value.
const CHAIN_MAX: usize = 8;

impl Reader<'_, '_> {
    /// Whether the literal there is that text and nothing else.
    fn is_text(&self, at: usize, text: &str) -> bool {
        matches!(self.program.kind(at), Some(Kind::Text { inner, .. })
            if self.program.source().get(inner.range()) == Some(text))
    }

    /// Whether a call joins what it is given by `&`: `"&".join(…)`, `implode('&', …)`, `string.Join("&", …)`; or a path and
    /// its querystring by `?`.
    pub(super) fn joins_pairs(&self, open: usize) -> bool {
        let program = self.program;
        if !program.is_open(open, "(")
            || !JOINS.contains(&program.callee_name(open).to_ascii_lowercase().as_str())
        {
            return false;
        }
        let callee = program.callee(open);
        let is_glue = |at: usize| self.is_text(at, "&") || self.is_text(at, "?");
        let glue = callee.start < open && is_glue(callee.start) || open.checked_sub(3).is_some_and(is_glue);
        glue || program.arguments(open).into_iter().take(CHAIN_MAX).any(|argument| {
            // `separator = "&"` too.
            argument.end.checked_sub(1).is_some_and(is_glue)
        })
    }

    /// Java's `collect(Collectors.joining("&"))`.
    fn collects_pairs(&self, open: usize) -> bool {
        let program = self.program;
        program.callee_name(open) == "collect"
            && (open..program.end_of(open).min(open + 8))
                .any(|at| program.word(at) == "joining" && self.is_text(at + 2, "&"))
    }

    /// Whether what is called on the value that ends there joins its pairs by `&`: `{…}.map { … }.join('&')`.
    pub(super) fn is_joined_after(&self, to: usize) -> bool {
        let program = self.program;
        let mut at = to;
        for _ in 0..CHAIN_MAX {
            if !matches!(program.word(at), "." | "?." | "&.") || !program.is_word(at + 1) {
                return false;
            }
            let mut open = at + 2;
            if program.is_open(open, "(") {
                if self.joins_pairs(open) || self.collects_pairs(open) {
                    return true;
                }
                open = program.after(open);
            }
            if program.is_open(open, "{") && !program.leads(open) {
                open = program.after(open);
            }
            at = open;
        }
        false
    }

    /// Where the pairs end up that are joined by `&` in a call around: `"&".join(f"{k}={v}" for k, v in name.items())`.
    pub(super) fn joined_around(&self, at: usize, deep: usize) -> Option<Place> {
        let program = self.program;
        let mut around = program.parent(at);
        for _ in 0..JOIN_DEEP_MAX {
            if around == NONE || program.is_open(around, "{") {
                return None;
            }
            if program.is_open(around, "(") && self.is_joined_after(program.after(around)) {
                return Some(Place::Query);
            }
            if self.joins_pairs(around) {
                let start = program.expression(around).start;
                return Some(match self.climb(start, program.after(around), 1, deep + 1) {
                    Place::Elsewhere => Place::Elsewhere,
                    Place::Query | Place::Unknown => Place::Query,
                });
            }
            around = program.parent(around);
        }
        None
    }

    /// Whether a form of C# is turned into text: `await content.ReadAsStringAsync()`.
    fn is_read_out(&self, open: usize) -> bool {
        let program = self.program;
        let reads = |at: usize| program.is_sign(at, ".") && program.word(at + 1) == "ReadAsStringAsync";
        let start = program.statement_start(open);
        let named = (start..open).find(|at| program.is_sign(*at, "=") && *at > start).map(|sign| sign - 1);
        reads(program.after(open))
            || named.is_some_and(|name| self.uses(program.word(name)).iter().any(|used| reads(used + 1)))
    }

    /// What one library does with that argument.
    pub(super) fn told_by_library(&self, open: usize, lower: &str, index: usize) -> Option<Place> {
        let program = self.program;
        let calls = |names: &[&str]| program.callee(open).any(|at| names.contains(&program.word(at)));
        let begins = |text: &str| self.is_text(open + 1, text);
        match (program.language, lower) {
            // A body's builder, or a URL's.
            (_, "setparameters" | "addparameters") => {
                Some(if calls(&["EntityBuilder", "post", "put", "patch", "Post", "UrlEncodedFormEntity"]) {
                    Place::Elsewhere
                } else {
                    Place::Query
                })
            }
            (Language::JavaScript, "needle" | "request")
                if index == 2 && (lower == "needle" || calls(&["needle"])) =>
            {
                Some(if begins("get") || begins("GET") { Place::Query } else { Place::Elsewhere })
            }
            (Language::Kotlin, "httpget") if index == 0 => Some(Place::Query),
            (Language::Kotlin, "get") if index == 1 && calls(&["Fuel"]) => Some(Place::Query),
            // What is no `params:` is a header.
            (Language::Ruby, "get" | "head" | "delete") if index >= 1 && calls(&["RestClient"]) => {
                Some(Place::Elsewhere)
            }
            // Rails' `orders_path("auth-key" => key)`.
            (Language::Ruby, helper) if helper.ends_with("_path") || helper.ends_with("_url") => {
                Some(Place::Query)
            }
            // Phoenix's tests: `get(conn, "/x", %{…})`, `conn |> get("/x", %{…})`.
            (Language::Elixir, "get") if program.callee(open).len() == 1 => {
                let conn = program.word(open + 1).starts_with("conn");
                (index == if conn { 2 } else { 1 }).then_some(Place::Query)
            }
            // What reads it out again makes a querystring of it.
            (Language::CSharp, "formurlencodedcontent") => self.is_read_out(open).then_some(Place::Query),
            // Symfony's tests: the third is no options.
            (Language::Php, "request" | "call") if index == 2 && begins("GET") => Some(Place::Query),
            // MATLAB's.
            (Language::Python, "webread") if index >= 1 => Some(Place::Query),
            (Language::R, "getform") => Some(Place::Query),
            // Apache's.
            (_, "format") if calls(&["URLEncodedUtils"]) => Some(Place::Query),
            // Alamofire's.
            (Language::Swift, "encode") if calls(&["URLEncoding"]) => {
                Some(if calls(&["httpBody"]) { Place::Elsewhere } else { Place::Query })
            }
            _ => None,
        }
    }

    /// Whether a table follows a URL and `%`, as yarl has it: `URL(base) / "orders" % {…}`.
    pub(super) fn is_divided(&self, from: usize, left: usize) -> bool {
        let program = self.program;
        program.language == Language::Python
            && program.is_open(from, "{")
            && from.checked_sub(1).is_some_and(|sign| program.is_sign(sign, "%"))
            && !program.is_sign(left, "%")
            && {
                let start = program.expression(left).start;
                (start..from).any(|at| program.is_sign(at, "/") || program.word(at) == "URL")
            }
    }

    /// VB's `x = New Dictionary(Of String, String) From {…}` and `x As New …`: where `x` ends up.
    pub(super) fn made_from(&self, from: usize, around: usize, steps: usize, deep: usize) -> Place {
        let program = self.program;
        let mut at = from;
        while let Some(previous) = program.before(at) {
            if from - previous > 16 {
                return Place::Unknown;
            }
            if let Some(place) = place_of_call(program.word(previous)).known() {
                return place;
            }
            match program.word(previous) {
                "=" => return self.assigned(previous, around, steps, deep),
                "," => break,
                word if word.eq_ignore_ascii_case("as") => {
                    return previous.checked_sub(1).map_or(Place::Unknown, |name| self.follow(name, deep));
                }
                _ => at = previous,
            }
        }
        if around == NONE { Place::Unknown } else { self.argument(around, at, steps + 1, deep) }
    }

    /// Where `<…>` begins that ends before that token; the token if it does not.
    pub(super) fn generics_start(&self, at: usize) -> usize {
        let program = self.program;
        let mut depth = 0usize;
        for back in (at.saturating_sub(24)..at).rev() {
            match program.word(back) {
                ">" => depth += 1,
                "<" if depth <= 1 => return back,
                "<" => depth -= 1,
                _ => {}
            }
        }
        at
    }

    /// The value in `sb.append("auth-key").append("=").append(key)`.
    pub(super) fn appended_value(&self, open: usize, lower: &str) -> Option<usize> {
        let program = self.program;
        let next = |open: usize| {
            let after = program.after(open);
            let appends =
                program.is_sign(after, ".") && program.word(after + 1).eq_ignore_ascii_case("append");
            (appends && program.is_open(after + 2, "(")).then_some(after + 2)
        };
        let sign = next(open).filter(|sign| lower == "append" && self.is_text(sign + 1, "="))?;
        next(sign).map(|value| value + 1)
    }

    /// The value of a name that ends a path into a table: lodash's `_.set(options, ['query', 'auth-key'], key)`.
    pub(super) fn path_value(&self, around: usize, name: &Range<usize>) -> Option<usize> {
        let program = self.program;
        let call = program.parent(around);
        let sets = call != NONE
            && program.is_open(call, "(")
            && matches!(program.callee_name(call), "set" | "setIn" | "setWith" | "assocPath");
        if !sets || !program.is_open(around, "[") || name.end != program.end_of(around) {
            return None;
        }
        let path = (around + 1..name.start).filter(|at| program.is_literal(*at));
        let asked = path.into_iter().any(|at| {
            place_of_name(super::assemble::literal(program, self.constants, at).as_str()) == Place::Query
        });
        let sign = name.end + 1;
        (asked && program.is_sign(sign, ",")).then_some(sign + 1)
    }

    /// Tesla's `plug Tesla.Middleware.Query, […]`.
    pub(super) fn plugged(&self, comma: usize) -> Place {
        let program = self.program;
        let plugs = program.word(program.statement_start(comma)) == "plug";
        let name = comma.checked_sub(1).map(|at| program.word(at)).unwrap_or_default();
        if plugs { place_of_call(name) } else { Place::Unknown }
    }

    /// Jsoup's `connect(…).data(…).get()`, which sends by GET.
    pub(super) fn is_gotten(&self, open: usize) -> bool {
        let program = self.program;
        let chained = |word: &str| {
            let to = program.statement_end(open).min(open + 128);
            (open..to).any(|at| program.is_sign(at, ".") && program.word(at + 1) == word)
        };
        program.callee(open).any(|at| program.word(at) == "connect") && chained("get") && !chained("post")
    }

    /// Whether the table is what JavaScript takes apart: `const { query: { "auth-key": key } } = req`.
    pub(super) fn is_taken_apart(&self, value: usize) -> bool {
        let program = self.program;
        let mut outer = program.parent(value);
        if program.language != Language::JavaScript || outer == NONE || !program.is_open(outer, "{") {
            return false;
        }
        while program.parent(outer) != NONE
            && program.is_open(program.parent(outer), "{")
            && outer > 0
            && program.is_sign(outer - 1, ":")
        {
            outer = program.parent(outer);
        }
        let after = program.after(outer);
        let declared = outer > 0 && matches!(program.word(outer - 1), "const" | "let" | "var");
        declared && matches!(program.word(after), "=" | "of")
    }

    /// Whether a loop puts each pair into a URL: `Object.entries({…}).forEach(([k, v]) => url.searchParams.append(k, v))`.
    pub(super) fn is_walked_into_query(&self, from: usize, to: usize) -> bool {
        let program = self.program;
        if program.language != Language::JavaScript {
            return false;
        }
        if program.is_sign(to, ".") && program.word(to + 1) == "forEach" && program.is_open(to + 2, "(") {
            return self.mentions(to + 2, &["searchParams"]);
        }
        let around = program.parent(from);
        let looped = from > 0
            && program.word(from - 1) == "of"
            && around != NONE
            && program.callee_name(around) == "for"
            && program.end_of(around) == to;
        looped && {
            let body = to + 1;
            let end =
                if program.is_open(body, "{") { program.after(body) } else { program.statement_end(body) };
            (body..end.min(body + 64)).any(|at| program.word(at) == "searchParams")
        }
    }

    /// Whether http4s puts a pair into a URL: `uri +? ("auth-key", key)`.
    pub(super) fn is_asked_with(&self, from: usize) -> bool {
        let program = self.program;
        program.language == Language::Scala
            && from >= 2
            && program.is_sign(from - 1, "?")
            && program.is_sign(from - 2, "+")
    }

    /// Whether a field that serde renames belongs to a table that is written as a querystring.
    pub(super) fn is_query_field(&self, open: usize) -> bool {
        let program = self.program;
        let Some(block) = program.around(open, "{") else { return false };
        let from = block.saturating_sub(STRUCT_TOKENS_MAX);
        let Some(kind) = (from..block).rev().find(|at| program.word(*at) == "struct") else { return false };
        let head = (from..kind).rev().take_while(|at| !matches!(program.word(*at), ";" | "{"));
        let written = head.into_iter().any(|at| program.word(at) == "Serialize");
        let name = kind + 1;
        let sent = |used: &usize| {
            program.is_open(used + 1, "{")
                && *used != name
                && self.climb(*used, program.after(used + 1), 1, 1) == Place::Query
        };
        written
            && (place_of_name(program.word(name)) == Place::Query
                || self.uses(program.word(name)).iter().any(sent))
    }
}
