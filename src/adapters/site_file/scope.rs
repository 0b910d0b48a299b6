//! The names that a template may use, and where in the file it uses them.

use super::faults::{Faults, listed};
use super::place::Span;
use crate::site::eq_ignore_case;

/// What every template sees; below `inputs` are the Workflow's inputs, below some of the others a few fields.
const TOP: [&str; 9] = [
    "inputs",
    "key",
    "environment",
    "site",
    "workflow",
    "instance_id",
    "now",
    "initialisation_xml",
    "request",
];

const KEY: [&str; 2] = ["name", "slot"];
const NAMED: [&str; 1] = ["name"];
const REQUEST: [&str; 5] = ["method", "path", "query", "headers", "body"];

/// A name that no template sees.
pub(super) struct Unknown {
    /// Whether it is an input that nobody declared.
    pub(super) is_input: bool,
    /// What was probably meant.
    pub(super) advice: String,
}

/// Whether a template could use a name at all.
pub(super) fn has_names(template: &str) -> bool {
    template.contains("{{") || template.contains("{%")
}

/// Why a dotted name is not known, if it is not. What the caller chooses, headers and query values, is free.
pub(super) fn unknown(name: &str, inputs: &[&str], faults: &mut Faults) -> Option<Unknown> {
    let (top, rest) = name.split_once('.').map_or((name, None), |(top, rest)| (top, Some(rest)));
    let field = rest.map(|rest| rest.split('.').next().unwrap_or(rest));
    let known: &[&str] = match top {
        "inputs" => {
            // A declared name may itself hold dots.
            let rest = rest?;
            let is_declared = |input: &&str| {
                let head = rest.get(..input.len()).unwrap_or_default();
                let tail = rest.get(input.len()..).unwrap_or_default();
                eq_ignore_case(head, input) && (tail.is_empty() || tail.starts_with('.'))
            };
            if inputs.iter().any(is_declared) {
                return None;
            }
            inputs
        }
        "key" => &KEY,
        "site" | "workflow" => &NAMED,
        "request" => &REQUEST,
        "environment" | "instance_id" | "now" | "initialisation_xml" => return None,
        _ => &TOP,
    };
    let is_top = !TOP.contains(&top);
    let typed = if is_top { top } else { field? };
    if known.contains(&typed) {
        return None;
    }
    let prefix = if is_top { String::new() } else { format!("{top}.") };
    let advice = match faults.nearest(typed, known.iter().copied()) {
        Some(near) => format!("did you mean `{prefix}{near}`?"),
        None if top == "inputs" => format!("declare it: `[workflow.inputs.{typed}]`"),
        None if is_top && inputs.contains(&typed) => format!("did you mean `inputs.{typed}`?"),
        None => format!("there is {}", listed(known.iter().copied())),
    };
    Some(Unknown { is_input: top == "inputs", advice })
}

/// Where a name stands in a value of the file, or the whole value where it cannot be found.
pub(in crate::adapters) fn name_span(text: &str, value: &Span, name: &str) -> Span {
    let source = text.get(value.clone()).unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let stands_alone = |at: usize| {
        let before = source.get(..at).and_then(|before| before.chars().next_back());
        let after = source.get(at + name.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    let opening = source.find("{{").into_iter().chain(source.find("{%")).min().unwrap_or(0);
    let from_opening = source.get(opening..).unwrap_or_default();
    let mut found = from_opening.match_indices(name).map(|(at, _)| opening + at);
    match found.find(|at| stands_alone(*at)) {
        Some(at) => value.start + at..value.start + at + name.len(),
        None => value.clone(),
    }
}

/// A line of a value of several lines, counted from 1; the whole value where it has one line.
pub(super) fn line_span(text: &str, value: &Span, line: usize) -> Span {
    let source = text.get(value.clone()).unwrap_or_default();
    let opening = ["\"\"\"", "'''"].iter().find(|mark| source.starts_with(**mark));
    let Some(opening) = opening.filter(|_| source.contains('\n')) else { return value.clone() };
    // A line break right after the opening is not part of the text.
    let body = source.get(opening.len()..).unwrap_or_default();
    let skipped = if body.starts_with("\r\n") { 2 } else { usize::from(body.starts_with('\n')) };
    let mut start = value.start + opening.len() + skipped;
    let body = body.get(skipped..).unwrap_or_default();
    for (index, content) in body.split_inclusive('\n').enumerate() {
        if index + 1 == line {
            let shown = content.trim_end();
            let blank = shown.len() - shown.trim_start().len();
            return start + blank..start + shown.len();
        }
        start += content.len();
    }
    value.clone()
}

#[cfg(test)]
mod tests {
    use super::{Faults, line_span, name_span, unknown};

    fn advice(name: &str, inputs: &[&str]) -> Option<String> {
        unknown(name, inputs, &mut Faults::default()).map(|unknown| unknown.advice)
    }

    #[test]
    fn names_in_scope_are_known_and_what_callers_choose_is_free() {
        for name in ["inputs", "inputs.Id", "key.name", "now", "request.headers.X-Any", "request.query.a"] {
            assert_eq!(advice(name, &["id"]), None, "{name}");
        }
        assert_eq!(advice("inputs.a.b", &["a.b"]), None);
    }

    #[test]
    fn an_unknown_name_comes_with_the_nearest_known_one() {
        assert_eq!(advice("inputs.idd", &["id"]).unwrap(), "did you mean `inputs.id`?");
        assert_eq!(advice("key.nam", &[]).unwrap(), "did you mean `key.name`?");
        assert_eq!(advice("enviroment", &[]).unwrap(), "did you mean `environment`?");
        assert_eq!(advice("customer", &["customer"]).unwrap(), "did you mean `inputs.customer`?");
    }

    #[test]
    fn a_name_is_found_where_it_is_used_and_not_inside_another() {
        let text = "json = '{\"id\": \"{{ inputs.idx }}{{ inputs.id }}\"}'";
        let span = name_span(text, &(7..text.len()), "inputs.id");
        assert_eq!((&text[span.clone()], span.start), ("inputs.id", 35));
    }

    #[test]
    fn a_line_of_a_long_text_is_counted_after_its_opening() {
        let text = "body = '''\none\n  {{ two\n'''";
        let span = line_span(text, &(7..text.len()), 2);
        assert_eq!(&text[span], "{{ two");
    }
}
