//! Programs that describe an API, rather than call it: annotations and builders from which an OpenAPI document is written.

use super::place::Reader;
use super::program::NONE;
use super::words::Place;

/// Annotations that say by their name alone that a parameter stands in the query: NestJS's.
const DECLARE: &[&str] = &["@ApiQuery"];
/// Labels of a parameter's name.
const NAMES: &[&str] = &["name", "paramname", "parametername"];
/// Labels that say where a parameter stands.
const LOCATIONS: &[&str] = &["in", "location", "parameterlocation"];
/// Most tokens between brackets in which the place is looked for.
const TOKENS_MAX: usize = 128;

impl Reader<'_, '_> {
    /// Whether the name that begins there is a parameter's of an API that is described: `{ in: 'query', name: 'auth-key' }`,
    /// `@SecurityScheme(in = SecuritySchemeIn.QUERY, paramName = "auth-key")`.
    pub(super) fn is_declared(&self, at: usize) -> bool {
        let program = self.program;
        let around = program.parent(at);
        if around == NONE {
            return false;
        }
        if self.label(at).as_deref() == Some("query") {
            // An API of Azure, in Bicep or Pulumi.
            return self.label(around).as_deref() == Some("subscriptionkeyparameternames");
        }
        let named = self.label(at).is_some_and(|label| NAMES.contains(&label.as_str()));
        let callee = |open: usize| open != NONE && DECLARE.contains(&program.callee_name(open));
        if callee(around) || callee(program.parent(around)) {
            return named || at == around + 1;
        }
        named && self.is_in_query(around)
    }

    /// Whether a label between those brackets says that the parameter stands in the query.
    fn is_in_query(&self, around: usize) -> bool {
        self.said_beside(around) == Some(Place::Query)
    }

    /// What a label between those brackets says of where the parameter stands: `"in": "query"`.
    pub(super) fn said_beside(&self, around: usize) -> Option<Place> {
        let program = self.program;
        let end = program.end_of(around).min(around + TOKENS_MAX);
        let mut at = around + 1;
        while at < end {
            if self.label(at).is_some_and(|label| LOCATIONS.contains(&label.as_str())) {
                // `ParameterLocation.Query`: the last word counts.
                let last = program.expression(at).end.min(end).saturating_sub(1);
                match program.word(last).trim_matches(['"', '\'', '`']).to_ascii_lowercase().as_str() {
                    "query" => return Some(Place::Query),
                    "header" | "cookie" | "path" => return Some(Place::Elsewhere),
                    _ => {}
                }
            }
            at = program.after(at);
        }
        None
    }

    /// What stands before a value and its sign, in lower case.
    fn label(&self, at: usize) -> Option<String> {
        let program = self.program;
        let sign = at.checked_sub(1).filter(|sign| matches!(program.word(*sign), ":" | "=" | "=>"))?;
        let label = program.word(sign.checked_sub(1)?);
        Some(label.trim_matches(['"', '\'']).to_ascii_lowercase())
    }
}
