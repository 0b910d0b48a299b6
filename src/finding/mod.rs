//! Nouns: what a rule saw. Shared by live traffic, policies and the linter.

mod fix;
mod properties;
mod rule;
mod seen;
mod severity;
mod span;

pub use fix::{Edit, Fix, Safety};
pub use properties::{Properties, Property};
pub use rule::{
    BASIC_AUTH_IN_URL, KEY_IN_LOG, KEY_IN_QUERY, KEY_IN_REDIRECT, KEY_IN_REFERER, KEY_LITERAL, KEY_OVER_HTTP,
    MISSING_PROFILE, RULES, Rule, SPEC_KEY_IN_QUERY, STALE_KEY, UNUSED_IGNORE, rule,
};
pub use seen::{Finding, Fingerprint, Frame, Place, RELATED_MAX};
pub use severity::Severity;
pub use span::{Position, Span};
