//! A site that runs: the live site, its clock, its journal, and the journey of every call through them.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::chance::{self, NoChance};
use super::journal_store::JournalStore;
use super::system_clock::Stopwatch;
use super::virtual_clock::VirtualClock;
use crate::invoke::{Answer, Trace, admit, answer, heed, question};
use crate::ports::{Clock, Journal, Policies};
use crate::site::{KeyChange, KeySecret, LiveSite, Site, Slot};
use crate::traffic::{RawBody, RawCall, Reply};

/// A site that runs. Calls read what is live without a lock; changes are made one at a time and swapped in whole.
pub struct Emulator {
    present: ArcSwap<Present>,
    changing: Mutex<()>,
    clock: VirtualClock,
    journal: JournalStore,
    listeners: Vec<Box<dyn Journal>>,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator")
            .field("live", &self.live())
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}

/// What a call meets: a site, and the policies that were loaded for just that site.
struct Present {
    live: Arc<LiveSite>,
    policies: Option<Arc<dyn Policies>>,
}

/// A call before it is given its time and its run.
pub struct Arrival {
    /// Method, target and headers.
    pub head: http::request::Parts,
    /// The body.
    pub body: RawBody,
    /// The caller's address, where there is one.
    pub peer: Option<IpAddr>,
}

/// Its body's size only: target and headers may hold a key.
impl std::fmt::Debug for Arrival {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Arrival").field("body", &self.body).finish_non_exhaustive()
    }
}

/// What a change of a running site could not do.
#[derive(Debug, thiserror::Error)]
pub enum ChangeFault {
    /// No key has the name.
    #[error("the site has no key `{0}`")]
    UnknownKey(String),
    /// The system gave no randomness.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

impl Emulator {
    /// A site that runs, with its policies and with those who listen to its journal beside the store.
    #[must_use]
    pub fn new(site: Site, policies: Option<Arc<dyn Policies>>, listeners: Vec<Box<dyn Journal>>) -> Self {
        let live = Arc::new(LiveSite::new(Arc::new(site)));
        Self {
            present: ArcSwap::from_pointee(Present { live, policies }),
            changing: Mutex::new(()),
            clock: VirtualClock::default(),
            journal: JournalStore::default(),
            listeners,
        }
    }

    /// The site as it is now.
    #[must_use]
    pub fn live(&self) -> Arc<LiveSite> {
        Arc::clone(&self.present.load().live)
    }

    /// The site as it is now, with its policies.
    #[must_use]
    pub fn live_and_policies(&self) -> (Arc<LiveSite>, Option<Arc<dyn Policies>>) {
        let present = self.present.load();
        (Arc::clone(&present.live), present.policies.clone())
    }

    /// The site's clock.
    #[must_use]
    pub fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    /// The site's journal.
    #[must_use]
    pub fn journal(&self) -> &JournalStore {
        &self.journal
    }

    /// Answers a call and keeps its entry. Only a policy that is slow makes anybody wait, and then its own callers.
    pub async fn call(&self, arrival: Arrival) -> Reply {
        let watch = Stopwatch::start();
        let present = self.present.load_full();
        let live = &present.live;
        let http::request::Parts { method, uri, headers, .. } = arrival.head;
        let (received, instance_id) = (self.clock.now(), chance::run_guid());
        let raw = Arc::new(RawCall {
            method,
            uri,
            peer: arrival.peer,
            headers,
            body: arrival.body,
            received,
            instance_id,
        });
        let mut admitted = admit(live, &raw, Trace::silent());
        if let Some(policies) = &present.policies
            && let Some((workflow, exchange)) = question(live, &raw, &admitted, &**policies)
        {
            admitted = heed(live, &raw, admitted, policies.ask(workflow, exchange).await);
        }
        let Answer { reply, mut entry, .. } = answer(live, &raw, admitted);
        entry.duration_micros = watch.micros();
        let entry = Arc::new(entry);
        self.journal.record(&entry);
        for listener in &self.listeners {
            listener.record(&entry);
        }
        reply
    }

    /// Changes one key, from the next call on.
    ///
    /// # Errors
    /// Where no key has the name.
    pub fn change_key(&self, name: &str, change: &KeyChange) -> Result<(), ChangeFault> {
        self.change(|live| live.changed(name, change)).ok_or_else(|| ChangeFault::UnknownKey(name.to_owned()))
    }

    /// Gives a slot of a key a new secret, which is shown to whoever asked and never again.
    ///
    /// # Errors
    /// Where no key has the name, or the system has no randomness.
    pub fn rotate_key(&self, name: &str, slot: Slot) -> Result<KeySecret, ChangeFault> {
        let secret = chance::key_secret()?;
        self.change_key(name, &KeyChange::Rotate(slot, secret.digest()))?;
        Ok(secret)
    }

    /// Gives every key that has none a development secret for this run, and shows them once.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn mint_keys(&self) -> Result<Vec<(String, KeySecret)>, ChangeFault> {
        let live = self.live();
        let without =
            live.keys().keys().iter().filter(|key| key.secrets.iter().all(|(slot, _)| *slot != Slot::Minted));
        let minted: Result<Vec<_>, NoChance> =
            without.map(|key| Ok((key.name.to_string(), chance::key_secret()?))).collect();
        let minted = minted?;
        let changes: Vec<_> =
            minted.iter().map(|(name, secret)| (name.as_str(), KeyChange::Mint(secret.digest()))).collect();
        self.change(|live| live.changed_all(changes.iter().map(|(name, change)| (*name, change))));
        Ok(minted)
    }

    /// Swaps in a newly read site and its policies, whole, between two calls. Changes of keys that the file did not
    /// touch survive.
    pub fn reload(&self, site: Site, policies: Option<Arc<dyn Policies>>) {
        let site = Arc::new(site);
        self.swap(|present| Some(Present { live: Arc::new(present.live.reloaded(site)), policies }));
    }

    /// Forgets the journal, gives the clock back and undoes every change of a key.
    pub fn reset(&self) {
        self.change(|live| Some(live.reset()));
        self.clock.release();
        self.journal.clear();
    }

    /// Makes the next live site from the present one, one change at a time.
    fn change(&self, make: impl FnOnce(&LiveSite) -> Option<LiveSite>) -> Option<()> {
        self.swap(|present| {
            Some(Present { live: Arc::new(make(&present.live)?), policies: present.policies.clone() })
        })
    }

    fn swap(&self, make: impl FnOnce(&Present) -> Option<Present>) -> Option<()> {
        let turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let next = make(&self.present.load())?;
        self.present.store(Arc::new(next));
        drop(turn);
        Some(())
    }
}
