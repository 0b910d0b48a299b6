//! Refuses bodies that do not fit the JSON Schema of their Workflow.

mod no_chance;

use jsonschema::Validator;
use memory as _;
use serde::Deserialize;
use serde_json::Value;

wit_bindgen::generate!({ path: "../wit", world: "policy" });

use localgear::policy::types::{Body, Finding, Location, Phase, RuleInfo, Severity, Verdict};

const MISMATCH: &str = "body-mismatch";
const NOT_JSON: &str = "body-not-json";
const MISSING: &str = "body-missing";
const TOO_LARGE: &str = "body-too-large";

/// More faults than these in one body are not worth reading.
const FAULTS_MAX: usize = 20;

#[derive(Deserialize)]
struct Settings {
    workflows: Vec<Shape>,
    #[serde(default)]
    warn: bool,
    #[serde(default = "bad_request")]
    status: u16,
}

#[derive(Deserialize)]
struct Shape {
    name: String,
    schema: Value,
}

fn bad_request() -> u16 {
    400
}

struct JsonSchema;
export!(JsonSchema);

impl Guest for JsonSchema {
    fn describe() -> PolicyInfo {
        let rule = |id: &str, title: &str, help: &str| RuleInfo {
            id: id.to_owned(),
            title: title.to_owned(),
            severity: Severity::Error,
            help: help.to_owned(),
        };
        PolicyInfo {
            name: "json-schema".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            description: "bodies of a Workflow against a JSON Schema".to_owned(),
            rules: vec![
                rule(MISMATCH, "The body does not fit its schema", "change the body, or the schema if the body is right"),
                rule(NOT_JSON, "The body is not JSON", "send JSON, with `content-type: application/json`"),
                rule(MISSING, "There is no body", "send the body that the Workflow's schema describes"),
                rule(TOO_LARGE, "The body is too large to be checked", "send less than 64 KiB, or leave this Workflow out of the settings"),
            ],
            settings_schema: include_str!("../settings.schema.json").to_owned(),
            phases: vec![Phase::Request, Phase::Exchange],
            wants_body: true,
        }
    }

    fn validate(settings: String) -> Vec<Problem> {
        let settings: Settings = match serde_json::from_str(&settings) {
            Ok(settings) => settings,
            Err(error) => return vec![Problem { pointer: String::new(), message: error.to_string() }],
        };
        let unusable = |(at, shape): (usize, &Shape)| {
            let error = compiled(&shape.schema).err()?;
            Some(Problem { pointer: format!("/workflows/{at}/schema"), message: error })
        };
        settings.workflows.iter().enumerate().filter_map(unusable).collect()
    }

    fn evaluate(exchange: Exchange, settings: String) -> Result<Decision, String> {
        let settings: Settings = serde_json::from_str(&settings).map_err(|error| error.to_string())?;
        let shape = settings.workflows.iter().find(|shape| Some(&shape.name) == exchange.target.workflow.as_ref());
        let findings = match shape {
            Some(shape) => faults(exchange.request.body.as_ref(), &shape.schema)?,
            None => Vec::new(),
        };
        let verdict = match (findings.is_empty(), settings.warn) {
            (true, _) => Verdict::Allow,
            (false, true) => Verdict::Warn,
            (false, false) => Verdict::Deny,
        };
        Ok(Decision { verdict, status: Some(settings.status), findings })
    }
}

fn compiled(schema: &Value) -> Result<Validator, String> {
    jsonschema::validator_for(schema).map_err(|error| error.to_string())
}

fn faults(body: Option<&Body>, schema: &Value) -> Result<Vec<Finding>, String> {
    let Some(body) = body.filter(|body| body.size > 0) else {
        return Ok(vec![finding(MISSING, String::new(), "there is no body".to_owned())]);
    };
    if body.truncated {
        let message = format!("a body of {} bytes is too large to be checked", body.size);
        return Ok(vec![finding(TOO_LARGE, String::new(), message)]);
    }
    let value: Value = match serde_json::from_slice(&body.bytes) {
        Ok(value) => value,
        Err(error) => return Ok(vec![finding(NOT_JSON, String::new(), format!("the body is not JSON: {error}"))]),
    };
    let validator = compiled(schema)?;
    let faults = validator.iter_errors(&value).take(FAULTS_MAX);
    // Values stay out of the message: a body may hold what no journal should.
    Ok(faults.map(|fault| finding(MISMATCH, fault.instance_path().to_string(), fault.masked().to_string())).collect())
}

fn finding(rule: &str, pointer: String, message: String) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity: Severity::Error,
        message,
        at: Location::RequestBody(pointer),
        fix: None,
        help: None,
    }
}
