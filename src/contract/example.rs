//! A call of a Workflow made of its examples, and what its stub will say to it.

use std::borrow::Cow;

use bytes::Bytes;
use http::Method;
use serde_json::{Map, Value};

use crate::site::{
    Condition, EnvironmentIndex, Input, Name, Output, Pattern, PropertyType, RequestProperty,
    ResponseProperty, Workflow, eq_ignore_case,
};
use crate::traffic::query;

/// What stands where a Workflow gives no example.
const ANYTHING: &str = "1";

/// The name of the input that holds the whole body.
const BODY_INPUT: &str = "FgRequestBody";

/// Headers that a call has whether it says so or not, so that nothing is known of them here.
const UNKNOWN_HEADERS: [&str; 8] = [
    "authorization",
    "host",
    "user-agent",
    "accept",
    "accept-encoding",
    "content-length",
    "connection",
    "origin",
];

/// A call of a Workflow made of its examples.
#[derive(Debug, Clone)]
pub struct Example {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub target: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// Inputs that the call fills, and defaults of the others.
    inputs: Vec<(String, String)>,
}

/// What a stub answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stub {
    /// One of its replies, with that status.
    Reply(u16),
    /// What its `FgResponseBody` holds.
    Raw,
    /// The default envelope.
    Envelope,
}

impl Example {
    /// The example call of a Workflow; `None` where it is not REST-bound.
    #[must_use]
    pub fn of(workflow: &Workflow) -> Option<Self> {
        let binding = workflow.binding.as_ref()?;
        let mut inputs: Vec<(String, String)> = Vec::new();
        for input in &workflow.inputs {
            inputs.extend(input.default.clone().map(|value| (input.name.to_string(), value)));
        }
        let (headers, body) = body(workflow, &binding.method, &mut inputs);
        let value_of = |name: &Name| -> Cow<'_, str> {
            let value =
                workflow.input_named(name.as_str()).and_then(|at| workflow.inputs.get(at)).and_then(given);
            let is_step = |value: &&str| !value.is_empty() && !value.chars().all(|c| c == '.');
            Cow::Owned(value.filter(is_step).unwrap_or(ANYTHING).to_owned())
        };
        let target = binding.template.render(value_of);
        for variable in binding.template.variables() {
            set(&mut inputs, variable.as_str(), value_of(variable).into_owned());
        }
        Some(Self { method: binding.method.clone(), target, headers, body, inputs })
    }

    /// What the Workflow's stub answers with; `None` where only running it can tell.
    #[must_use]
    pub fn stub(&self, workflow: &Workflow, key: &str, environment: EnvironmentIndex) -> Option<Stub> {
        for reply in &workflow.replies {
            if self.holds(&reply.when, key, environment)? {
                return Some(Stub::Reply(reply.status));
            }
        }
        Some(if workflow.replies_raw() { Stub::Raw } else { Stub::Envelope })
    }

    /// The status of that; `None` where only running it can tell.
    #[must_use]
    pub fn status(&self, workflow: &Workflow, key: &str, environment: EnvironmentIndex) -> Option<u16> {
        let is_code =
            |output: &Output| ResponseProperty::named(output.name.as_str()) == Some(ResponseProperty::Code);
        match self.stub(workflow, key, environment)? {
            Stub::Reply(status) => Some(status),
            Stub::Raw if workflow.outputs.iter().any(is_code) => None,
            Stub::Raw | Stub::Envelope => Some(200),
        }
    }

    fn holds(&self, when: &Condition, key: &str, environment: EnvironmentIndex) -> Option<bool> {
        let mut holds = when.key.as_deref().is_none_or(|name| name == key)
            && when.environment.is_none_or(|known| known == environment);
        for (name, pattern) in &when.inputs {
            let property = RequestProperty::named(name);
            if property.is_some() && property != Some(RequestProperty::RequestBody) {
                return None;
            }
            holds &= pattern.fits(self.input(name));
        }
        for (name, pattern) in &when.query {
            holds &= self.query_fits(name, pattern)?;
        }
        for (name, pattern) in &when.header {
            if UNKNOWN_HEADERS.iter().any(|unknown| unknown.eq_ignore_ascii_case(name)) {
                return None;
            }
            let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            holds &= found.is_some_and(|(_, value)| pattern.fits(value));
        }
        Some(holds)
    }

    fn query_fits(&self, name: &str, pattern: &Pattern) -> Option<bool> {
        if name.starts_with('_') || name.eq_ignore_ascii_case(crate::traffic::QUERY_KEY_NAME) {
            // What names the environment or carries the key is the target's to add.
            return None;
        }
        let pairs = self.target.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let found = query::pairs(pairs).find(|pair| pair.name() == name);
        Some(found.is_some_and(|pair| pattern.fits(&pair.value())))
    }

    fn input(&self, name: &str) -> &str {
        let found = self.inputs.iter().find(|(known, _)| eq_ignore_case(known, name));
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// The body that the examples make, and the header that says what it is.
fn body(
    workflow: &Workflow,
    method: &Method,
    inputs: &mut Vec<(String, String)>,
) -> (Vec<(String, String)>, Bytes) {
    if ![Method::POST, Method::PUT, Method::PATCH].contains(method) {
        return (Vec::new(), Bytes::new());
    }
    let kind_of = |kind: &str| vec![("Content-Type".to_owned(), kind.to_owned())];
    if let Some(input) = workflow.inputs.iter().find(|input| input.name.as_str() == BODY_INPUT) {
        let text = given(input).unwrap_or_default().to_owned();
        let kind = match input.kind {
            PropertyType::Xml => "application/xml",
            PropertyType::Json => "application/json",
            PropertyType::String | PropertyType::Multiline | PropertyType::File | PropertyType::Secret => {
                "text/plain"
            }
        };
        set(inputs, BODY_INPUT, text.clone());
        return (kind_of(kind), text.into());
    }
    let in_target = |name: &str| {
        let binding = workflow.binding.as_ref();
        binding.is_some_and(|binding| {
            binding.template.variables().any(|variable| eq_ignore_case(variable.as_str(), name))
        })
    };
    let mut members = Map::new();
    for input in &workflow.inputs {
        let name = input.name.as_str();
        if RequestProperty::named(name).is_none()
            && !in_target(name)
            && let Some(value) = &input.example
        {
            members.insert(name.to_owned(), Value::from(value.as_str()));
            set(inputs, name, value.clone());
        }
    }
    (kind_of("application/json"), Value::from(members).to_string().into())
}

fn given(input: &Input) -> Option<&str> {
    input.example.as_deref().or(input.default.as_deref())
}

fn set(inputs: &mut Vec<(String, String)>, name: &str, value: String) {
    inputs.retain(|(known, _)| !eq_ignore_case(known, name));
    inputs.push((name.to_owned(), value));
}
