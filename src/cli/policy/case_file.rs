//! Cases as a TOML file writes them down.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::case::{Case, Expected, Written, WrittenResponse};
use super::har;
use crate::adapters::bounded_file::read_text;
use crate::policy::{Exchange, KeyCarrier, KeyIdentity, KeySlot, Source, Word};
use crate::site::Moment;

/// Largest file of cases, in bytes.
const CASES_BYTES_MAX: u64 = 4 << 20;

/// A file of cases, valid.
pub(super) struct CaseFile {
    /// The policy that they are for, if the file names it.
    pub(super) policy: Option<PathBuf>,
    /// The cases.
    pub(super) cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    policy: Option<PathBuf>,
    #[serde(default)]
    settings: Option<Value>,
    #[serde(rename = "case", default)]
    cases: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    name: String,
    settings: Option<Value>,
    exchange: Option<RawExchange>,
    har: Option<PathBuf>,
    entry: Option<usize>,
    verdict: Option<String>,
    status: Option<u16>,
    rules: Option<Vec<String>>,
    problems: Option<Vec<String>>,
    #[serde(default)]
    fails: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExchange {
    #[serde(default = "get")]
    method: String,
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, OneOrMore>,
    body: Option<String>,
    json: Option<Value>,
    client: Option<IpAddr>,
    received: Option<String>,
    site: Option<String>,
    environment: Option<String>,
    workflow: Option<String>,
    template: Option<String>,
    key: Option<RawKey>,
    response: Option<RawResponse>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, OneOrMore>,
    body: Option<String>,
    json: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKey {
    name: String,
    #[serde(default = "primary")]
    slot: String,
    #[serde(default = "header_key")]
    carrier: String,
    #[serde(default = "enabled")]
    enabled: bool,
    environment: Option<String>,
    #[serde(default)]
    workflows: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

fn get() -> String {
    "GET".to_owned()
}

fn primary() -> String {
    "primary".to_owned()
}

fn header_key() -> String {
    "header-key".to_owned()
}

fn enabled() -> bool {
    true
}

impl CaseFile {
    /// Reads it; recordings that it names lie beside it.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = || format!("`{}`", path.display());
        let text = read_text(path, CASES_BYTES_MAX)?;
        let raw: RawFile = toml::from_str(&text).with_context(shown)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let settings = raw.settings.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        let cases = raw.cases.into_iter().map(|case| {
            let name = case.name.clone();
            case.valid(&settings, folder).with_context(|| format!("`{}`, case `{name}`", path.display()))
        });
        let cases = cases.collect::<anyhow::Result<Vec<_>>>()?;
        ensure!(!cases.is_empty(), "`{}` has no case: begin one with `[[case]]`", path.display());
        Ok(Self { policy: raw.policy.map(|policy| folder.join(policy)), cases })
    }
}

impl RawCase {
    fn valid(self, settings: &Value, folder: &Path) -> anyhow::Result<Case> {
        let expected = match (self.verdict.as_deref(), self.problems, self.fails) {
            (Some(verdict), None, false) => Expected::Decision {
                word: Word::parse(verdict)
                    .with_context(|| format!("`verdict` is `allow`, `warn` or `deny`, not `{verdict}`"))?,
                status: self.status,
                rules: self.rules,
            },
            (None, Some(pointers), false) => Expected::Problems(pointers),
            (None, None, true) => Expected::Failure,
            _ => bail!("a case says one of `verdict`, `problems` and `fails = true`"),
        };
        let exchanges = match (self.exchange, self.har) {
            (Some(exchange), None) => vec![exchange.valid()?],
            (None, Some(har)) => har::exchanges(&folder.join(har), self.entry)?,
            (None, None) if matches!(expected, Expected::Problems(_)) => Vec::new(),
            _ => bail!("a case has one of `[case.exchange]` and `har`"),
        };
        let settings = self.settings.unwrap_or_else(|| settings.clone());
        Ok(Case { name: self.name, settings, exchanges, expected })
    }
}

impl RawExchange {
    fn valid(self) -> anyhow::Result<Exchange> {
        let received = self.received.as_deref().map(|text| {
            Moment::parse(text)
                .with_context(|| format!("`received` is a time such as `2026-03-01T09:00:00Z`, not `{text}`"))
        });
        let mut headers = flat(self.headers);
        let body = body(self.body, self.json, &mut headers)?;
        let response = self.response.map(|response| {
            let mut headers = flat(response.headers);
            let body = self::body(response.body, response.json, &mut headers)?;
            anyhow::Ok(WrittenResponse { status: response.status, headers, body, duration_us: None })
        });
        let written = Written {
            method: self.method,
            url: self.url,
            headers,
            body,
            client: self.client,
            received: received.transpose()?,
            response: response.transpose()?,
        };
        let mut exchange = written.exchange(Source::Live)?;
        let target = &mut exchange.target;
        self.site.into_iter().for_each(|site| target.site = site);
        self.environment.into_iter().for_each(|environment| target.environment = environment);
        target.workflow = self.workflow;
        target.template = self.template;
        if let Some(key) = self.key {
            exchange.key = Some(key.valid()?);
        }
        Ok(exchange)
    }
}

impl RawKey {
    fn valid(self) -> anyhow::Result<KeyIdentity> {
        Ok(KeyIdentity {
            name: self.name,
            slot: match self.slot.as_str() {
                "primary" => KeySlot::Primary,
                "secondary" => KeySlot::Secondary,
                "minted" => KeySlot::Minted,
                other => bail!("`slot` is `primary`, `secondary` or `minted`, not `{other}`"),
            },
            carrier: match self.carrier.as_str() {
                "header-key" => KeyCarrier::HeaderKey,
                "header-bearer" => KeyCarrier::HeaderBearer,
                "query" => KeyCarrier::Query,
                other => bail!("`carrier` is `header-key`, `header-bearer` or `query`, not `{other}`"),
            },
            fingerprint: "00000000".to_owned(),
            enabled: self.enabled,
            target_environment: self.environment,
            permitted_workflows: self.workflows,
        })
    }
}

fn flat(headers: BTreeMap<String, OneOrMore>) -> Vec<(String, String)> {
    let each = headers.into_iter().flat_map(|(name, values)| {
        let values = match values {
            OneOrMore::One(value) => vec![value],
            OneOrMore::More(values) => values,
        };
        values.into_iter().map(move |value| (name.clone(), value))
    });
    each.collect()
}

/// `json` is a body, and says so in a header unless the case does.
fn body(
    body: Option<String>,
    json: Option<Value>,
    headers: &mut Vec<(String, String)>,
) -> anyhow::Result<Vec<u8>> {
    match (body, json) {
        (Some(_), Some(_)) => bail!("`body` and `json` are two ways to say one thing"),
        (body, None) => Ok(body.unwrap_or_default().into_bytes()),
        (None, Some(json)) => {
            if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                headers.push(("content-type".to_owned(), "application/json".to_owned()));
            }
            Ok(json.to_string().into_bytes())
        }
    }
}
