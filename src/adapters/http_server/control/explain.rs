//! `localgear explain` over HTTP, for the site as it is at this moment.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::answer::{self, ControlFault, Json};
use crate::adapters::emulator::Emulator;
use crate::adapters::explain::{Explanation, Question, explain as explain_call};
use crate::ports::Clock as _;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    method: String,
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    key: Option<String>,
    environment: Option<String>,
}

pub(super) async fn explain(
    State(emulator): State<Arc<Emulator>>,
    body: Bytes,
) -> Result<Json<Explanation>, ControlFault> {
    let asked: Asked = answer::read(&body)?;
    let mut headers = Vec::new();
    for (name, value) in asked.headers {
        match value {
            Value::String(text) => headers.push((name, text)),
            Value::Array(texts) => {
                headers.extend(
                    texts.iter().filter_map(Value::as_str).map(|text| (name.clone(), text.to_owned())),
                );
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                return Err(ControlFault::bad(format!(
                    "The header `{name}` is neither a text nor a list of texts."
                )));
            }
        }
    }
    let Asked { method, url, key, environment, .. } = asked;
    let question = Question { method, url, headers, key, environment };
    let now = emulator.clock().now();
    // Policies are asked on the spot, so not on a thread that serves calls.
    let explaining = tokio::task::spawn_blocking(move || {
        let (live, policies) = emulator.live_and_policies();
        explain_call(&live, policies.as_deref(), &question, now)
    });
    let explanation =
        explaining.await.map_err(|_| ControlFault::bad("The explanation broke off.".to_owned()))?;
    explanation.map(Json).map_err(|fault| ControlFault::bad(fault.to_string()))
}
