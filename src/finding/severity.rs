//! How much a finding matters.

use serde::{Deserialize, Serialize};

/// How much a finding matters; the order is from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run unless asked to.
    Note,
    /// Should be mended.
    Warning,
    /// A secret is, or will be, exposed.
    Error,
}

impl Severity {
    /// The word that reports and exit-code options use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
