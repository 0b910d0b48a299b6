//! What a policy says of itself.

use serde::{Deserialize, Serialize};

use super::Phase;
use crate::finding::Severity;

/// A policy's own description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyInfo {
    /// Its name as a piece of software; a site may call it something else.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is for.
    pub description: String,
    /// The rules under which it reports.
    pub rules: Vec<RuleInfo>,
    /// A JSON Schema for its settings, or empty.
    pub settings_schema: String,
    /// When it can be asked.
    pub phases: Vec<Phase>,
    /// Whether it wants to see bodies.
    pub wants_body: bool,
}

impl PolicyInfo {
    /// Whether the policy declares a rule of that id.
    #[must_use]
    pub fn declares(&self, rule: &str) -> bool {
        self.rules.iter().any(|declared| declared.id == rule)
    }
}

/// A rule of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInfo {
    /// Its id within the policy.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How much its findings matter, as a rule.
    pub severity: Severity,
    /// How they are mended.
    pub help: String,
}

/// A fault in a policy's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a JSON pointer into the settings.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}
