//! What an answer comes to for the call.

use super::{Answer, FAILURE_RULE, Failure, Location, PolicyFinding, STATUS_DENIED, Word};
use crate::finding::Severity;
use crate::site::{OnFailure, PolicyMode};

/// What one policy's answer comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The policy's name in the site.
    pub policy: String,
    /// What the policy itself said; `None` when it failed.
    pub word: Option<Word>,
    /// What happens to the call.
    pub effect: Effect,
    /// What the journal keeps. The same in both modes: a mode changes what happens, never what is seen.
    pub findings: Vec<PolicyFinding>,
}

/// What happens to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It goes on.
    Pass,
    /// It is refused, as the policy says, with this status: `policy-denied`.
    Deny(u16),
    /// It is refused because the policy did not answer: `policy-failed`.
    Fail(Failure),
}

impl Verdict {
    /// What an answer comes to.
    ///
    /// `mode` is applied last, over every outcome, failures included: a policy that is only monitored never refuses
    /// a call, whatever becomes of it.
    #[must_use]
    pub fn of(policy: &str, mode: PolicyMode, on_failure: OnFailure, answer: Answer) -> Self {
        let (word, strict, findings) = match answer {
            Ok(decision) => {
                let strict = match decision.word {
                    Word::Allow | Word::Warn => Effect::Pass,
                    Word::Deny => Effect::Deny(decision.status.unwrap_or(STATUS_DENIED)),
                };
                (Some(decision.word), strict, decision.findings)
            }
            Err(failure) => {
                let findings = vec![failure_finding(policy, &failure)];
                let strict = match on_failure {
                    OnFailure::Deny => Effect::Fail(failure),
                    OnFailure::Allow => Effect::Pass,
                };
                (None, strict, findings)
            }
        };
        let effect = match mode {
            PolicyMode::Enforce => strict,
            PolicyMode::Monitor => Effect::Pass,
        };
        Self { policy: policy.to_owned(), word, effect, findings }
    }
}

fn failure_finding(policy: &str, failure: &Failure) -> PolicyFinding {
    PolicyFinding {
        rule: FAILURE_RULE.to_owned(),
        severity: Severity::Error,
        message: format!("the policy `{policy}` gave no decision: {failure}"),
        at: Location::Whole,
        fix: None,
        help: Some(failure.advice().to_owned()),
    }
}
