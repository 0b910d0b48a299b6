//! What goes into the Workflow: defaults, then the body, then the query, then the path; what the platform fills by
//! itself last (the precedence among the first four is assumed).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::authenticate::Permit;
use super::record::{Record, TurnedAway};
use super::trace::StepName;
use super::xml_body;
use crate::finding::Severity;
use crate::site::{InitialisationXml, LiveSite, RequestProperty, Segment, Workflow, eq_ignore_case};
use crate::traffic::{Provenance, RawBody, RawCall, Refusal, is_query_secret, query};

/// The values of a Workflow's inputs, in its order; `None` where neither the call nor a default says.
pub(super) type Values = Vec<Option<Arc<str>>>;

/// Fills the inputs of a permitted call.
pub(super) fn bind(
    live: &LiveSite,
    raw: &RawCall,
    permit: &Permit,
    workflow: &Workflow,
    run: &InitialisationXml<'_>,
    record: &mut Record,
) -> Result<Values, TurnedAway> {
    let mut values: Values =
        workflow.inputs.iter().map(|input| input.default.as_deref().map(Arc::from)).collect();
    bind_body(live, raw, workflow, &mut values, record)?;
    bind_query(raw, workflow, &mut values, record);
    bind_path(permit, workflow, &mut values);
    bind_special(live, raw, permit, workflow, run, &mut values);
    record.trace.step(
        StepName::BindInputs,
        Provenance::Assumed("path, then query, then body, then defaults"),
        || {
            let filled = workflow.inputs.iter().zip(&values).filter(|(_, value)| value.is_some());
            let names: Vec<_> = filled.map(|(input, _)| format!("`{}`", input.name)).collect();
            let of = workflow.inputs.len();
            (
                format!("{} of {of} inputs filled", names.len()),
                if names.is_empty() { "no input has a value".to_owned() } else { names.join(", ") },
            )
        },
    );
    Ok(values)
}

fn set(workflow: &Workflow, values: &mut Values, name: &str, text: Arc<str>) -> bool {
    let slot = workflow.input_named(name).and_then(|at| values.get_mut(at));
    slot.map(|slot| *slot = Some(text)).is_some()
}

fn bind_path(permit: &Permit, workflow: &Workflow, values: &mut Values) {
    let Some(binding) = &workflow.binding else { return };
    for (segment, found) in binding.template.segments().iter().zip(&permit.bound().call.path) {
        if let Segment::Variable(name) = segment {
            set(workflow, values, name.as_str(), found.text.as_str().into());
        }
    }
}

fn bind_query(raw: &RawCall, workflow: &Workflow, values: &mut Values, record: &mut Record) {
    let Some(binding) = &workflow.binding else { return };
    for part in binding.template.query() {
        let mut pairs = query::pairs(raw.uri.query().unwrap_or_default());
        match pairs.find(|pair| eq_ignore_case(&pair.name(), &part.key) && !is_query_secret(pair)) {
            Some(pair) => {
                set(workflow, values, part.variable.as_str(), pair.value().into());
            }
            None => record.note(format!(
                "the query has no `{}`, which the platform's definitions call required",
                part.key
            )),
        }
    }
}

/// A body fills inputs when it is a JSON object, or XML that says it is. A Workflow that reads the raw body may get
/// anything.
fn bind_body(
    live: &LiveSite,
    raw: &RawCall,
    workflow: &Workflow,
    values: &mut Values,
    record: &mut Record,
) -> Result<(), TurnedAway> {
    let RawBody::Whole(body) = &raw.body else { return Ok(()) };
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let media_type = raw.media_type();
    let named = match media_type.as_deref() {
        Some(kind) if kind == "application/json" || kind.ends_with("+json") => {
            json_properties(body).map_err(Some)
        }
        Some(kind) if kind.ends_with("/xml") || kind.ends_with("+xml") => {
            xml_body::properties(body).map_err(Some)
        }
        None => json_properties(body).map_err(|_| None),
        Some(_) => return Ok(()),
    };
    let properties = match named {
        Ok(properties) => properties,
        Err(None) => return Ok(()),
        Err(Some(_)) if workflow.reads_raw_body() => return Ok(()),
        Err(Some(fault)) => return Err(TurnedAway::telling(Refusal::MalformedBody, fault)),
    };
    for (name, text) in properties {
        if RequestProperty::named(&name).is_some() || !set(workflow, values, &name, text) {
            // Hidden before it is shortened: half a secret would no longer be recognised as one.
            let name = live.mask().hide_encoded(&name, raw.presentation().secret()).into_owned();
            let message = format!("the body's `{}` is no input of `{}`", shortened(&name), workflow.name);
            record.observe("undeclared-input", Severity::Note, message, None);
        }
    }
    Ok(())
}

