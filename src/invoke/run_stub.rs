//! Step 5: what stands in for the Workflow's own steps.

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use minijinja::value::Value;

use super::authenticate::Permit;
use super::inputs;
use super::record::{Record, TurnedAway};
use super::scope::{Run, Scope};
use super::trace::StepName;
use crate::site::{
    Condition, InitialisationXml, LiveSite, Output, RenderFault, ResponseProperty, StubBody, StubReply,
    TemplateId, Workflow,
};
use crate::traffic::{Provenance, REPLY_BYTES_MAX, RawCall, Refusal, Reply, page, query};

/// Runs the stub of a permitted call.
pub(super) fn run_stub(
    live: &Arc<LiveSite>,
    raw: &Arc<RawCall>,
    permit: Permit,
    record: &mut Record,
) -> Result<Reply, TurnedAway> {
    let site = live.site();
    let at = permit.bound().workflow;
    let Some(workflow) = site.workflow(at) else {
        return Err(TurnedAway::new(Refusal::NoRoute, "the Workflow is no longer there"));
    };
    let environment =
        site.environment(permit.bound().call.environment).map(|environment| environment.name.to_string());
    let environment = environment.unwrap_or_default();
    let key = live.keys().get(permit.key()).map(|key| key.name.as_str()).unwrap_or_default();
    let username = site.parts().generation.username(key);
    let start = InitialisationXml {
        site_id: site.parts().id,
        site_name: site.name().as_str(),
        workflow_id: workflow.id,
        workflow_name: workflow.name.as_str(),
        workflow_instance_id: raw.instance_id,
        username: &username,
        profile: &environment,
    };
    let xml: Arc<str> = String::from(&start).into();
    record.initialisation_xml = Some(Arc::clone(&xml));
    let inputs = inputs::bind(live, raw, &permit, workflow, &start, record)?;
    record.inputs.clone_from(&inputs);
    let run = Run {
        live: Arc::clone(live),
        raw: Arc::clone(raw),
        workflow: at,
        environment,
        key: permit.key(),
        slot: permit.slot(),
        inputs,
        initialisation_xml: xml,
    };
    let stub = Stub { run: Arc::new(run), workflow, permit };
    stub.reply(record).map_err(|fault| TurnedAway::telling(Refusal::StubFailed, fault))
}

/// A stub about to reply.
struct Stub<'s> {
    run: Arc<Run>,
    workflow: &'s Workflow,
    permit: Permit,
}

