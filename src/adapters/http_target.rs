//! A site behind an address, for contracts: blocking calls with limits, no redirect followed, secrets from outside.

use std::io::Read as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue};
use reqwest::Url;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use super::local_target::{header_map, name_environment, with_query_key};
use super::system_clock::Stopwatch;
use super::target_secrets::TargetSecrets;
use crate::ports::Target;
use crate::site::{DEFAULT_ENVIRONMENT, Generation, KeySecret, Slot, eq_ignore_case};
use crate::traffic::{Addressed, Change, Heard, PlannedCall, Unanswered};

/// Longest that a connection may take to come about.
pub const CONNECT_MAX: Duration = Duration::from_secs(10);

/// Longest that an answer may take.
pub const ANSWER_MAX: Duration = Duration::from_secs(60);

/// Longest that a target may take to say whether it is an emulated site.
pub const PROBE_MAX: Duration = Duration::from_secs(5);

/// Largest answer that is read, in bytes.
pub const ANSWER_BYTES_MAX: u64 = 64 << 20;

/// A site behind an address, or behind one for each environment.
pub struct HttpTarget {
    client: Client,
    base: Url,
    environments: Vec<(String, Url)>,
    generation: Generation,
    secrets: TargetSecrets,
    is_emulator: OnceLock<bool>,
}

impl std::fmt::Debug for HttpTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpTarget").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

/// Where a target is.
#[derive(Debug, Clone)]
pub struct TargetAddress {
    /// Where calls go that no other address is for.
    pub base: Url,
    /// Addresses of environments, in the `modern` generation.
    pub environments: Vec<(String, Url)>,
    /// How an environment is named.
    pub generation: Generation,
}

/// Reads the address of a site: `http` or `https`, a host, perhaps a path; no credentials, no query.
///
/// # Errors
/// A sentence saying what is wrong with it, without what it says.
pub fn parse_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|fault| format!("the target is no URL: {fault}"))?;
    if !["http", "https"].contains(&url.scheme()) || !url.has_host() {
        return Err("the target must begin with `http://` or `https://` and a host".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the target's URL holds credentials; leave them out".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(
            "the target's URL has a query; a target is a scheme, a host and perhaps a path".to_owned()
        );
    }
    Ok(url)
}

impl HttpTarget {
    /// A target at an address, with these secrets.
    ///
    /// # Errors
    /// A sentence, where the system's certificates cannot be used.
    pub fn new(
        address: TargetAddress,
        secrets: std::collections::BTreeMap<(String, Slot), KeySecret>,
    ) -> Result<Self, String> {
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_MAX)
            .timeout(ANSWER_MAX)
            .user_agent(concat!("localgear/", env!("CARGO_PKG_VERSION")));
        let urls = || std::iter::once(&address.base).chain(address.environments.iter().map(|(_, url)| url));
        if urls().all(is_here) {
            // What answers on this machine is not looked for behind a proxy.
            builder = builder.no_proxy();
        }
        if urls().all(|url| url.scheme() == "http") {
            // Without https no certificate is asked for, so a machine that has none will do.
            builder = builder.tls_certs_only(Vec::new());
        }
        install_provider();
        let client = builder.build().map_err(|fault| format!("no calls can be sent: {}", chain(&fault)))?;
        let TargetAddress { base, environments, generation } = address;
        let secrets = TargetSecrets::new(secrets);
        Ok(Self { client, base, environments, generation, secrets, is_emulator: OnceLock::new() })
    }

    /// Whether localgear answers there: asked once, without a key, of its own health endpoint.
    fn is_emulator(&self) -> bool {
        *self.is_emulator.get_or_init(|| {
            let health = join(&self.base, "/__localgear/health");
            let answer = self.client.get(health).timeout(PROBE_MAX).send().ok();
            let json = answer.filter(|answer| answer.status().is_success()).and_then(|answer| {
                let mut text = String::new();
                answer.take(64 * 1024).read_to_string(&mut text).ok()?;
                serde_json::from_str::<serde_json::Value>(&text).ok()
            });
            json.is_some_and(|json| json.get("status").is_some() && json.get("version").is_some())
        })
    }

    /// The address of a call's environment, and how the call names it there.
    fn place(&self, call: &PlannedCall) -> Result<Place<'_>, Unanswered> {
        let plain = |base| Place { base, target: call.target.clone(), headers: Vec::new() };
        let Some(environment) = &call.environment else { return Ok(plain(&self.base)) };
        let mut addresses = self.environments.iter();
        if let Some((_, url)) = addresses.find(|(name, _)| eq_ignore_case(name, environment)) {
            return Ok(plain(url));
        }
        if self.generation == Generation::Modern && !self.is_emulator() {
            let is_default = eq_ignore_case(environment, DEFAULT_ENVIRONMENT);
            let unknown = || Unanswered::NoAddress(environment.clone());
            return is_default.then(|| plain(&self.base)).ok_or_else(unknown);
        }
        let (target, headers) = name_environment(self.generation, call);
        Ok(Place { base: &self.base, target, headers })
    }
}

