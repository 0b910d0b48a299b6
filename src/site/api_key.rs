//! API Keys: named, enabled or not, two live secrets, a target environment, permitted Workflows.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::Name;
use super::environment::EnvironmentIndex;
use super::key_secret::SecretDigest;
use super::moment::Moment;
use super::workflow::WorkflowIndex;

/// Keys a site may have.
pub const KEYS_MAX: usize = 100_000;

/// Secrets rotated out that one key remembers.
pub const RETIRED_MAX: usize = 100;

/// The record of a key; it holds digests, never a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its name, which InitialisationXml shows.
    pub name: Name,
    /// Whether it may be used.
    pub state: KeyState,
    /// Target Site Environment; `None` is an untargeted key of the `classic` generation.
    pub environment: Option<EnvironmentIndex>,
    /// The live secrets by slot.
    pub secrets: Vec<(Slot, SecretDigest)>,
    /// Secrets rotated out: refused as unknown, recognised by the linter.
    pub retired: Vec<SecretDigest>,
    /// Permitted Workflows.
    pub permitted: Permitted,
}

/// Whether a key may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It may.
    Enabled,
    /// Disabled at that moment; it works until the site's `disable-lag` has passed (documented: "up to five minutes").
    DisabledAt(Moment),
    /// Disabled long ago; refused at once.
    Disabled,
}

impl KeyState {
    /// When the key stops working: `None` for never.
    #[must_use]
    pub fn works_until(self, disable_lag: Duration) -> WorksUntil {
        match self {
            Self::Enabled => WorksUntil::Forever,
            Self::DisabledAt(moment) => WorksUntil::Moment(moment.after(disable_lag)),
            Self::Disabled => WorksUntil::Over,
        }
    }
}

/// How long a key goes on working.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorksUntil {
    /// Nobody disabled it.
    Forever,
    /// Until this moment, which is itself already too late.
    Moment(Moment),
    /// It no longer does.
    Over,
}

impl WorksUntil {
    /// Whether the key works at that moment.
    #[must_use]
    pub fn includes(self, now: Moment) -> bool {
        match self {
            Self::Forever => true,
            Self::Moment(end) => now < end,
            Self::Over => false,
        }
    }
}

/// Which of a key's secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Slot {
    /// The first generated secret.
    Primary,
    /// The second, which serves while the first is rotated.
    Secondary,
    /// A development secret of this run only.
    Minted,
}

impl Slot {
    /// The word that files, headers and reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Minted => "minted",
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Permitted Workflows of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permitted {
    /// Every REST-bound one, written `["*"]`.
    All,
    /// These, sorted.
    Only(Vec<WorkflowIndex>),
}

impl Permitted {
    /// Whether the Workflow is among them.
    #[must_use]
    pub fn includes(&self, workflow: WorkflowIndex) -> bool {
        match self {
            Self::All => true,
            Self::Only(workflows) => workflows.binary_search(&workflow).is_ok(),
        }
    }
}

/// The position of a key in its ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyIndex(pub u32);
