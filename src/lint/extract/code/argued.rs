//! A name that is an argument of a call: what is called says where it and its value go.

use super::annotation::is_annotation;
use super::entry::Entry;
use super::place::Reader;
use super::program::NONE;
use super::verbs::{begins_to_put, hands_on, place_of_call, puts};
use super::words::Place;
use crate::lint::SeenValue;
use crate::lint::format::Language;

impl Reader<'_, '_> {
    /// The name as an argument of a call, or in an annotation.
    pub(super) fn argument_entry(&self, open: usize, name: usize, labelled: Option<usize>) -> Option<Entry> {
        let program = self.program;
        let callee = program.callee_name(open);
        let arguments = program.arguments(open);
        let index = arguments.iter().position(|argument| argument.contains(&name))?;
        let label =
            labelled.and_then(|sign| sign.checked_sub(1)).map(|at| program.word(at)).unwrap_or_default();
        let attribute = callee.starts_with('@')
            || program.parent(open) != NONE
                && program.is_open(program.parent(open), "[")
                && program.language == Language::CSharp;
        if attribute || is_annotation(callee) {
            return self.annotated(callee, open);
        }
        if label == "rename" && callee == "serde" {
            let name = program.origin(name, name + 1);
            return self
                .is_query_field(open)
                .then_some(Entry { value: SeenValue::Dynamic(name), tokens: None });
        }
        if labelled.is_some()
            && !matches!(label.to_ascii_lowercase().as_str(), "name" | "key" | "param" | "parameter")
        {
            return None;
        }
        let value = arguments.get(index + 1).map(|value| match program.word(value.start + 1) {
            ":" | "=" if program.is_word(value.start) => value.start + 2,
            _ => value.start,
        });
        let lower = callee.to_ascii_lowercase();
        if let Some(value) = self.appended_value(open, &lower) {
            return self.valued(value, || Place::Query);
        }
        let located = |at: usize| program.word(at) == "ParamLocationQuery";
        if lower.starts_with("styleparam") {
            // What oapi-codegen writes: `StyleParamWithLocation("form", true, "auth-key", ParamLocationQuery, key)`.
            let sent = arguments.iter().flat_map(Clone::clone).any(located);
            let value = arguments.last().filter(|_| sent)?.start;
            return self.valued(value, || Place::Query);
        }
        let typed = callee == "new" && program.language == Language::CSharp;
        if hands_on(callee) || lower.contains("pair") || typed {
            return self.valued(value?, || self.argument(open, name, 0, 0));
        }
        let adds = program.language == Language::Pascal && lower == "additem" && arguments.len() > 2;
        let parameters =
            ["addparameter", "addorupdateparameter", "adddefaultparameter", "addorupdatedefaultparameter"];
        if adds || parameters.contains(&lower.as_str()) {
            return self.valued(value?, || self.rest_sharp(open));
        }
        match place_of_call(callee) {
            Place::Query => self.valued(value?, || self.unless_of_body(open)),
            Place::Elsewhere => None,
            Place::Unknown if lower == "data" && self.is_gotten(open) => self.valued(value?, || Place::Query),
            Place::Unknown if puts(callee) && index == 0 => self.valued(value?, || {
                let place = self.receiver(open, 0).known();
                let alone = lower.contains("param").then_some(Place::Query);
                place.or(alone).unwrap_or_else(|| self.paired(open, index))
            }),
            Place::Unknown if index == 1 && (puts(callee) || begins_to_put(callee)) => {
                // `Map.put(params, "auth-key", key)`, `addParam(url, "auth-key", key)`.
                let first = arguments.first()?.start;
                let alone = lower.contains("param").then_some(Place::Query);
                self.valued(value?, || {
                    self.named(first, 0).known().or(alone).unwrap_or_else(|| self.paired(open, index))
                })
            }
            Place::Unknown => self.valued(value?, || self.paired(open, index)),
        }
    }

    /// RestSharp's `AddParameter`: the last argument, or else the method, says where.
    fn rest_sharp(&self, open: usize) -> Place {
        let program = self.program;
        let end = program.end_of(open);
        let typed = (open..end).find_map(|at| match program.word(at) {
            "QueryString" | "QueryStringWithoutEncode" | "pkQUERY" => Some(Place::Query),
            "HttpHeader" | "RequestBody" | "Cookie" | "UrlSegment" | "pkHTTPHEADER" | "pkREQUESTBODY"
            | "pkCOOKIE" | "pkURLSEGMENT" => Some(Place::Elsewhere),
            _ => None,
        });
        let posted = program.callee(open).any(|at| matches!(program.word(at), "post" | "put" | "patch"));
        if posted && program.language == Language::Java {
            return Place::Elsewhere;
        }
        typed.unwrap_or_else(|| {
            let receiver = program.callee(open).start;
            let name = program.word(receiver);
            let nearest =
                self.uses(name).iter().rev().find(|used| **used < open && program.is_sign(**used + 1, "="));
            let posts = nearest.is_some_and(|used| {
                (*used..program.statement_end(*used))
                    .any(|at| matches!(program.word(at), "Post" | "POST" | "Put" | "PUT" | "Patch"))
                    || {
                        let start = *used;
                        let stop = (start + 40).min(program.tokens.len());
                        (start..stop)
                            .take_while(|at| !program.is_sign(*at, ";"))
                            .any(|at| matches!(program.word(at), "Post" | "POST" | "Put" | "PUT" | "Patch"))
                    }
            });
            if posts { Place::Elsewhere } else { Place::Query }
        })
    }
}
