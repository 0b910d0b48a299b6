//! `[[workflow.reply]]`: when it applies and what it says.

use http::{HeaderName, HeaderValue};
use regex::{Regex, RegexBuilder};

use super::faults::{Faults, listed, quoted};
use super::place::At;
use super::raw::{self, PatternValue};
use super::weigh::Desk;
use crate::site::{Condition, Insertion, Pattern, StubBody, StubReply, TemplateId, eq_ignore_case};

/// Statuses that a reply may have: no informational ones, which are not final.
const STATUSES: std::ops::RangeInclusive<i64> = 200..=599;

/// Memory that one compiled expression may take, in bytes.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// One reply; `None` where it has a fault.
pub(super) fn one(table: &raw::ReplyTable, inputs: &[&str], desk: &mut Desk<'_>) -> Option<StubReply> {
    let when = table.when.as_ref().map(|table| when(table, inputs, desk)).unwrap_or_default();
    let status = table.status.as_ref().map(|status| self::status(status, &mut desk.faults));
    let headers = table.headers.iter().filter_map(|(name, value)| header(name, value, inputs, desk));
    let headers: Vec<(String, TemplateId)> = headers.collect();
    if let Some(kind) = &table.content_type
        && (kind.value.is_empty() || HeaderValue::from_str(kind.as_str()).is_err())
    {
        let message = format!("{} is no media type", quoted(&kind.value));
        desk.faults.add("bad-header", &kind.span, message, "write it like `application/json`");
    }
    let body = body(table, inputs, desk)?;
    let content_type = table.content_type.as_ref().map(|kind| kind.value.clone());
    Some(StubReply { when, status: status.unwrap_or(Some(200))?, headers, content_type, body })
}

fn status(status: &At<i64>, faults: &mut Faults) -> Option<u16> {
    if !STATUSES.contains(&status.value) {
        let message = format!("{} is no status of a reply", status.value);
        let advice = format!("statuses are {} to {}", STATUSES.start(), STATUSES.end());
        faults.add("bad-status", &status.span, message, &advice);
    }
    u16::try_from(status.value).ok()
}

fn header(
    name: &At<String>,
    value: &At<String>,
    inputs: &[&str],
    desk: &mut Desk<'_>,
) -> Option<(String, TemplateId)> {
    if HeaderName::try_from(name.as_str()).is_err() {
        let message = format!("{} is no name of a header", quoted(&name.value));
        desk.faults.add("bad-header", &name.span, message, "names have letters, digits and `-`");
    }
    if value.value.contains(['\r', '\n', '\0']) {
        let message = format!("the value of {} has a line break", quoted(&name.value));
        desk.faults.add("bad-header", &value.span, message, "a header has one line");
    }
    let template = desk.template(value, Insertion::Verbatim, inputs, false);
    Some((name.value.clone(), template?))
}

/// One of `body`, `json` and `body-file`, or nothing.
fn body(table: &raw::ReplyTable, inputs: &[&str], desk: &mut Desk<'_>) -> Option<StubBody> {
    let given = [("body", &table.body), ("json", &table.json), ("body-file", &table.body_file)];
    let mut given = given.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let Some((first, _)) = given.next() else { return Some(StubBody::Empty) };
    for (second, value) in given {
        let message = format!("a reply has one body, and this has `{first}` and `{second}`");
        desk.faults.add("two-bodies", &value.span, message, &format!("remove `{first}` or `{second}`"));
    }
    // Each is looked at even where there are two, so that its own faults are not news after the next run.
    let text = table.body.as_ref().map(|text| desk.template(text, Insertion::Verbatim, inputs, false));
    let json = table.json.as_ref().map(|text| desk.template(text, Insertion::Json, inputs, false));
    let file = table.body_file.as_ref().map(|path| desk.files.load(path, &mut desk.faults));
    match (text, json, file) {
        (Some(text), ..) => Some(StubBody::Text(text?)),
        (None, Some(json), _) => Some(StubBody::Json(json?)),
        (None, None, Some(file)) => Some(StubBody::File(file?)),
        (None, None, None) => Some(StubBody::Empty),
    }
}

fn when(table: &raw::WhenTable, inputs: &[&str], desk: &mut Desk<'_>) -> Condition {
    for (name, _) in &table.inputs {
        if inputs.iter().any(|input| eq_ignore_case(input, name.as_str())) {
            continue;
        }
        let advice = match desk.faults.nearest(name.as_str(), inputs.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if inputs.is_empty() => "the Workflow has no inputs".to_owned(),
            None => format!("there is {}", listed(inputs.iter().copied())),
        };
        let message = format!("the Workflow has no input named {}", quoted(&name.value));
        desk.faults.add_of_whole("unknown-input", &name.span, message, &advice);
    }
    for (name, _) in &table.header {
        if HeaderName::try_from(name.as_str()).is_err() {
            let message = format!("{} is no name of a header", quoted(&name.value));
            desk.faults.add("bad-header", &name.span, message, "names have letters, digits and `-`");
        }
    }
    if let Some(key) = &table.key {
        desk.names.key(key, &mut desk.faults);
    }
    let environment = table.environment.as_ref();
    Condition {
        inputs: patterns(&table.inputs, &mut desk.faults),
        query: patterns(&table.query, &mut desk.faults),
        header: patterns(&table.header, &mut desk.faults),
        key: table.key.as_ref().map(|key| key.value.clone()),
        environment: environment.and_then(|name| desk.names.environment(name, &mut desk.faults)),
    }
}

pub(in crate::adapters) fn patterns(
    written: &[(At<String>, PatternValue)],
    faults: &mut Faults,
) -> Vec<(String, Pattern)> {
    let pattern = |(name, value): &(At<String>, PatternValue)| {
        let pattern = match value {
            PatternValue::Exact(text) => Pattern::Exact(text.value.clone()),
            PatternValue::Regex(table) => Pattern::Regex(regex(&table.regex, faults)?),
        };
        Some((name.value.clone(), pattern))
    };
    written.iter().filter_map(pattern).collect()
}

fn regex(text: &At<String>, faults: &mut Faults) -> Option<Regex> {
    let compiled = RegexBuilder::new(text.as_str()).size_limit(REGEX_BYTES_MAX).build();
    let report = |fault: regex::Error| {
        let why = fault.to_string();
        let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let message = format!("the regular expression cannot be read: {why}");
        faults.add("bad-regex", &text.span, message, "escape characters with a meaning by `\\`");
    };
    compiled.map_err(report).ok()
}
