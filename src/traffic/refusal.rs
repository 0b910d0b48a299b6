//! Why a call was turned away: a closed list, each with its status, message and provenance.

use std::fmt;

use serde::{Serialize, Serializer};

use super::provenance::{Provenance, page};
use crate::site::Refusals;

/// Why a call was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// The body is larger than the site takes.
    BodyTooLarge,
    /// `_profile`, the host or the emulator's header names no environment of the site.
    UnknownEnvironment,
    /// No Workflow has the path.
    NoRoute,
    /// A Workflow has the path, but not with this method.
    WrongMethod,
    /// Several Workflows have the method and the path.
    RouteClash,
    /// No key was presented.
    NoCredential,
    /// An `Authorization` header that is no key.
    MalformedCredential,
    /// No key has this secret.
    UnknownKey,
    /// The key is disabled and its lag has passed.
    KeyDisabled,
    /// The key is for another environment.
    WrongEnvironment,
    /// The Workflow is not among the key's permitted ones.
    NotPermitted,
    /// A policy said no.
    PolicyDenied,
    /// A policy did not answer.
    PolicyFailed,
    /// The body is not the JSON or XML that it says it is.
    MalformedBody,
    /// The stub's own template failed.
    StubFailed,
}

/// The platform's text for a clash (documented, to the letter).
pub const CLASH_MESSAGE: &str = "Multiple Workflows share this route.";

/// The platform's text where nothing answers (documented on an older page, without a status).
pub const NO_SERVICE_MESSAGE: &str = "There is no service at this location.";

impl Refusal {
    /// Every refusal, in the order in which a call could meet them.
    pub const ALL: [Self; 15] = [
        Self::BodyTooLarge,
        Self::UnknownEnvironment,
        Self::NoRoute,
        Self::WrongMethod,
        Self::RouteClash,
        Self::NoCredential,
        Self::MalformedCredential,
        Self::UnknownKey,
        Self::KeyDisabled,
        Self::WrongEnvironment,
        Self::NotPermitted,
        Self::PolicyDenied,
        Self::PolicyFailed,
        Self::MalformedBody,
        Self::StubFailed,
    ];

    /// The stable name: in `X-Localgear-Reason`, the journal, reports and `explain`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::BodyTooLarge => "body-too-large",
            Self::UnknownEnvironment => "unknown-environment",
            Self::NoRoute => "no-route",
            Self::WrongMethod => "wrong-method",
            Self::RouteClash => "route-clash",
            Self::NoCredential => "no-credential",
            Self::MalformedCredential => "malformed-credential",
            Self::UnknownKey => "unknown-key",
            Self::KeyDisabled => "key-disabled",
            Self::WrongEnvironment => "wrong-environment",
            Self::NotPermitted => "not-permitted",
            Self::PolicyDenied => "policy-denied",
            Self::PolicyFailed => "policy-failed",
            Self::MalformedBody => "malformed-body",
            Self::StubFailed => "stub-failed",
        }
    }

    /// The refusal of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.slug() == slug)
    }

    /// The HTTP status; a policy may choose another for its own denial.
    #[must_use]
    pub fn status(self, style: Refusals) -> u16 {
        let (platform, distinct) = match self {
            Self::BodyTooLarge => (413, 413),
            Self::RouteClash => (409, 409),
            Self::NoRoute | Self::UnknownEnvironment => (404, 404),
            Self::WrongMethod => (404, 405),
            Self::NoCredential | Self::MalformedCredential | Self::UnknownKey => (404, 401),
            Self::KeyDisabled | Self::NotPermitted | Self::WrongEnvironment => (404, 403),
            Self::PolicyDenied => (403, 403),
            Self::PolicyFailed => (503, 503),
            Self::MalformedBody => (400, 400),
            Self::StubFailed => (500, 500),
        };
        match style {
            Refusals::Platform => platform,
            Refusals::Distinct => distinct,
        }
    }

    /// The text on the wire. In the platform's style one text covers every 404, as there; nothing tells them apart.
    #[must_use]
    pub fn message(self, style: Refusals) -> &'static str {
        match (self, style) {
            (Self::BodyTooLarge, _) => "The request body is larger than this site accepts.",
            (Self::RouteClash, _) => CLASH_MESSAGE,
            (Self::PolicyDenied, _) => "A policy refused this call.",
            (Self::PolicyFailed, _) => "A policy could not be asked about this call.",
            (Self::MalformedBody, _) => "The request body could not be read.",
            (Self::StubFailed, _) => "The Workflow failed.",
            (Self::NoRoute | Self::UnknownEnvironment, _) => NO_SERVICE_MESSAGE,
            (
                Self::WrongMethod
                | Self::NoCredential
                | Self::MalformedCredential
                | Self::UnknownKey
                | Self::KeyDisabled
                | Self::NotPermitted
                | Self::WrongEnvironment,
                Refusals::Platform,
            ) => NO_SERVICE_MESSAGE,
            (Self::WrongMethod, Refusals::Distinct) => "No Workflow answers this method at this location.",
            (Self::NoCredential, Refusals::Distinct) => "An API Key is required.",
            (Self::MalformedCredential, Refusals::Distinct) => "The Authorization header could not be read.",
            (Self::UnknownKey, Refusals::Distinct) => "The API Key is not valid.",
            (Self::KeyDisabled, Refusals::Distinct) => "The API Key is disabled.",
            (Self::NotPermitted, Refusals::Distinct) => "The API Key may not invoke this Workflow.",
            (Self::WrongEnvironment, Refusals::Distinct) => "The API Key is for another environment.",
        }
    }

    /// Where the platform's style of this refusal comes from.
    #[must_use]
    pub fn provenance(self) -> Provenance {
        match self {
            Self::NoRoute
            | Self::WrongMethod
            | Self::NoCredential
            | Self::NotPermitted
            | Self::RouteClash => Provenance::Documented(page::TROUBLESHOOTING),
            Self::UnknownKey => {
                Provenance::Assumed("the page lists «valid API Key» under 404, the text is inferred")
            }
            Self::KeyDisabled => {
                Provenance::Assumed("that it takes up to five minutes is documented, the status is not")
            }
            Self::WrongEnvironment => {
                Provenance::Assumed("a key is documented to be for one environment, the status is inferred")
            }
            Self::MalformedCredential => Provenance::Assumed("treated as a call without a valid key"),
            Self::UnknownEnvironment => Provenance::Assumed("an environment that is not there has no routes"),
            Self::MalformedBody | Self::StubFailed => {
                Provenance::Assumed("official clients read `Message` on any failure")
            }
            Self::BodyTooLarge => {
                Provenance::Assumed("the platform documents no limit; `body-limit` is ours")
            }
            Self::PolicyDenied | Self::PolicyFailed => Provenance::Assumed("policies are localgear's own"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
