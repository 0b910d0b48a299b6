//! A ledger that listens to the journal: every call of a run is counted as it happens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::contract::{Ledger, RunReport};
use crate::ports::Journal;
use crate::site::LiveSite;
use crate::traffic::JournalEntry;

/// A ledger that listens; clones share it.
#[derive(Debug, Clone)]
pub struct RunLedger(Arc<Mutex<Ledger>>);

impl RunLedger {
    /// A ledger to be told of every call.
    #[must_use]
    pub fn new(ledger: Ledger) -> Self {
        Self(Arc::new(Mutex::new(ledger)))
    }

    /// What the run came to so far.
    #[must_use]
    pub fn report(&self, live: &LiveSite, percent_min: Option<u64>) -> RunReport {
        RunReport::of(&self.ledger(), live, percent_min)
    }

    /// Expects something else from now on: what happened so far is forgotten.
    pub fn replace(&self, ledger: Ledger) {
        *self.ledger() = ledger;
    }

    /// A panic elsewhere leaves a ledger that is short of one call at most, so a poisoned lock is as good as any.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Journal for RunLedger {
    fn record(&self, entry: &Arc<JournalEntry>) {
        self.ledger().record(entry);
    }
}
