//! Step 2 of a case: what came back beside what was expected. Everything that differs is said, not the first alone.

use std::borrow::Cow;

use serde_json::Value;

use super::case::{Expected, JsonMatch, Must};
use super::json_diff::{first_difference, same};
use super::mismatch::{Mismatch, shortened};
use super::scope::Scope;
use super::xml_path::XmlPath;
use crate::traffic::Heard;

/// The word for no reason at all.
pub const NO_REASON: &str = "none";

/// Violations of a schema that are told.
const VIOLATIONS_TOLD_MAX: usize = 5;

/// Everything of an answer that is not as expected, and what could not be looked at.
pub(super) fn compare(
    expected: &Expected,
    heard: &Heard,
    scope: &Scope<'_>,
    tells_reasons: bool,
) -> (Vec<Mismatch>, Vec<String>) {
    let mut mismatches = Vec::new();
    let mut notes = Vec::new();
    status(expected, heard, &mut mismatches);
    match &expected.reason {
        Some(reason) if !tells_reasons => {
            notes.push(format!("the reason `{reason}` was not looked at: this target does not tell reasons"));
        }
        Some(reason) => {
            let found = heard.reason.as_deref().unwrap_or(NO_REASON);
            if found != reason {
                mismatches.push(Mismatch::new("reason", reason, found));
            }
        }
        None => {}
    }
    for (name, must) in &expected.headers {
        header(name, must, heard, scope, &mut mismatches);
    }
    body(expected, heard, scope, &mut mismatches);
    (mismatches, notes)
}

fn status(expected: &Expected, heard: &Heard, mismatches: &mut Vec<Mismatch>) {
    let found = match &heard.reason {
        Some(reason) => format!("{} ({reason})", heard.status),
        None => heard.status.to_string(),
    };
    match expected.status {
        Some(status) if status != heard.status => {
            mismatches.push(Mismatch::new("status", status.to_string(), found));
        }
        None if expected.is_empty() && heard.status >= 400 => {
            mismatches.push(Mismatch::new("status", "below 400, as nothing else is expected", found));
        }
        Some(_) | None => {}
    }
}

fn header(name: &str, must: &Must, heard: &Heard, scope: &Scope<'_>, mismatches: &mut Vec<Mismatch>) {
    let is_it = |known: &String| known.eq_ignore_ascii_case(name);
    let values = heard.headers.iter().filter(|(known, _)| is_it(known)).map(|(_, value)| value.as_str());
    let values: Vec<Value> = values.map(Value::from).collect();
    // One of several values of a header is enough.
    let fitting = |value: &&Value| check(must, std::slice::from_ref(*value), scope).is_none();
    if values.len() > 1 && values.iter().any(|value| fitting(&value)) {
        return;
    }
    mismatches.extend(check(must, &values, scope).map(|found| found.of(format!("header {name}"))));
}

fn body(expected: &Expected, heard: &Heard, scope: &Scope<'_>, mismatches: &mut Vec<Mismatch>) {
    let text = heard.text();
    if let Some(template) = expected.body {
        match scope.text(template) {
            Ok(whole) if whole != text => {
                let mismatch = Mismatch::new("body", quoted(&whole), quoted(&text));
                mismatches.push(mismatch.with_diff(&whole, &text));
            }
            Ok(_) => {}
            Err(fault) => mismatches.push(Mismatch::new("body", "a text", fault)),
        }
    }
    if let Some(regex) = &expected.body_regex
        && !regex.is_match(&text)
    {
        mismatches.push(Mismatch::new("body", format!("something that fits `{regex}`"), quoted(&text)));
    }
    for (path, must) in &expected.xml_paths {
        let found = xml(&text, path);
        let mismatch = match found {
            Ok(found) => {
                let found: Vec<Value> = found.into_iter().map(Value::from).collect();
                check(must, &found, scope).map(|found| found.of(format!("xml-path {path}")))
            }
            Err(fault) => Some(Mismatch::new(format!("xml-path {path}"), "an XML document", fault)),
        };
        mismatches.extend(mismatch);
    }
    if expected.json.is_none() && expected.json_paths.is_empty() && expected.json_schema.is_none() {
        return;
    }
    let Some(json) = heard.json() else {
        mismatches.push(Mismatch::new("body", "JSON", quoted(&text)));
        return;
    };
    if let Some((template, how)) = expected.json {
        mismatches.extend(whole_json(template, how, &json, scope));
    }
    for (path, must) in &expected.json_paths {
        let found: Vec<Value> = path.query(&json).all().into_iter().cloned().collect();
        mismatches.extend(check(must, &found, scope).map(|found| found.of(format!("json-path {path}"))));
    }
    if let Some(schema) = &expected.json_schema {
        for violation in schema.iter_errors(&json).take(VIOLATIONS_TOLD_MAX) {
            let at = format!("${}", violation.instance_path());
            let found = shortened(&violation.to_string());
            mismatches.push(Mismatch::new("json-schema", "a body that fits the schema", found).at(&at));
        }
    }
}

