//! An emulated site in this process, for contracts: no network, a clock of its own, fresh secrets in every slot.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::chance::{self, NoChance};
use super::system_clock::{self, Stopwatch};
use super::target_secrets::TargetSecrets;
use super::virtual_clock::VirtualClock;
use crate::invoke::{ENVIRONMENT_HEADER, Trace, invoke};
use crate::ports::{Clock as _, Policies, Target};
use crate::site::{Generation, KeyChange, KeySecret, LiveSite, Moment, Site, Slot, encode, eq_ignore_case};
use crate::traffic::{Addressed, Change, Heard, PlannedCall, RawBody, RawCall, Unanswered};

/// What a person would write for the address.
const ADDRESS: &str = "$FLOWGEAR_URL";

/// An emulated site that calls are sent to without a network.
///
/// A site file holds digests, so each slot that has one gets a secret of this target's own: the rules are the file's,
/// the secrets are nobody's.
pub struct LocalTarget {
    clock: VirtualClock,
    policies: Option<Arc<dyn Policies>>,
    present: Mutex<Present>,
}

struct Present {
    live: Arc<LiveSite>,
    secrets: Arc<TargetSecrets>,
}

impl std::fmt::Debug for LocalTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalTarget").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl LocalTarget {
    /// The site, its clock standing still at the present until a case moves it.
    ///
    /// # Errors
    /// Where the system has no randomness for secrets.
    pub fn new(site: Arc<Site>, policies: Option<Arc<dyn Policies>>) -> Result<Self, NoChance> {
        Self::at(site, policies, system_clock::now())
    }

    /// The same, its clock standing still at a moment.
    ///
    /// # Errors
    /// Where the system has no randomness for secrets.
    pub fn at(site: Arc<Site>, policies: Option<Arc<dyn Policies>>, now: Moment) -> Result<Self, NoChance> {
        let mut known: BTreeMap<(String, Slot), KeySecret> = BTreeMap::new();
        let mut changes = Vec::new();
        for key in site.keys().keys() {
            for (slot, _) in &key.secrets {
                let secret = chance::key_secret()?;
                changes.push((key.name.to_string(), KeyChange::Rotate(*slot, secret.digest())));
                known.insert((key.name.to_string(), *slot), secret);
            }
        }
        let live = LiveSite::new(site);
        let changed = live.changed_all(changes.iter().map(|(name, change)| (name.as_str(), change)));
        let clock = VirtualClock::default();
        clock.freeze(now);
        let secrets = Arc::new(TargetSecrets::new(known));
        let present = Mutex::new(Present { live: Arc::new(changed.unwrap_or(live)), secrets });
        Ok(Self { clock, policies, present })
    }

    /// What time it is there.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    fn present(&self) -> (Arc<LiveSite>, Arc<TargetSecrets>) {
        let present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        (Arc::clone(&present.live), Arc::clone(&present.secrets))
    }

    fn change_key(&self, name: &str, change: &KeyChange, fresh: Option<(Slot, KeySecret)>) -> bool {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(live) = present.live.changed(name, change) else { return false };
        present.live = Arc::new(live);
        if let Some((slot, secret)) = fresh {
            present.secrets = Arc::new(present.secrets.with(name, slot, secret));
        }
        true
    }
}

/// Path, query and headers of a call for an emulated site, as its generation names an environment.
pub(crate) fn name_environment(
    generation: Generation,
    call: &PlannedCall,
) -> (String, Vec<(String, String)>) {
    let mut target = call.target.clone();
    let Some(environment) = &call.environment else { return (target, Vec::new()) };
    match generation {
        Generation::Modern => (target, vec![(ENVIRONMENT_HEADER.to_owned(), environment.clone())]),
        Generation::Classic => {
            if !eq_ignore_case(environment, crate::site::DEFAULT_ENVIRONMENT) {
                target.push(if target.contains('?') { '&' } else { '?' });
                target.push_str(&format!("_profile={}", encode(environment)));
            }
            (target, Vec::new())
        }
    }
}

/// Headers as HTTP holds them.
pub(crate) fn header_map<'h>(
    headers: impl Iterator<Item = &'h (String, String)>,
) -> Result<HeaderMap, Unanswered> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let unsendable = || Unanswered::Unsendable(format!("the header `{name}` cannot be written in HTTP"));
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable())?;
        map.append(name.clone(), HeaderValue::from_str(value).map_err(|_| unsendable())?);
    }
    Ok(map)
}

/// The target with a key in its query.
pub(crate) fn with_query_key(target: &str, key: Option<&str>) -> String {
    match key {
        None => target.to_owned(),
        Some(key) => format!("{target}{}auth-key={key}", if target.contains('?') { '&' } else { '?' }),
    }
}

impl Target for LocalTarget {
    fn send(&self, call: &PlannedCall) -> Result<Heard, Unanswered> {
        let (live, secrets) = self.present();
        let presents = secrets.present(&call.credential)?;
        let (target, more) = name_environment(live.site().parts().generation, call);
        let mut headers = header_map(call.headers.iter().chain(&more))?;
        if let Some(value) = presents.header.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(AUTHORIZATION, value);
        }
        let target = with_query_key(&target, presents.query.as_deref());
        let unsendable = |_| Unanswered::Unsendable(format!("`{}` is no path", call.target));
        let limit = live.site().parts().body_limit;
        let is_large = u64::try_from(call.body.len()).unwrap_or(u64::MAX) > limit;
        let raw = RawCall {
            method: call.method.clone(),
            uri: target.parse().map_err(unsendable)?,
            peer: None,
            headers,
            body: if is_large { RawBody::TooLarge(limit) } else { RawBody::Whole(call.body.clone()) },
            received: self.clock.now(),
            instance_id: chance::run_guid(),
        };
        let watch = Stopwatch::start();
        let answer = invoke(&live, &Arc::new(raw), self.policies.as_deref(), Trace::silent());
        let micros = watch.micros();
        let body = if call.method == http::Method::HEAD { Bytes::new() } else { answer.reply.body };
        let mut heard = secrets.heard(answer.reply.status, &answer.reply.headers, &body, micros);
        heard.reason = answer.refusal.map(|refusal| refusal.slug().to_owned());
        Ok(heard)
    }

    fn tells_reasons(&self) -> bool {
        true
    }

    fn change(&self, change: &Change) -> bool {
        match change {
            Change::Advance(by) => {
                self.clock.advance(*by);
                true
            }
            Change::Disable(key) => self.change_key(key, &KeyChange::Disable(self.clock.now()), None),
            Change::Enable(key) => self.change_key(key, &KeyChange::Enable, None),
            Change::Rotate(key, slot) => match chance::key_secret() {
                Ok(secret) => {
                    self.change_key(key, &KeyChange::Rotate(*slot, secret.digest()), Some((*slot, secret)))
                }
                Err(_) => false,
            },
        }
    }

    fn addressed(&self, call: &PlannedCall) -> Addressed {
        let (live, _) = self.present();
        let (target, headers) = name_environment(live.site().parts().generation, call);
        Addressed { base: ADDRESS.to_owned(), target, headers }
    }

    fn address(&self) -> String {
        "in process".to_owned()
    }
}
