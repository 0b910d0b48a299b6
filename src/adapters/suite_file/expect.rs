//! `[case.expect]` and `[case.capture]`.

use http::HeaderName;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::desk::Desk;
use super::values;
use crate::adapters::site_file::faults::{listed, quoted};
use crate::adapters::site_file::fields::{Fields, as_table, text, to_json, wrong_type};
use crate::adapters::site_file::place::{At, Span};
use crate::adapters::site_file::words;
use crate::contract::suite::{Capture, Expected, JsonMatch, NO_REASON, Source};
use crate::traffic::Refusal;

const EXPECT: [&str; 10] = [
    "status",
    "reason",
    "headers",
    "body",
    "json",
    "json-match",
    "body-regex",
    "json-path",
    "xml-path",
    "json-schema",
];
const CAPTURE: [&str; 5] = ["json-path", "header", "xml-path", "regex", "status"];

/// Statuses that an answer may have.
const STATUSES: std::ops::RangeInclusive<i64> = 100..=599;

/// What a case expects.
pub(super) fn expected(table: &DeTable<'_>, span: Span, desk: &mut Desk<'_>) -> Expected {
    let fields = Fields::new(table, span, ("`[case.expect]`", &EXPECT), &mut desk.faults);
    let status = fields.integer("status", &mut desk.faults).and_then(|status| {
        if !STATUSES.contains(&status.value) {
            let message = format!("{} is no HTTP status", status.value);
            desk.faults.add("bad-status", &status.span, message, "statuses are 100 to 599");
        }
        u16::try_from(status.value).ok()
    });
    let reason = fields.text("reason", &mut desk.faults).and_then(|reason| known_reason(&reason, desk));
    let mut headers = Vec::new();
    for (name, value) in fields.entries("headers", &mut desk.faults) {
        header_name(&name, desk);
        headers.extend(values::must(name.as_str(), value, desk).map(|must| (name.value, must)));
    }
    let body = fields.text("body", &mut desk.faults).and_then(|body| desk.text(&body));
    let how = fields.text("json-match", &mut desk.faults);
    let ways = [("subset", JsonMatch::Subset), ("exact", JsonMatch::Exact)];
    let how = how.and_then(|how| words::word(&how, &ways, &mut desk.faults)).unwrap_or(JsonMatch::Subset);
    let json = fields.value("json").and_then(|value| values::document(value, desk)).map(|json| (json, how));
    let body_regex = fields.text("body-regex", &mut desk.faults).and_then(|regex| desk.regex(&regex));
    let mut json_paths = Vec::new();
    for (path, value) in fields.entries("json-path", &mut desk.faults) {
        let (parsed, must) = (desk.json_path(&path), values::must(path.as_str(), value, desk));
        json_paths.extend(parsed.zip(must));
    }
    let mut xml_paths = Vec::new();
    for (path, value) in fields.entries("xml-path", &mut desk.faults) {
        let (parsed, must) = (desk.xml_path(&path), values::must(path.as_str(), value, desk));
        xml_paths.extend(parsed.zip(must));
    }
    let json_schema = fields.value("json-schema").and_then(|value| schema(value, desk)).map(Box::new);
    Expected { status, reason, headers, body, json, body_regex, json_paths, xml_paths, json_schema }
}

fn known_reason(reason: &At<String>, desk: &mut Desk<'_>) -> Option<String> {
    if reason.value == NO_REASON || Refusal::from_slug(reason.as_str()).is_some() {
        return Some(reason.value.clone());
    }
    let known = || Refusal::ALL.iter().map(|refusal| refusal.slug()).chain([NO_REASON]);
    let advice = match desk.faults.nearest(reason.as_str(), known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", listed(known())),
    };
    let message = format!("{} is no reason", quoted(&reason.value));
    desk.faults.add("unknown-word", &reason.span, message, &advice);
    None
}