/// Where a call goes, and how it names its environment there.
struct Place<'t> {
    base: &'t Url,
    target: String,
    headers: Vec<(String, String)>,
}

impl Target for HttpTarget {
    fn send(&self, call: &PlannedCall) -> Result<Heard, Unanswered> {
        let presents = self.secrets.present(&call.credential)?;
        let Place { base, target, headers } = self.place(call)?;
        let mut headers = header_map(call.headers.iter().chain(&headers))?;
        if let Some(value) = presents.header.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(AUTHORIZATION, value);
        }
        let url = join(base, &with_query_key(&target, presents.query.as_deref()));
        let watch = Stopwatch::start();
        let request = self.client.request(call.method.clone(), url).headers(headers).body(call.body.to_vec());
        let network = |fault: &dyn std::error::Error| Unanswered::Network(self.secrets.hide(&chain(fault)));
        let answer = request.send().map_err(|fault| network(&fault.without_url()))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut body = Vec::new();
        answer.take(ANSWER_BYTES_MAX + 1).read_to_end(&mut body).map_err(|fault| network(&fault))?;
        let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
        if length > ANSWER_BYTES_MAX {
            return Err(Unanswered::Network(format!("the answer has more than {ANSWER_BYTES_MAX} bytes")));
        }
        Ok(self.secrets.heard(status, &headers, &Bytes::from(body), watch.micros()))
    }

    fn tells_reasons(&self) -> bool {
        self.is_emulator()
    }

    /// Another's site is not ours to change, even where it is an emulated one: others may be using it.
    fn change(&self, _: &Change) -> bool {
        false
    }

    fn addressed(&self, call: &PlannedCall) -> Addressed {
        let plain = |_| Place { base: &self.base, target: call.target.clone(), headers: Vec::new() };
        let Place { base, target, headers } = self.place(call).unwrap_or_else(plain);
        Addressed { base: base.as_str().trim_end_matches('/').to_owned(), target, headers }
    }

    fn address(&self) -> String {
        self.base.as_str().trim_end_matches('/').to_owned()
    }
}

/// Whether the address is this machine's.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_loopback = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback || host == "localhost" || host.ends_with(".localhost")
}

/// A path and query below an address.
fn join(base: &Url, target: &str) -> Url {
    let mut url = base.clone();
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let below = base.path().trim_end_matches('/');
    url.set_path(&format!("{below}{path}"));
    url.set_query(query);
    url
}

/// What went wrong, causes included.
fn chain(fault: &dyn std::error::Error) -> String {
    let mut text = fault.to_string();
    let mut source = fault.source();
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.contains(&said) {
            text.push_str(&format!(": {said}"));
        }
        source = cause.source();
    }
    text
}

/// reqwest brings no cryptography of its own; one provider serves the process.
fn install_provider() {
    static ONCE: OnceLock<Arc<rustls::crypto::CryptoProvider>> = OnceLock::new();
    ONCE.get_or_init(|| {
        // Whoever was first is as good.
        rustls::crypto::ring::default_provider().install_default().ok();
        Arc::new(rustls::crypto::ring::default_provider())
    });
}
