//! Values that a template might be filled with, for looking at what comes out.

use minijinja::value::{Serde, Value};
use serde_json::{Map, json};

use crate::site::{Pattern, Site, StubReply, Workflow};

/// Stands for a text that nobody gave an example of: JSON within quotation marks and without.
const ANY: &str = "1";

/// A scope of sample values in which the reply's own condition holds as far as it says exact texts.
pub(super) fn scope(site: &Site, workflow: &Workflow, reply: &StubReply) -> Value {
    let mut inputs = Map::new();
    for input in &workflow.inputs {
        let given = [&input.example, &input.default].into_iter().flatten().find(|text| !text.is_empty());
        let text = given.map_or(ANY, String::as_str);
        inputs.insert(input.name.to_string(), text.into());
    }
    for (name, pattern) in &reply.when.inputs {
        if let (Pattern::Exact(text), Some(at)) = (pattern, workflow.input_named(name))
            && let Some(input) = workflow.inputs.get(at)
        {
            inputs.insert(input.name.to_string(), text.as_str().into());
        }
    }
    let environment = reply.when.environment.and_then(|index| site.environment(index));
    let environment = environment.or_else(|| site.environments().first());
    Value::from(Serde(json!({
        "inputs": inputs,
        "key": { "name": reply.when.key.as_deref().unwrap_or(ANY), "slot": "primary" },
        "environment": environment.map(|environment| environment.name.as_str()),
        "site": { "name": site.name().as_str() },
        "workflow": { "name": workflow.name.as_str() },
        "instance_id": "123e4567-e89b-42d3-a456-426614174000",
        "now": "2026-03-01T09:00:00Z",
        "initialisation_xml": "<Initialisation/>",
        "request": { "method": "GET", "path": "/", "query": {}, "headers": {}, "body": ANY },
    })))
}
