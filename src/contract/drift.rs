//! Where a stub and the real site answer differently, and the reply that would end the difference.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::rules;
use super::suite::{Mismatch, member, same};
use super::volatile;
use crate::site::{Segment, Site, WorkflowIndex};
use crate::traffic::{Heard, PlannedCall, query};

/// Differences that are told of one exchange.
pub const DIFFERENCES_MAX: usize = 20;

/// Headers in which a difference matters to a client.
const HEADERS: [&str; 2] = ["content-type", "location"];

/// One call that was asked of both.
#[derive(Debug)]
pub struct Drift {
    /// The case's name.
    pub case: String,
    /// Where they differ: expected is the stub's, found is the real one's.
    pub differences: Vec<Mismatch>,
    /// The reply that a site file would need.
    pub reply: Option<RecordedReply>,
}

/// A real answer as a reply of a stub.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedReply {
    /// The Workflow that it belongs to.
    pub workflow: String,
    /// The inputs that it was given for.
    pub inputs: Vec<(String, String)>,
    /// The status.
    pub status: u16,
    /// The media type.
    pub content_type: Option<String>,
    /// The body.
    pub body: RecordedBody,
}

/// The body of a recorded reply.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordedBody {
    /// None.
    Empty,
    /// JSON.
    Json(Value),
    /// Text.
    Text(String),
    /// Bytes that are no text; so many of them.
    Binary(usize),
}

/// Compares what the stub and the real site said.
#[must_use]
pub fn drift(site: &Site, case: &str, call: &PlannedCall, stub: &Heard, real: &Heard) -> Drift {
    let mut differences = Vec::new();
    if stub.status != real.status {
        differences.push(Mismatch::new("status", stub.status.to_string(), real.status.to_string()));
    }
    for name in HEADERS {
        let [one, other] = [stub, real].map(|heard| essence(heard.header(name)));
        if one != other {
            let shown = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
            differences.push(Mismatch::new(format!("header {name}"), shown(one), shown(other)));
        }
    }
    match (stub.json(), real.json()) {
        (Some(stub), Some(real)) => json(&stub, &real, "$", &mut differences),
        (None, None) if stub.body == real.body => {}
        (_, _) => {
            let (one, other) = (stub.text(), real.text());
            differences.push(Mismatch::new("body", one.as_ref(), other.as_ref()).with_diff(&one, &other));
        }
    }
    let reply = (!differences.is_empty()).then(|| recorded(site, call, real)).flatten();
    Drift { case: case.to_owned(), differences, reply }
}

/// A real answer as a reply of the stub that the call reaches; `None` where it reaches none.
#[must_use]
pub fn recorded(site: &Site, call: &PlannedCall, real: &Heard) -> Option<RecordedReply> {
    let environment = rules::environment(site, call.environment.as_deref())?;
    let at = rules::route(site, environment, &call.method, &call.target).ok()?;
    let body = match (real.json(), std::str::from_utf8(&real.body)) {
        (_, Ok("")) => RecordedBody::Empty,
        (Some(json), _) => RecordedBody::Json(json),
        (None, Ok(text)) => RecordedBody::Text(text.to_owned()),
        (None, Err(_)) => RecordedBody::Binary(real.body.len()),
    };
    Some(RecordedReply {
        workflow: site.workflow(at)?.name.to_string(),
        inputs: inputs(site, at, &call.target),
        status: real.status,
        content_type: real.header("content-type").map(str::to_owned),
        body,
    })
}

/// What the target fills of the Workflow's template.
fn inputs(site: &Site, at: WorkflowIndex, target: &str) -> Vec<(String, String)> {
    let Some(binding) = site.workflow(at).and_then(|workflow| workflow.binding.as_ref()) else {
        return Vec::new();
    };
    let (path, pairs) = target.split_once('?').unwrap_or((target, ""));
    let parts = path.trim_start_matches('/').split('/');
    let mut inputs = Vec::new();
    for (segment, part) in binding.template.segments().iter().zip(parts) {
        if let Segment::Variable(name) = segment {
            inputs.push((name.to_string(), percent_decode_str(part).decode_utf8_lossy().into_owned()));
        }
    }
    for part in binding.template.query() {
        let found = query::pairs(pairs).find(|pair| pair.name() == part.key.as_str());
        inputs.extend(found.map(|pair| (part.variable.to_string(), pair.value().into_owned())));
    }
    inputs
}

/// A header's value without what does not matter: case and parameters of a media type.
fn essence(value: Option<&str>) -> Option<String> {
    value.map(|value| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Every place where two documents differ, values that change from call to call left out.
fn json(stub: &Value, real: &Value, at: &str, differences: &mut Vec<Mismatch>) {
    if differences.len() >= DIFFERENCES_MAX || same(stub, real) {
        return;
    }
    match (stub, real) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in one.iter().filter(|(name, _)| !volatile::by_name(name)) {
                let at = format!("{at}{}", member(name));
                match other.get(name) {
                    Some(there) => json(value, there, &at, differences),
                    None => differ(&at, Some(value), None, differences),
                }
            }
            for (name, value) in other.iter().filter(|(name, _)| !one.contains_key(*name)) {
                differ(&format!("{at}{}", member(name)), None, Some(value), differences);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            for (n, (value, there)) in one.iter().zip(other).enumerate() {
                json(value, there, &format!("{at}[{n}]"), differences);
            }
            let shared = one.len().min(other.len());
            if one.len() != other.len() {
                differ(&format!("{at}[{shared}]"), one.get(shared), other.get(shared), differences);
            }
        }
        (Value::String(one), Value::String(other))
            if volatile::kind(one).is_some() && volatile::kind(one) == volatile::kind(other) => {}
        (stub, real) => differ(at, Some(stub), Some(real), differences),
    }
}

/// A difference: in the kind of value where that differs, else in the value.
fn differ(at: &str, stub: Option<&Value>, real: Option<&Value>, differences: &mut Vec<Mismatch>) {
    if differences.len() >= DIFFERENCES_MAX {
        return;
    }
    let shown = |value: Option<&Value>| value.map_or("nothing there".to_owned(), Value::to_string);
    let what = match (stub.map(kind), real.map(kind)) {
        (one, other) if one == other => "json value",
        (_, _) => "json shape",
    };
    differences.push(Mismatch::new(what, shown(stub), shown(real)).at(at));
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
