//! `[case.request]`.

use http::Method;
use toml::de::DeTable;

use super::desk::Desk;
use super::expect::header_name;
use super::values;
use crate::adapters::site_file::faults::quoted;
use crate::adapters::site_file::fields::{Fields, text};
use crate::adapters::site_file::place::{At, Span};
use crate::adapters::site_file::words;
use crate::contract::suite::{Presented, Request, RequestBody, Travels};
use crate::site::{Slot, TemplateId};
use crate::traffic::{Carrier, is_query_secret, query};

const REQUEST: [&str; 11] = [
    "method",
    "path",
    "query",
    "headers",
    "key",
    "slot",
    "carrier",
    "environment",
    "body",
    "json",
    "body-file",
];

const CARRIERS: [(&str, Travels); 5] = [
    ("header-key", Travels::By(Carrier::HeaderKey)),
    ("header-bearer", Travels::By(Carrier::HeaderBearer)),
    ("query", Travels::By(Carrier::Query)),
    ("none", Travels::Nowhere),
    ("malformed", Travels::Malformed),
];

const SLOTS: [(&str, Presented); 3] = [
    ("primary", Presented::Slot(Slot::Primary)),
    ("secondary", Presented::Slot(Slot::Secondary)),
    ("wrong", Presented::Wrong),
];

/// What a case sends; `None` where it has a fault.
pub(super) fn request(table: &DeTable<'_>, span: Span, desk: &mut Desk<'_>) -> Option<Request> {
    let fields = Fields::new(table, span, ("`[case.request]`", &REQUEST), &mut desk.faults);
    let method = match fields.text("method", &mut desk.faults) {
        Some(method) => self::method(&method, desk),
        None => Some(Method::GET),
    };
    let path = fields.required_text("path", &mut desk.faults).and_then(|path| self::path(&path, desk));
    let mut query = Vec::new();
    for (name, value) in fields.entries("query", &mut desk.faults) {
        let secret = query::QueryPair { raw_name: name.as_str(), raw_value: None };
        if is_query_secret(&secret) {
            desk.faults.hide(&value.span());
            key_in_query(&name.span, desk);
        }
        let Some(text) = values::scalar(value, name.as_str(), &mut desk.faults) else { continue };
        let text = values::at(&name, &text, value);
        query.extend(desk.text(&text).map(|template| (name.value, template)));
    }
    let mut headers = Vec::new();
    for (name, value) in fields.entries("headers", &mut desk.faults) {
        header_name(&name, desk);
        let value_span = value.span();
        if name.value.eq_ignore_ascii_case("authorization") {
            desk.faults.hide(&value_span);
            let advice =
                "name the key with `key = \"…\"`; `carrier` says how it travels, `malformed` sends none";
            let message = "a suite holds no `Authorization` header: it would hold a secret";
            desk.faults.add("secret-in-suite", &name.span, message, advice);
            continue;
        }
        let Some(value) = text(value, name.as_str(), &mut desk.faults) else { continue };
        headers.extend(desk.text(&value).map(|template| (name.value, template)));
    }
    let key = fields.text("key", &mut desk.faults);
    let slot = fields.text("slot", &mut desk.faults);
    let slot = slot.and_then(|slot| words::word(&slot, &SLOTS, &mut desk.faults));
    let carrier = fields.text("carrier", &mut desk.faults);
    let carrier = carrier.and_then(|carrier| words::word(&carrier, &CARRIERS, &mut desk.faults));
    let environment = fields.text("environment", &mut desk.faults).and_then(|name| desk.text(&name));
    let body = body(&fields, desk)?;
    Some(Request {
        method: method?,
        path: path?,
        query,
        headers,
        key: key.map(|key| key.value),
        slot: slot.unwrap_or(Presented::Slot(Slot::Primary)),
        carrier: carrier.unwrap_or(Travels::By(Carrier::HeaderKey)),
        environment,
        body,
    })
}

fn method(text: &At<String>, desk: &mut Desk<'_>) -> Option<Method> {
    let name = text.value.to_ascii_uppercase();
    let method = Method::from_bytes(name.as_bytes()).ok();
    if method.is_none() {
        let message = format!("{} is no HTTP method", quoted(&text.value));
        desk.faults.add("bad-method", &text.span, message, "write one such as `GET` or `POST`");
    }
    method
}

fn path(text: &At<String>, desk: &mut Desk<'_>) -> Option<TemplateId> {
    if !text.value.starts_with('/') && !text.value.starts_with("{{") {
        let advice =
            "write the path alone, such as `/customers/123`; where it is sent is for `--target` to say";
        desk.faults.add("bad-path", &text.span, "a path begins with `/`", advice);
    }
    let query = text.value.split_once('?').map(|(_, query)| query).unwrap_or_default();
    if query::pairs(query).any(|pair| is_query_secret(&pair)) {
        desk.faults.hide(&text.span);
        key_in_query(&text.span, desk);
    }
    desk.text(text)
}

fn key_in_query(span: &Span, desk: &mut Desk<'_>) {
    let message = "a suite holds no key in a query: it would hold a secret";
    let advice = "name the key with `key = \"…\"` and say `carrier = \"query\"`";
    desk.faults.add("secret-in-suite", span, message, advice);
}

/// One of `body`, `json` and `body-file`, or nothing.
fn body(fields: &Fields<'_, '_>, desk: &mut Desk<'_>) -> Option<RequestBody> {
    let given =
        ["body", "json", "body-file"].into_iter().filter_map(|name| Some((name, fields.value(name)?)));
    let given: Vec<_> = given.collect();
    if let [(first, _), (second, value), ..] = given.as_slice() {
        let message = format!("a request has one body, and this has `{first}` and `{second}`");
        desk.faults.add("two-bodies", &value.span(), message, &format!("remove `{first}` or `{second}`"));
    }
    let Some((name, value)) = given.first() else { return Some(RequestBody::Empty) };
    match *name {
        "json" => values::document(value, desk).map(RequestBody::Json),
        "body" => {
            let body = fields.text("body", &mut desk.faults)?;
            desk.text(&body).map(RequestBody::Text)
        }
        _ => {
            let path = fields.text("body-file", &mut desk.faults)?;
            desk.file(&path).map(|bytes| RequestBody::File(bytes.into()))
        }
    }
}
