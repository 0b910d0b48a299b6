//! A policy as a site file names it; what a policy is and how it answers is for `policy` and the adapters.

use std::path::PathBuf;
use std::time::Duration;

use super::Name;
use super::workflow::WorkflowIndex;

/// A `[[policy]]` of a site file.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyBinding {
    /// Its name, unique in the site.
    pub name: Name,
    /// The component's file, relative paths resolved against the site file.
    pub module: PathBuf,
    /// Whether its denials refuse calls.
    pub mode: PolicyMode,
    /// What the policy is told, as JSON.
    pub settings: serde_json::Value,
    /// How long one answer may take.
    pub timeout: Duration,
    /// The Workflows it is asked about; empty means all.
    pub workflows: Vec<WorkflowIndex>,
    /// What happens to a call when the policy fails to answer.
    pub on_failure: OnFailure,
}

/// Whether a policy's denials refuse calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PolicyMode {
    /// They do.
    #[default]
    Enforce,
    /// They are findings, never a refusal.
    Monitor,
}

/// What happens to a call when its policy fails to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnFailure {
    /// It is refused: fail closed.
    #[default]
    Deny,
    /// It goes on.
    Allow,
}

/// A policy's time to answer unless the site file says otherwise.
pub const POLICY_TIMEOUT_DEFAULT: Duration = Duration::from_millis(50);

/// Policies a site may have.
pub const POLICIES_MAX: usize = 100;
