//! Nouns: what a policy is asked, what it answers, and what that comes to.
//!
//! A policy sees an [`Exchange`], which has no place for a secret, and gives a [`Decision`]. Whatever became of the
//! question, an [`Answer`] tells it, and [`Verdict::of`] turns an answer into what happens to the call.

mod answer;
mod asked_call;
mod decision;
mod exchange;
mod fingerprints;
mod hiding;
mod limits;
mod policy_info;
mod verdict;

pub use answer::{Answer, Failure};
pub use decision::{Decision, Edit, Fix, Location, PolicyFinding, Word};
pub use exchange::{
    AskedRequest, AskedResponse, Body, Exchange, Field, KeyCarrier, KeyIdentity, KeySlot, Phase, Source,
    Target,
};
pub use fingerprints::Fingerprints;
pub use limits::{
    BODY_BYTES_MAX, FINDINGS_MAX, HANDED_BACK_BYTES_MAX, LOADING_MS_MAX, LOG_LINE_BYTES_MAX, LOG_LINES_MAX,
    MEMORY_BYTES_MAX, MESSAGE_BYTES_MAX, MODULE_BYTES_MAX, POLICY_MS_MAX, RULE_ID_BYTES_MAX, RULES_MAX,
    SETTINGS_BYTES_MAX, STATUS_DENIED, STATUS_FAILED, TABLE_ELEMENTS_MAX,
};
pub use policy_info::{PolicyInfo, Problem, RuleInfo};
pub use verdict::{Effect, Verdict};

/// The rule under which a policy's failure is reported: it is localgear that saw it, not the policy.
pub const FAILURE_RULE: &str = "policy-failure";

/// The last part of the rule under which findings of undeclared rules are reported.
pub const UNDECLARED_RULE: &str = "undeclared-rule";
