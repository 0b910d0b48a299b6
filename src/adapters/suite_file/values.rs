//! Values that a suite writes as TOML and means as JSON or text.

use toml::Spanned;
use toml::de::DeValue;

use super::desk::Desk;
use crate::adapters::site_file::faults::Faults;
use crate::adapters::site_file::fields::{Fields, to_json, wrong_type};
use crate::adapters::site_file::place::At;
use crate::contract::suite::Must;
use crate::site::{Insertion, TemplateId};

const MUST: [&str; 3] = ["regex", "exists", "count"];

/// A scalar as text: what a row of a table holds.
pub(super) fn scalar(value: &Spanned<DeValue<'_>>, name: &str, faults: &mut Faults) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {
            Some(to_json(value.get_ref()).to_string())
        }
        DeValue::Datetime(moment) => Some(moment.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => {
            wrong_type(value, name, "text", faults);
            None
        }
    }
}

/// A whole JSON document: a text that holds one, or a value of TOML.
pub(super) fn document(value: &Spanned<DeValue<'_>>, desk: &mut Desk<'_>) -> Option<TemplateId> {
    let span = value.span();
    match value.get_ref() {
        DeValue::String(text) => {
            if !text.contains("{{")
                && !text.contains("{%")
                && let Err(fault) = serde_json::from_str::<serde::de::IgnoredAny>(text)
            {
                let message = format!("this is not JSON: {fault}");
                desk.faults.add("bad-json", &span, message, "write a JSON document, or a table of TOML");
            }
            desk.template(text, &span, Insertion::Json)
        }
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => desk.template(&to_json(value.get_ref()).to_string(), &span, Insertion::Json),
    }
}

/// What a header, a node or an element must be: a value that it equals, or a table that says more.
pub(super) fn must(name: &str, value: &Spanned<DeValue<'_>>, desk: &mut Desk<'_>) -> Option<Must> {
    let DeValue::Table(table) = value.get_ref() else { return equal(value, desk) };
    let known = |name: &str| MUST.contains(&name);
    if !table.is_empty() && !table.keys().any(|name| known(name.get_ref())) {
        return equal(value, desk);
    }
    let fields = Fields::new(table, value.span(), ("an expectation", &MUST), &mut desk.faults);
    if let Some(regex) = fields.text("regex", &mut desk.faults) {
        return desk.regex(&regex).map(Must::Fit);
    }
    if let Some(exists) = fields.boolean("exists", &mut desk.faults) {
        return Some(Must::Exist(exists.value));
    }
    if let Some(count) = fields.integer("count", &mut desk.faults) {
        let Ok(number) = usize::try_from(count.value) else {
            desk.faults.add("bad-count", &count.span, "a count is not negative", "");
            return None;
        };
        return Some(Must::Count(number));
    }
    if table.is_empty() {
        let message = format!("`{name}` expects nothing");
        desk.faults.add(
            "missing-field",
            &value.span(),
            message,
            "write a value, or `regex`, `exists` or `count`",
        );
    }
    None
}

fn equal(value: &Spanned<DeValue<'_>>, desk: &mut Desk<'_>) -> Option<Must> {
    let json = to_json(value.get_ref()).to_string();
    desk.template(&json, &value.span(), Insertion::Json).map(Must::Equal)
}

/// The text of a value that was found to be one.
pub(super) fn at(name: &At<String>, text: &str, value: &Spanned<DeValue<'_>>) -> At<String> {
    At {
        value: text.to_owned(),
        span: if value.span().is_empty() { name.span.clone() } else { value.span() },
    }
}