/// A JSON object's members as texts: strings as they are, everything else as its JSON text without blanks (assumed;
/// every property is text to a Workflow). JSON that is no object has no members.
fn json_properties(body: &[u8]) -> Result<Vec<(String, Arc<str>)>, String> {
    let whole: &RawValue =
        serde_json::from_slice(body).map_err(|fault| format!("the body is not valid JSON: {fault}"))?;
    if !whole.get().trim_start().starts_with('{') {
        return Ok(Vec::new());
    }
    let raw: Result<HashMap<String, &RawValue>, _> = serde_json::from_str(whole.get());
    let fault = |fault: serde_json::Error| format!("the body is not valid JSON: {fault}");
    let mut raw = raw.map_err(fault)?;
    let members: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(whole.get()).map_err(fault)?;
    let texts = members.into_iter().map(|(name, value)| {
        let text = match (value, raw.remove(&name)) {
            (serde_json::Value::String(text), _) => text.into(),
            (value, None) => value.to_string().into(),
            (_, Some(raw)) => compact(raw.get()).into(),
        };
        (name, text)
    });
    Ok(texts.collect())
}

/// JSON text without the blanks between its tokens, every number as it was written.
fn compact(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |c: &char| {
        let kept = inside || !c.is_ascii_whitespace();
        match (*c, inside, escaped) {
            ('"', _, false) => inside = !inside,
            ('\\', true, false) => {
                escaped = true;
                return kept;
            }
            _ => {}
        }
        escaped = false;
        kept
    };
    json.chars().filter(keep).collect()
}

/// A name that a caller chose, short enough for a message.
fn shortened(name: &str) -> String {
    const CHARS_MAX: usize = 60;
    name.chars().take(CHARS_MAX).collect()
}

fn bind_special(
    live: &LiveSite,
    raw: &RawCall,
    permit: &Permit,
    workflow: &Workflow,
    run: &InitialisationXml<'_>,
    values: &mut Values,
) {
    let presented = permit.bound().call.presentation.secret();
    for (input, value) in workflow.inputs.iter().zip(values) {
        let Some(property) = RequestProperty::named(input.name.as_str()) else { continue };
        let text: String = match property {
            RequestProperty::SiteId => run.site_id.to_string(),
            RequestProperty::SiteName => run.site_name.to_owned(),
            RequestProperty::WorkflowId => run.workflow_id.to_string(),
            RequestProperty::WorkflowName => run.workflow_name.to_owned(),
            RequestProperty::WorkflowInstanceId => run.workflow_instance_id.to_string(),
            RequestProperty::Username => {
                live.keys().get(permit.key()).map(|key| key.name.to_string()).unwrap_or_default()
            }
            RequestProperty::Profile => run.profile.to_owned(),
            RequestProperty::RequestBody => match &raw.body {
                RawBody::Whole(body) if body.is_empty() && value.is_some() => continue,
                RawBody::Whole(body) => String::from_utf8_lossy(body).into_owned(),
                RawBody::TooLarge(_) => continue,
            },
            RequestProperty::RequestHeaders => raw.shown_headers(live.mask(), presented),
            RequestProperty::RequestContentType => raw.header("content-type").unwrap_or_default().to_owned(),
            RequestProperty::InvokeUri | RequestProperty::InvokeUrl => raw.shown_url(live.mask(), presented),
        };
        *value = Some(text.into());
    }
}
