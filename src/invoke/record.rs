//! What is known of a call while it travels.

use std::sync::Arc;

use super::trace::Trace;
use crate::finding::{Fingerprint, Severity};
use crate::site::{EnvironmentIndex, KeyIndex, Slot, WorkflowIndex};
use crate::traffic::{Carrier, NearRoute, Observation, Refusal};

/// Most findings, and most notes, that one call may leave.
const SEEN_MAX: usize = 200;

/// What is known of a call while it travels; the journal's entry is made of it.
#[derive(Debug, Default)]
pub struct Record {
    /// The environment, once one was found.
    pub environment: Option<EnvironmentIndex>,
    /// The Workflow, once one was matched.
    pub workflow: Option<WorkflowIndex>,
    /// Key, slot and carrier, once a key was recognised.
    pub key: Option<(KeyIndex, Slot, Carrier)>,
    /// The inputs of the run, positions as in the Workflow.
    pub inputs: Vec<Option<Arc<str>>>,
    /// InitialisationXml of the run.
    pub initialisation_xml: Option<Arc<str>>,
    /// What rules saw.
    pub findings: Vec<Observation>,
    /// Things worth knowing.
    pub notes: Vec<String>,
    /// Routes that a refused call was near to.
    pub closest: Vec<NearRoute>,
    /// The story, where somebody listens.
    pub trace: Trace,
}

/// A call that was turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnedAway {
    /// Why.
    pub refusal: Refusal,
    /// A status that a policy chose for its own denial.
    pub status: Option<u16>,
    /// What the caller may be told beyond the refusal's own message: nothing, unless the call was already permitted.
    pub message: Option<String>,
    /// What the person who runs the site is told.
    pub detail: String,
}

impl TurnedAway {
    /// Turned away with the refusal's own status and message.
    #[must_use]
    pub fn new(refusal: Refusal, detail: impl Into<String>) -> Self {
        Self { refusal, status: None, message: None, detail: detail.into() }
    }

    /// Turned away, and the caller is told more: it is one that was permitted.
    #[must_use]
    pub fn telling(refusal: Refusal, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { refusal, status: None, detail: message.clone(), message: Some(message) }
    }
}

impl Record {
    /// Nothing known yet.
    #[must_use]
    pub fn new(trace: Trace) -> Self {
        Self { trace, ..Self::default() }
    }

    /// Keeps what a rule of localgear's own saw.
    pub fn observe(
        &mut self,
        rule: &str,
        severity: Severity,
        message: String,
        fingerprint: Option<Fingerprint>,
    ) {
        self.keep(Observation {
            rule: rule.to_owned(),
            severity,
            message,
            at: None,
            help: None,
            fingerprint,
        });
    }

    /// Keeps what a rule saw, with its place and advice.
    pub fn keep(&mut self, seen: Observation) {
        if self.findings.len() < SEEN_MAX {
            self.findings.push(seen);
        }
    }

    /// Keeps something worth knowing.
    pub fn note(&mut self, note: String) {
        if self.notes.len() < SEEN_MAX {
            self.notes.push(note);
        }
    }
}
