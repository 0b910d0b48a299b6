//! Where a behaviour comes from. localgear never passes a guess off as a fact.

use serde::Serialize;

/// Where a behaviour comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "source", rename_all = "lowercase")]
pub enum Provenance {
    /// The platform's own documentation says so; which page.
    Documented(&'static str),
    /// Seen in the platform's public code, an exported artefact or a real client; which.
    Observed(&'static str),
    /// No public source says; what the choice rests on.
    Assumed(&'static str),
}

/// Pages of the platform's help that more than one behaviour rests on.
pub mod page {
    /// On keys, their two carriers, target environment and permitted Workflows.
    pub const TOKEN_AUTHENTICATION: &str = "help.flowgear.net/articles/api/token-authentication";
    /// The older page of the same, which has the `_profile` rule.
    pub const API_KEYS: &str = "help.flowgear.net/api/api-keys";
    /// On 404 and 409.
    pub const TROUBLESHOOTING: &str = "help.flowgear.net/articles/api/troubleshooting-api-binding";
    /// On methods, templates and bindings.
    pub const API: &str = "help.flowgear.net/articles/api/api";
    /// On `_profile` and the default environment.
    pub const SITE_ENVIRONMENT: &str = "help.flowgear.net/articles/concepts/site-environment";
    /// On hostnames and Allowed Origins.
    pub const SITE_DETAIL: &str = "help.flowgear.net/articles/concepts/site-detail-pane";
    /// On special properties.
    pub const VARIABLE_BAR: &str = "help.flowgear.net/articles/concepts/configure-variable-bar";
    /// On raw replies.
    pub const BUILDING_APPS: &str = "help.flowgear.net/articles/features/building-apps";
}

impl Provenance {
    /// `documented`, `observed` or `assumed`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Documented(_) => "documented",
            Self::Observed(_) => "observed",
            Self::Assumed(_) => "assumed",
        }
    }

    /// The page, the artefact or the reason.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::Documented(source) | Self::Observed(source) | Self::Assumed(source) => source,
        }
    }
}
