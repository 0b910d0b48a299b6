//! Nouns: who calls what, how, and what must come of it.

use std::fmt;

use super::super::rules::Working;
use crate::site::{EnvironmentIndex, KeyIndex, Slot, WorkflowIndex};
use crate::traffic::{Carrier, PlannedCall, Refusal};

/// One call of the matrix and what must come of it.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The Workflow that is meant.
    pub workflow: WorkflowIndex,
    /// The environment that is called.
    pub environment: EnvironmentIndex,
    /// Who calls, and how.
    pub asker: Asker,
    /// The call.
    pub call: PlannedCall,
    /// What must come of it.
    pub expected: Outcome,
}

/// Who calls, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asker {
    /// Without a key.
    Nobody,
    /// With an `Authorization` header that is no key.
    Garbled,
    /// With a secret that no key has.
    Stranger,
    /// With a key's secret.
    Key(KeyIndex, Way),
}

/// How a key is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// A slot's secret by a carrier.
    Slot(Slot, By),
    /// Just before the lag after being disabled has passed.
    BeforeLag(Slot),
    /// Just when it has.
    AfterLag(Slot),
}

/// A carrier, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// `Authorization: Key=…`.
    HeaderKey,
    /// `Authorization: Bearer …`.
    HeaderBearer,
    /// `?auth-key=…`.
    Query,
}

impl By {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::HeaderKey, Self::HeaderBearer, Self::Query];

    /// The carrier itself.
    #[must_use]
    pub fn carrier(self) -> Carrier {
        match self {
            Self::HeaderKey => Carrier::HeaderKey,
            Self::HeaderBearer => Carrier::HeaderBearer,
            Self::Query => Carrier::Query,
        }
    }
}

impl Way {
    /// The slot whose secret is used, and how it travels.
    #[must_use]
    pub fn presents(self) -> (Slot, Carrier) {
        match self {
            Self::Slot(slot, by) => (slot, by.carrier()),
            Self::BeforeLag(slot) | Self::AfterLag(slot) => (slot, Carrier::HeaderKey),
        }
    }
}

/// As a report says it.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slot(slot, by) => write!(f, "{slot}, {}", by.carrier()),
            Self::BeforeLag(_) => f.write_str("disabled, before the lag has passed"),
            Self::AfterLag(_) => f.write_str("disabled, after the lag has passed"),
        }
    }
}

/// What comes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is turned away.
    Refused(Refusal),
    /// The stub answers, with that status where it can be told beforehand.
    Answered(Option<u16>),
}

impl Cell {
    /// Whether a key that works is used after it no longer should.
    #[must_use]
    pub(super) fn working(&self, now: Working) -> Working {
        match self.asker {
            Asker::Key(_, Way::AfterLag(_)) => Working::No,
            Asker::Key(..) | Asker::Nobody | Asker::Garbled | Asker::Stranger => now,
        }
    }
}