impl Stub<'_> {
    fn reply(&self, record: &mut Record) -> Result<Reply, String> {
        let scope = Value::from_object(Scope(Arc::clone(&self.run)));
        let documented = Provenance::Documented(page::BUILDING_APPS);
        let chosen = self.workflow.replies.iter().enumerate().find(|(_, reply)| self.holds(&reply.when));
        if let Some((at, reply)) = chosen {
            record.trace.step(StepName::RunStub, Provenance::Assumed("stubs are localgear's own"), || {
                (
                    format!("reply {} of {}", at + 1, self.workflow.replies.len()),
                    "the first whose `when` holds".to_owned(),
                )
            });
            return self.canned(reply, &scope);
        }
        if self.workflow.replies_raw() {
            record.trace.step(StepName::RunStub, documented, || {
                ("raw reply".to_owned(), "`FgResponseBody` is among the outputs".to_owned())
            });
            return self.raw_reply(&scope);
        }
        let observed = Provenance::Observed("the public `/task/` example and a client of the invoke samples");
        record.trace.step(StepName::RunStub, observed, || {
            let why = if self.workflow.replies.is_empty() {
                "the stub has no reply of its own"
            } else {
                "no reply's `when` holds"
            };
            ("default envelope".to_owned(), why.to_owned())
        });
        self.envelope(&scope)
    }

    fn render(&self, template: TemplateId, scope: &Value) -> Result<String, String> {
        let templates = &self.run.live.site().parts().templates;
        let text = templates.render(template, scope).map_err(|fault: RenderFault| fault.to_string())?;
        if text.len() > REPLY_BYTES_MAX {
            return Err(format!("the template made more than {REPLY_BYTES_MAX} bytes, which is the most"));
        }
        Ok(text)
    }

    /// Whether everything that a condition says is so.
    fn holds(&self, when: &Condition) -> bool {
        let raw = &self.run.raw;
        let input = |name: &str| {
            let at = self.workflow.input_named(name)?;
            self.run.inputs.get(at)?.as_deref()
        };
        let first = |name: &str| {
            query::pairs(raw.uri.query()?).find(|pair| pair.name() == name).map(|pair| pair.value())
        };
        let key = || self.run.live.keys().get(self.permit.key()).map(|key| key.name.as_str());
        when.inputs.iter().all(|(name, pattern)| pattern.fits(input(name).unwrap_or_default()))
            && when.query.iter().all(|(name, pattern)| first(name).is_some_and(|value| pattern.fits(&value)))
            && when
                .header
                .iter()
                .all(|(name, pattern)| raw.header(name).is_some_and(|value| pattern.fits(value)))
            && when.key.as_deref().is_none_or(|name| key() == Some(name))
            && when.environment.is_none_or(|environment| environment == self.permit.bound().call.environment)
    }

    fn canned(&self, reply: &StubReply, scope: &Value) -> Result<Reply, String> {
        let (body, natural): (Bytes, &str) = match &reply.body {
            StubBody::Empty => (Bytes::new(), ""),
            StubBody::Json(template) => (self.render(*template, scope)?.into(), JSON),
            StubBody::Text(template) => {
                let text = self.render(*template, scope)?;
                let natural = natural_type(text.as_bytes());
                (text.into(), natural)
            }
            StubBody::File(bytes) => (bytes.clone(), natural_type(bytes)),
        };
        let mut headers = HeaderMap::new();
        let content_type = reply.content_type.as_deref().unwrap_or(natural);
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, header_value("content-type", content_type)?);
        }
        for (name, template) in &reply.headers {
            let value = self.render(*template, scope)?;
            add_header(&mut headers, name, &value)?;
        }
        let status =
            StatusCode::from_u16(reply.status).map_err(|_| format!("{} is no HTTP status", reply.status))?;
        Ok(Reply { status, headers, body })
    }

    fn raw_reply(&self, scope: &Value) -> Result<Reply, String> {
        let of = |property: ResponseProperty| -> Result<Option<String>, String> {
            let is_it = |output: &&Output| ResponseProperty::named(output.name.as_str()) == Some(property);
            let template = self.workflow.outputs.iter().find(is_it).and_then(|output| output.value);
            template.map(|template| self.render(template, scope)).transpose()
        };
        let body = of(ResponseProperty::Body)?.unwrap_or_default();
        let content_type = of(ResponseProperty::ContentType)?.filter(|kind| !kind.trim().is_empty());
        let content_type = content_type
            .map(|kind| media_type(kind.trim()))
            .unwrap_or_else(|| natural_type(body.as_bytes()).to_owned());
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, header_value("content-type", &content_type)?);
        for line in
            of(ResponseProperty::Headers)?.unwrap_or_default().lines().filter(|line| !line.trim().is_empty())
        {
            let (name, value) = line.split_once(':').ok_or_else(|| {
                format!("`FgResponseHeaders` has the line `{line}`, which is not `Name: value`")
            })?;
            add_header(&mut headers, name.trim(), value.trim())?;
        }
        let status = match of(ResponseProperty::Code)?.as_deref().map(str::trim) {
            None | Some("") => StatusCode::OK,
            Some(code) => code
                .parse()
                .ok()
                .filter(|status: &StatusCode| (200..600).contains(&status.as_u16()))
                .ok_or_else(|| {
                    format!("`FgResponseCode` is `{code}`, which is no HTTP status from 200 to 599")
                })?,
        };
        Ok(Reply { status, headers, body: body.into() })
    }

    /// The default envelope: InitialisationXml, the outputs (or every input echoed), then what the engine adds. Times
    /// are zero because nothing ran, and the step count is that of both public examples.
    fn envelope(&self, scope: &Value) -> Result<Reply, String> {
        let mut json = String::with_capacity(1024);
        json.push('{');
        member(&mut json, "InitialisationXml", Some(&self.run.initialisation_xml));
        if self.workflow.outputs.is_empty() {
            for (input, value) in self.workflow.inputs.iter().zip(&self.run.inputs) {
                if !ENGINE_MEMBERS.contains(&input.name.as_str()) {
                    member(&mut json, input.name.as_str(), value.as_deref());
                }
            }
        }
        for output in &self.workflow.outputs {
            let value = output.value.map(|template| self.render(template, scope)).transpose()?;
            member(&mut json, output.name.as_str(), value.as_deref());
        }
        json.push_str(r#""status":true,"#);
        member(&mut json, "statusMessage", Some(""));
        json.push_str(r#""StepCount":2,"#);
        member(&mut json, "progress", Some("[]"));
        member(&mut json, "enginePerf", Some(r#"{"setup":0.0,"execute":0.0,"strike":0.0}"#));
        member(&mut json, "taskStartId", Some(&self.run.raw.instance_id.to_string()));
        member(&mut json, "apiPerf", Some(r#"{"execute":0.0}"#));
        json.pop();
        json.push('}');
        if json.len() > REPLY_BYTES_MAX {
            return Err(format!("the envelope has more than {REPLY_BYTES_MAX} bytes, which is the most"));
        }
        Ok(Reply::json(StatusCode::OK, json))
    }
}

const JSON: &str = "application/json; charset=utf-8";

/// Members of the envelope that are the engine's; an echoed input of the same name is left out.
const ENGINE_MEMBERS: [&str; 8] = [
    "InitialisationXml",
    "status",
    "statusMessage",
    "StepCount",
    "progress",
    "enginePerf",
    "taskStartId",
    "apiPerf",
];

/// Writes `"name":"value",`, or `null` for a value that is unset.
fn member(json: &mut String, name: &str, value: Option<&str>) {
    json.push_str(&serde_json::Value::from(name).to_string());
    json.push(':');
    match value {
        Some(text) => json.push_str(&serde_json::Value::from(text).to_string()),
        None => json.push_str("null"),
    }
    json.push(',');
}

/// The media type of a body that nobody named one for: JSON when it is, else text (assumed).
fn natural_type(body: &[u8]) -> &'static str {
    let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    match std::str::from_utf8(body) {
        Err(_) => "application/octet-stream",
        Ok(_) if is_json() => JSON,
        Ok(_) => "text/plain; charset=utf-8",
    }
}

/// `Text_Xml`, as some exports write it, is `text/xml` (assumed).
fn media_type(text: &str) -> String {
    if text.contains('/') { text.to_owned() } else { text.replace('_', "/").to_lowercase() }
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(value)
        .map_err(|_| format!("the header `{name}` would hold a character that HTTP forbids"))
}

/// Adds a header; those that HTTP itself sets are left to it, and a media type replaces the one before.
fn add_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), String> {
    let known =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is no name for a header"))?;
    let value = header_value(name, value)?;
    if known == CONTENT_TYPE {
        headers.insert(known, value);
    } else if ![CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&known) {
        headers.append(known, value);
    }
    Ok(())
}