/// The places of a path in a body that is XML, or in the InitialisationXml of an envelope.
pub(super) fn xml(body: &str, path: &XmlPath) -> Result<Vec<String>, String> {
    let inner = serde_json::from_str::<Value>(body).ok();
    let inner = inner.as_ref().and_then(|json| json.get("InitialisationXml")).and_then(Value::as_str);
    path.find(inner.unwrap_or(body))
}

fn whole_json(
    template: crate::site::TemplateId,
    how: JsonMatch,
    found: &Value,
    scope: &Scope<'_>,
) -> Option<Mismatch> {
    let expected = match scope.json(template) {
        Ok(expected) => expected,
        Err(fault) => return Some(Mismatch::new("json", "JSON", fault)),
    };
    let difference = first_difference(&expected, found, how)?;
    let nothing = || "nothing there".to_owned();
    let mismatch = Mismatch::new(
        "json",
        difference.expected.unwrap_or_else(nothing),
        difference.found.unwrap_or_else(nothing),
    );
    let mismatch = mismatch.at(&difference.at);
    Some(match how {
        JsonMatch::Exact => mismatch.with_diff(&format!("{expected:#}"), &format!("{found:#}")),
        JsonMatch::Subset => mismatch,
    })
}

/// An expectation and what was found instead, not yet said of what.
struct Unmet {
    expected: String,
    found: String,
}

impl Unmet {
    fn of(self, what: String) -> Mismatch {
        Mismatch::new(what, self.expected, self.found)
    }
}

/// What of the places that were found is not as it must be.
fn check(must: &Must, found: &[Value], scope: &Scope<'_>) -> Option<Unmet> {
    let unmet = |expected: String, found: String| Some(Unmet { expected, found });
    let count = || match found.len() {
        0 => "nothing there".to_owned(),
        1 => "one there".to_owned(),
        count => format!("{count} there"),
    };
    match must {
        Must::Exist(true) if found.is_empty() => unmet("it to be there".to_owned(), count()),
        Must::Exist(false) if !found.is_empty() => {
            unmet("nothing there".to_owned(), found.first().map(Value::to_string).unwrap_or_default())
        }
        Must::Exist(_) => None,
        Must::Count(wanted) if *wanted != found.len() => unmet(format!("{wanted} there"), count()),
        Must::Count(_) => None,
        Must::Fit(regex) => {
            let odd = found.iter().find(|value| !regex.is_match(&plain(value)));
            match (odd, found.is_empty()) {
                (Some(odd), _) => unmet(format!("something that fits `{regex}`"), odd.to_string()),
                (None, true) => unmet(format!("something that fits `{regex}`"), count()),
                (None, false) => None,
            }
        }
        Must::Equal(template) => {
            let expected = match scope.json(*template) {
                Ok(expected) => expected,
                Err(fault) => return unmet("a value".to_owned(), fault),
            };
            let odd = found.iter().find(|value| !same(&expected, value));
            match (odd, found.is_empty()) {
                (Some(odd), _) => unmet(expected.to_string(), odd.to_string()),
                (None, true) => unmet(expected.to_string(), count()),
                (None, false) => None,
            }
        }
    }
}

/// A value as an expression sees it: texts without their quotation marks.
pub(super) fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Cow::Owned(value.to_string())
        }
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "an empty body".to_owned() } else { format!("`{}`", shortened(text)) }
}
