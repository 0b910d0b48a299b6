//! The names that templates see.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use super::inputs::Values;
use crate::site::{KeyIndex, LiveSite, MASKED, Mask, Slot, Workflow, WorkflowIndex};
use crate::traffic::{RawBody, RawCall, is_query_secret, query, shown_header, shown_url};

/// One run, as its templates see it. Looked up name by name: what a template does not use costs nothing.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) live: Arc<LiveSite>,
    pub(super) raw: Arc<RawCall>,
    pub(super) workflow: WorkflowIndex,
    pub(super) environment: String,
    pub(super) key: KeyIndex,
    pub(super) slot: Slot,
    pub(super) inputs: Values,
    pub(super) initialisation_xml: Arc<str>,
}

impl Run {
    fn workflow(&self) -> Option<&Workflow> {
        self.live.site().workflow(self.workflow)
    }

    fn key_name(&self) -> &str {
        self.live.keys().get(self.key).map(|key| key.name.as_str()).unwrap_or_default()
    }

    fn presented(&self) -> Option<crate::site::KeySecret> {
        self.raw.presentation().secret().cloned()
    }

    fn mask(&self) -> &Mask {
        self.live.mask()
    }
}

/// The whole scope.
#[derive(Debug)]
pub(super) struct Scope(pub(super) Arc<Run>);

impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let run = &self.0;
        let value = match key.as_str()? {
            "inputs" => Value::from_object(Inputs(Arc::clone(run))),
            "key" => fields([("name", run.key_name().into()), ("slot", run.slot.as_str().into())]),
            "environment" => run.environment.as_str().into(),
            "site" => fields([("name", run.live.site().name().as_str().into())]),
            "workflow" => {
                let name = run.workflow().map(|workflow| workflow.name.as_str()).unwrap_or_default();
                fields([("name", name.into())])
            }
            "instance_id" => run.raw.instance_id.to_string().into(),
            "now" => run.raw.received.to_string().into(),
            "initialisation_xml" => Arc::clone(&run.initialisation_xml).into(),
            "request" => Value::from_object(Request(Arc::clone(run))),
            _ => return None,
        };
        Some(value)
    }
}

/// A few named values.
#[derive(Debug)]
struct Fields(Vec<(&'static str, Value)>);

fn fields<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from_object(Fields(fields.into()))
}

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        self.0.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(field, _)| Value::from(*field)).collect())
    }
}

/// `inputs`: by name, in the Workflow's order.
#[derive(Debug)]
struct Inputs(Arc<Run>);

impl Object for Inputs {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let at = self.0.workflow()?.input_named(key.as_str()?)?;
        let value = self.0.inputs.get(at)?.clone();
        Some(value.map_or_else(|| Value::from(""), Value::from))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names = self.0.workflow().into_iter().flat_map(|workflow| &workflow.inputs);
        Enumerator::Values(names.map(|input| Value::from(input.name.as_str())).collect())
    }
}

/// `request`: what was sent, every secret hidden.
#[derive(Debug)]
struct Request(Arc<Run>);

impl Object for Request {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let run = &self.0;
        let value = match key.as_str()? {
            "method" => run.raw.method.as_str().into(),
            "path" => shown_url(run.raw.uri.path(), None, run.mask(), run.presented().as_ref()).into(),
            "query" => Value::from_object(Query(Arc::clone(run))),
            "headers" => Value::from_object(Headers(Arc::clone(run))),
            "body" => match &run.raw.body {
                RawBody::Whole(body) => String::from_utf8_lossy(body).into_owned().into(),
                RawBody::TooLarge(_) => return None,
            },
            _ => return None,
        };
        Some(value)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["method", "path", "query", "headers", "body"])
    }
}

/// `request.query`: the first value of a name.
#[derive(Debug)]
struct Query(Arc<Run>);

impl Object for Query {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let (run, name) = (&self.0, key.as_str()?);
        let pair = query::pairs(run.raw.uri.query()?).find(|pair| pair.name() == name)?;
        if is_query_secret(&pair) {
            return Some(MASKED.into());
        }
        Some(run.mask().hide(&pair.value(), run.presented().as_ref()).into_owned().into())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names =
            query::pairs(self.0.raw.uri.query().unwrap_or_default()).map(|pair| Value::from(&pair.name()));
        Enumerator::Values(names.collect())
    }
}

/// `request.headers`: by name, in any case.
#[derive(Debug)]
struct Headers(Arc<Run>);

impl Object for Headers {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let (run, name) = (&self.0, key.as_str()?);
        let value = run.raw.headers.get(name)?;
        Some(shown_header(name, value, run.mask(), run.presented().as_ref()).into())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.raw.headers.keys().map(|name| Value::from(name.as_str())).collect())
    }
}
