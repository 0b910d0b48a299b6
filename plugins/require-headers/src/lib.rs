//! Refuses calls that lack a header, or whose header does not look as it should: a correlation id, a tenant, a
//! content type.

use regex_lite::Regex;
use memory as _;
use serde::Deserialize;

wit_bindgen::generate!({ path: "../wit", world: "policy" });

use localgear::policy::types::{Field, Finding, Location, Phase, RuleInfo, Severity, Verdict};

const MISSING: &str = "missing-header";
const MALFORMED: &str = "malformed-header";

#[derive(Deserialize)]
struct Settings {
    headers: Vec<Wanted>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    warn: bool,
    #[serde(default = "bad_request")]
    status: u16,
}

#[derive(Deserialize)]
struct Wanted {
    name: String,
    pattern: Option<String>,
    example: Option<String>,
}

fn bad_request() -> u16 {
    400
}

struct RequireHeaders;
export!(RequireHeaders);

impl Guest for RequireHeaders {
    fn describe() -> PolicyInfo {
        let rule = |id: &str, title: &str| RuleInfo {
            id: id.to_owned(),
            title: title.to_owned(),
            severity: Severity::Error,
            help: "send the header with every call, from one place in the client".to_owned(),
        };
        PolicyInfo {
            name: "require-headers".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            description: "headers that every call must carry, and what they must look like".to_owned(),
            rules: vec![
                rule(MISSING, "A required header is missing"),
                rule(MALFORMED, "A required header does not look as it should"),
            ],
            settings_schema: include_str!("../settings.schema.json").to_owned(),
            phases: vec![Phase::Request, Phase::Exchange],
            wants_body: false,
        }
    }

    fn validate(settings: String) -> Vec<Problem> {
        let settings: Settings = match serde_json::from_str(&settings) {
            Ok(settings) => settings,
            Err(error) => return vec![Problem { pointer: String::new(), message: error.to_string() }],
        };
        let unreadable = |(at, wanted): (usize, &Wanted)| {
            let error = Regex::new(wanted.pattern.as_deref()?).err()?;
            Some(Problem { pointer: format!("/headers/{at}/pattern"), message: error.to_string() })
        };
        settings.headers.iter().enumerate().filter_map(unreadable).collect()
    }

    fn evaluate(exchange: Exchange, settings: String) -> Result<Decision, String> {
        let settings: Settings = serde_json::from_str(&settings).map_err(|error| error.to_string())?;
        let excepted = exchange.target.workflow.as_ref().is_some_and(|name| settings.except.contains(name));
        let mut findings = Vec::new();
        if !excepted {
            for wanted in &settings.headers {
                findings.extend(look(wanted, &exchange.request.headers)?);
            }
        }
        let verdict = match (findings.is_empty(), settings.warn) {
            (true, _) => Verdict::Allow,
            (false, true) => Verdict::Warn,
            (false, false) => Verdict::Deny,
        };
        Ok(Decision { verdict, status: Some(settings.status), findings })
    }
}

fn look(wanted: &Wanted, headers: &[Field]) -> Result<Option<Finding>, String> {
    let Some(header) = headers.iter().find(|header| header.name.eq_ignore_ascii_case(&wanted.name)) else {
        let message = format!("the header `{}` is missing", wanted.name);
        return Ok(Some(finding(MISSING, wanted, message)));
    };
    let Some(pattern) = &wanted.pattern else { return Ok(None) };
    let pattern = Regex::new(pattern).map_err(|error| error.to_string())?;
    let message = format!("the header `{}` does not match `{}`", wanted.name, pattern.as_str());
    Ok((!pattern.is_match(&header.value)).then(|| finding(MALFORMED, wanted, message)))
}

fn finding(rule: &str, wanted: &Wanted, message: String) -> Finding {
    let help = match &wanted.example {
        Some(example) => format!("send `{}: {example}`", wanted.name),
        None => format!("send `{}` with every call", wanted.name),
    };
    Finding {
        rule: rule.to_owned(),
        severity: Severity::Error,
        message,
        at: Location::Header(wanted.name.clone()),
        fix: None,
        help: Some(help),
    }
}