pub(super) fn header_name(name: &At<String>, desk: &mut Desk<'_>) {
    if HeaderName::try_from(name.as_str()).is_err() {
        let message = format!("{} is no name of a header", quoted(&name.value));
        desk.faults.add("bad-header", &name.span, message, "names have letters, digits and `-`");
    }
}

/// A JSON Schema: a table, a text that holds one, or `{ file = "…" }`.
fn schema(value: &Spanned<DeValue<'_>>, desk: &mut Desk<'_>) -> Option<jsonschema::Validator> {
    let json = match value.get_ref() {
        DeValue::String(text) => parse_schema(text, &value.span(), desk)?,
        DeValue::Table(table) => match (table.get("file"), table.len()) {
            (Some(file), 1) => {
                let path = text(file, "file", &mut desk.faults)?;
                let bytes = desk.file(&path)?;
                parse_schema(&String::from_utf8_lossy(&bytes), &path.span, desk)?
            }
            (Some(_) | None, _) => to_json(value.get_ref()),
        },
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => {
            wrong_type(value, "json-schema", "a table", &mut desk.faults);
            return None;
        }
    };
    match jsonschema::validator_for(&json) {
        Ok(validator) => Some(validator),
        Err(fault) => {
            let message = format!("the schema cannot be used: {fault}");
            let advice = "only what stands in the schema itself is followed, nothing is fetched";
            desk.faults.add("bad-schema", &value.span(), message, advice);
            None
        }
    }
}

fn parse_schema(text: &str, span: &Span, desk: &mut Desk<'_>) -> Option<serde_json::Value> {
    match serde_json::from_str(text) {
        Ok(json) => Some(json),
        Err(fault) => {
            desk.faults.add("bad-schema", span, format!("the schema is not JSON: {fault}"), "");
            None
        }
    }
}

/// What later cases use of the answer.
pub(super) fn captures(fields: &Fields<'_, '_>, desk: &mut Desk<'_>) -> Vec<Capture> {
    let entries = fields.entries("capture", &mut desk.faults);
    let mut captures = Vec::new();
    for (name, value) in entries {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        if name.value.is_empty() || !name.value.chars().all(is_word) {
            let message = format!("{} cannot be used as `{{{{ name }}}}`", quoted(&name.value));
            desk.faults.add("bad-name", &name.span, message, "a name has letters, digits and `_`");
            continue;
        }
        captures.extend(source(&name, value, desk).map(|from| Capture { name: name.value, from }));
    }
    captures
}

fn source(name: &At<String>, value: &Spanned<DeValue<'_>>, desk: &mut Desk<'_>) -> Option<Source> {
    if let DeValue::String(short) = value.get_ref() {
        let path = values::at(name, short, value);
        return match short.starts_with('/') {
            true => desk.xml_path(&path).map(Source::XmlPath),
            false => desk.json_path(&path).map(Source::JsonPath),
        };
    }
    let (table, span) = as_table(value, name.as_str(), &mut desk.faults)?;
    let fields = Fields::new(table, span.clone(), ("a capture", &CAPTURE), &mut desk.faults);
    if let Some(path) = fields.text("json-path", &mut desk.faults) {
        return desk.json_path(&path).map(Source::JsonPath);
    }
    if let Some(header) = fields.text("header", &mut desk.faults) {
        header_name(&header, desk);
        return Some(Source::Header(header.value));
    }
    if let Some(path) = fields.text("xml-path", &mut desk.faults) {
        return desk.xml_path(&path).map(Source::XmlPath);
    }
    if let Some(regex) = fields.text("regex", &mut desk.faults) {
        return desk.regex(&regex).map(Source::Regex);
    }
    if fields.boolean("status", &mut desk.faults).is_some_and(|status| status.value) {
        return Some(Source::Status);
    }
    let advice = "write `json-path`, `header`, `xml-path`, `regex` or `status = true`";
    desk.faults.add("missing-field", &span, "the capture does not say where to look", advice);
    None
}
