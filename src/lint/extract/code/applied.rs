//! Languages that are read by what they have in common: functions that are applied without brackets, tables without signs.

use std::ops::Range;

use super::place::Reader;
use super::program::NONE;
use super::token::Kind;
use super::verbs::place_of_call;
use super::words::Place;
use crate::finding::Span;
use crate::lint::format::Language;
use crate::lint::text::tail;
use crate::lint::{SeenValue, Setting, Sighting};

/// How much before a token is looked at for the word before it, in bytes.
const HEAD_BYTES_MAX: usize = 256;

impl Reader<'_, '_> {
    /// The value of a name that a function without brackets is applied to, in languages that have few brackets:
    /// `param "auth-key"`, `"auth-key" =: key`, `:query-params {"auth-key" key}`, `setQueryString [("auth-key", …)]`.
    pub(super) fn applied_value(&self, name: &Range<usize>) -> Option<usize> {
        let program = self.program;
        let around = program.parent(name.start);
        let next = name.end;
        let matched = program.source().get(program.span(name.end - 1).end..).unwrap_or_default();
        let form = around != NONE && place_of_call(&self.head(around)) == Place::Elsewhere;
        let put = matched.trim_start().starts_with("=:") && !form;
        let table = around != NONE
            && program.kind(around) == Some(Kind::Open)
            && (self.asks(around)
                || program.parent(around) != NONE
                    && self.asks(program.parent(around))
                    && program.word(around) != "[");
        let listed = around != NONE && program.is_open(around, "[") && name.start == around + 1;
        // Clojure's `[:query-params "auth-key"]` is where something is looked for.
        let keyed = self.head(name.start).starts_with(':');
        let applied = !listed && !keyed && !program.leads(name.start) && self.asks(name.start);
        let value = if program.is_sign(next, ",") { next + 1 } else { next };
        let named = program.language == Language::FSharp && !applied;
        (!named && (put || table || applied) && value < program.tokens.len()).then_some(value)
    }

    /// A name that is a word of its own: Clojure's `{:auth-key key}`, Tcl's `[http::formatQuery day $day auth-key $key]`.
    pub(super) fn word(&self, name: Span) -> Option<Sighting> {
        let program = self.program;
        if program.language != Language::Other {
            return None;
        }
        let first = program.tokens.partition_point(|token| token.span().start < name.start);
        let value = program.tokens.partition_point(|token| token.span().start < name.end);
        let around = program.parent(first);
        if around == NONE || value >= program.end_of(around) {
            return None;
        }
        let keyed = first.checked_sub(1).is_some_and(|sign| program.is_sign(sign, ":"));
        // Tcl's `-query` is what is posted.
        let called = program.is_open(around, "[") && self.head(around) != "-query" && {
            let inner = program.source().get(program.span(around).end..).unwrap_or_default();
            let word = inner.split_whitespace().next().unwrap_or_default();
            place_of_call(word.rsplit(':').next().unwrap_or_default()) == Place::Query
        };
        let stands = program.text.origin(name);
        let span = stands.with(program.origin(value, program.after(value)));
        (keyed && self.asks(around) || called).then(|| {
            Sighting::in_query(
                Setting::Code,
                span,
                stands,
                SeenValue::Dynamic(program.origin(value, value + 1)),
            )
        })
    }

    /// The word before a token, in lower case.
    fn head(&self, at: usize) -> String {
        let program = self.program;
        let before = tail(program.source().get(..program.span(at).start).unwrap_or_default(), HEAD_BYTES_MAX);
        let before = before.trim_end();
        // Haskell's `QueryParam' '[Required] "auth-key"`.
        let typed = before.strip_suffix(']').and_then(|inner| inner.get(..inner.rfind('[')?));
        let before = typed.map_or(before, |before| before.trim_end_matches('\'').trim_end());
        before.rsplit([' ', '\n', '\t', '(', '[', '{']).next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether the word before a token says that a querystring follows.
    fn asks(&self, at: usize) -> bool {
        let head = self.head(at);
        let head = head.trim_end_matches([':', '=', '\'']);
        let word = head.rsplit(['.', ':', '/']).next().unwrap_or_default();
        // Elm's `Url.Builder.string`.
        word == "param" || place_of_call(word) == Place::Query || head.ends_with("builder.string")
    }
}
