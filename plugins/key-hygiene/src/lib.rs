//! Refuses a Production key that is used from where it should not be: a client outside the network it was given to,
//! or a page in a browser, where anybody can read it.

mod network;

use network::Network;
use memory as _;
use serde::Deserialize;

wit_bindgen::generate!({ path: "../wit", world: "policy" });

use localgear::policy::types::{Field, Finding, KeyIdentity, Location, Phase, RuleInfo, Severity, Verdict};

const CLIENT: &str = "unexpected-client";
const ORIGIN: &str = "unexpected-origin";

#[derive(Deserialize)]
struct Settings {
    #[serde(default = "production")]
    environments: Vec<String>,
    #[serde(default)]
    keys: Vec<String>,
    clients: Option<Vec<String>>,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    warn: bool,
    #[serde(default = "forbidden")]
    status: u16,
}

fn production() -> Vec<String> {
    vec!["Production".to_owned()]
}

fn forbidden() -> u16 {
    403
}

struct KeyHygiene;
export!(KeyHygiene);

impl Guest for KeyHygiene {
    fn describe() -> PolicyInfo {
        let rule = |id: &str, title: &str, help: &str| RuleInfo {
            id: id.to_owned(),
            title: title.to_owned(),
            severity: Severity::Error,
            help: help.to_owned(),
        };
        PolicyInfo {
            name: "key-hygiene".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            description: "a Production key used from a client or a web page that it should not be used from".to_owned(),
            rules: vec![
                rule(CLIENT, "A Production key from an unexpected client", "give this client a key of its own, for its own Environment"),
                rule(ORIGIN, "A Production key from a web page", "call from a server of yours: a key in a page is a published key"),
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
        let unreadable = |(at, text): (usize, &String)| {
            let message = "expected an address or a network such as `10.0.0.0/8`".to_owned();
            Network::parse(text).is_none().then(|| Problem { pointer: format!("/clients/{at}"), message })
        };
        settings.clients.iter().flatten().enumerate().filter_map(unreadable).collect()
    }

    fn evaluate(exchange: Exchange, settings: String) -> Result<Decision, String> {
        let settings: Settings = serde_json::from_str(&settings).map_err(|error| error.to_string())?;
        let mut findings = Vec::new();
        if let Some(key) = exchange.key.as_ref().filter(|key| guarded(key, &exchange.target.environment, &settings)) {
            findings.extend(client(key, exchange.client.as_deref(), &settings));
            findings.extend(origin(key, &exchange.request.headers, &settings));
        }
        let verdict = match (findings.is_empty(), settings.warn) {
            (true, _) => Verdict::Allow,
            (false, true) => Verdict::Warn,
            (false, false) => Verdict::Deny,
        };
        Ok(Decision { verdict, status: Some(settings.status), findings })
    }
}

/// A key is guarded when it is for a guarded Environment (or for all of them and used in one) and, if keys are named,
/// is one of those.
fn guarded(key: &KeyIdentity, environment: &str, settings: &Settings) -> bool {
    let environment = key.target_environment.as_deref().unwrap_or(environment);
    settings.environments.iter().any(|guarded| guarded.eq_ignore_ascii_case(environment))
        && (settings.keys.is_empty() || settings.keys.contains(&key.name))
}

fn client(key: &KeyIdentity, client: Option<&str>, settings: &Settings) -> Option<Finding> {
    let networks = settings.clients.as_ref()?;
    let client = client?;
    let address = client.parse().ok();
    let expected = |text: &String| Network::parse(text).zip(address).is_some_and(|(net, address)| net.holds(address));
    if networks.iter().any(expected) {
        return None;
    }
    let message = format!("the key `{}` is used from `{client}`, which is none of its clients", key.name);
    Some(finding(CLIENT, message, Location::Whole))
}

fn origin(key: &KeyIdentity, headers: &[Field], settings: &Settings) -> Option<Finding> {
    let header = headers.iter().find(|header| header.name == "origin" && header.value != "null")?;
    let host = header.value.split_once("://").map_or(header.value.as_str(), |(_, host)| host);
    if settings.origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)) {
        return None;
    }
    let message = format!("the key `{}` is used by a web page of `{host}`", key.name);
    Some(finding(ORIGIN, message, Location::Header("origin".to_owned())))
}

fn finding(rule: &str, message: String, at: Location) -> Finding {
    Finding { rule: rule.to_owned(), severity: Severity::Error, message, at, fix: None, help: None }
}
