//! How a call would be answered, without sending it: the serving journey itself, over a call made of words.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};
use serde::Serialize;

use super::chance;
use crate::invoke::{Answer, ENVIRONMENT_HEADER, NearCall, Step, Trace, invoke};
use crate::ports::Policies;
use crate::site::{Generation, KeyChange, LiveSite, Moment, nearest};
use crate::traffic::{JournalEntry, RawBody, RawCall, Refusal, query};

/// A call in words.
#[derive(Clone, Default)]
pub struct Question {
    /// The method.
    pub method: String,
    /// Path and query, with scheme and host or without.
    pub url: String,
    /// Headers, in their order.
    pub headers: Vec<(String, String)>,
    /// Calls with this key, by name, as if with one of its secrets.
    pub key: Option<String>,
    /// Calls this environment, whatever the generation's way of naming it.
    pub environment: Option<String>,
}

/// Names only: the URL and a header's value may hold a key.
impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question")
            .field("key", &self.key)
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

/// Why a question cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum QuestionFault {
    /// The method is no word.
    #[error("`{0}` is no HTTP method")]
    Method(String),
    /// The URL is none.
    #[error(
        "the URL cannot be read; write it like `/customers/123` or `https://mycompany.localhost/customers/123`"
    )]
    Url,
    /// A header that HTTP cannot hold.
    #[error("the header `{0}` cannot be sent; write it as `Name: value`")]
    Header(String),
    /// No such key.
    #[error("the site has no key `{name}`{}", nearest_hint(.nearest.as_deref()))]
    Key {
        /// The name.
        name: String,
        /// A known one like it.
        nearest: Option<String>,
    },
    /// No such environment.
    #[error("the site has no environment `{name}`{}", nearest_hint(.nearest.as_deref()))]
    Environment {
        /// The name.
        name: String,
        /// A known one like it.
        nearest: Option<String>,
    },
    /// The system gave no randomness.
    #[error(transparent)]
    NoChance(#[from] chance::NoChance),
}

fn nearest_hint(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// How a call would be answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// `reply` or `refused`.
    pub outcome: &'static str,
    /// The status.
    pub status: u16,
    /// Why it would be refused.
    pub reason: Option<Refusal>,
    /// What each step decided.
    pub steps: Vec<Step>,
    /// What to do about a refusal.
    pub hint: Option<String>,
    /// The nearest call that would succeed.
    pub nearest: Option<NearCall>,
    /// What the journal would keep.
    pub entry: JournalEntry,
}

/// Explains how a call would be answered now.
///
/// # Errors
/// [`QuestionFault`] where the question itself cannot be asked.
pub fn explain(
    live: &Arc<LiveSite>,
    policies: Option<&dyn Policies>,
    question: &Question,
    now: Moment,
) -> Result<Explanation, QuestionFault> {
    let (live, raw) = ask(live, question, now)?;
    let Answer { reply, refusal, entry, steps, advice } =
        invoke(&live, &Arc::new(raw), policies, Trace::told());
    let (hint, nearest) = advice.map(|advice| (advice.hint, advice.nearest)).unzip();
    Ok(Explanation {
        outcome: if refusal.is_some() { "refused" } else { "reply" },
        status: reply.status.as_u16(),
        reason: refusal,
        steps,
        hint,
        nearest: nearest.flatten(),
        entry,
    })
}

/// The call that the words mean, and the site it is for: a named key gets a secret that nobody else ever sees.
fn ask(
    live: &Arc<LiveSite>,
    question: &Question,
    now: Moment,
) -> Result<(Arc<LiveSite>, RawCall), QuestionFault> {
    let name = question.method.to_ascii_uppercase();
    let method =
        Method::from_bytes(name.as_bytes()).map_err(|_| QuestionFault::Method(question.method.clone()))?;
    let mut uri = target(&question.url)?;
    let mut headers = HeaderMap::new();
    for (name, value) in &question.headers {
        let fault = || QuestionFault::Header(name.clone());
        let known = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| fault())?;
        headers.append(known, HeaderValue::from_str(value.trim()).map_err(|_| fault())?);
    }
    if let Some(name) = &question.environment {
        uri = for_environment(live, name, &uri, &mut headers)?;
    }
    let mut live = Arc::clone(live);
    if let Some(name) = &question.key {
        let secret = chance::key_secret()?;
        let changed = live.changed(name, &KeyChange::Mint(secret.digest())).ok_or_else(|| {
            let names = live.keys().keys().iter().map(|key| key.name.as_str());
            QuestionFault::Key { name: name.clone(), nearest: nearest(name, names).map(str::to_owned) }
        })?;
        let value = HeaderValue::from_str(&format!("Key={}", secret.reveal())).ok();
        headers.extend(value.map(|value| (AUTHORIZATION, value)));
        live = Arc::new(changed);
    }
    let instance_id = chance::run_guid();
    let raw = RawCall {
        method,
        uri,
        peer: None,
        headers,
        body: RawBody::Whole(Bytes::new()),
        received: now,
        instance_id,
    };
    Ok((live, raw))
}

/// The target of a URL, forgiving what a person forgets: the first slash, escapes for blanks and other scripts.
fn target(url: &str) -> Result<Uri, QuestionFault> {
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    let escaped: String = percent_encoding::utf8_percent_encode(url, query::UNSENDABLE).collect();
    let absolute = escaped.contains("://");
    let text = if absolute || escaped.starts_with('/') { escaped } else { format!("/{escaped}") };
    text.parse().map_err(|_| QuestionFault::Url)
}

/// The target and headers that mean an environment: `_profile` in `classic`, the host in `modern`.
fn for_environment(
    live: &LiveSite,
    name: &str,
    uri: &Uri,
    headers: &mut HeaderMap,
) -> Result<Uri, QuestionFault> {
    let site = live.site();
    let found = site.environment_named(name).and_then(|at| site.environment(at)).ok_or_else(|| {
        let names = site.environments().iter().map(|known| known.name.as_str());
        QuestionFault::Environment { name: name.to_owned(), nearest: nearest(name, names).map(str::to_owned) }
    })?;
    match site.parts().generation {
        Generation::Modern => {
            headers.remove(ENVIRONMENT_HEADER);
            headers.extend(HeaderValue::from_str(&found.hostname).ok().map(|host| (HOST, host)));
            uri.path_and_query()
                .map_or(Ok(uri.clone()), |target| target.as_str().parse().map_err(|_| QuestionFault::Url))
        }
        Generation::Classic => {
            let profile = crate::site::encode(found.name.as_str());
            let is_profile = |pair: &&str| {
                pair.split('=').next().is_some_and(|name| name.eq_ignore_ascii_case("_profile"))
            };
            let others = uri
                .query()
                .unwrap_or_default()
                .split('&')
                .filter(|pair| !pair.is_empty() && !is_profile(pair));
            let query: Vec<String> =
                others.map(str::to_owned).chain([format!("_profile={profile}")]).collect();
            format!("{}?{}", uri.path(), query.join("&")).parse().map_err(|_| QuestionFault::Url)
        }
    }
}
