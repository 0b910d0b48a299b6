//! What is expected of the calls that reach a site.

use super::call_pattern::CallPattern;
use crate::finding::Severity;
use crate::traffic::{JournalEntry, Refusal};

/// Most `[[call]]` and `[[order]]` of one file together.
pub const EXPECTATIONS_MAX: usize = 1000;

/// Most steps of one `[[order]]`.
pub const STEPS_MAX: usize = 100;

/// What is expected of a run: calls that must or must not happen, their order, and what goes without saying.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// The file they are written in.
    pub file: Option<String>,
    /// How often which calls happen.
    pub calls: Vec<CallExpectation>,
    /// Which calls follow which.
    pub orders: Vec<Order>,
    /// What goes without saying and is allowed nevertheless.
    pub allowed: Allowed,
}

/// How often a call happens.
#[derive(Debug, Clone)]
pub struct CallExpectation {
    /// What others call it, where it has a name of its own.
    pub name: Option<String>,
    /// Which calls count.
    pub call: CallPattern,
    /// How many of them are right.
    pub times: Times,
    /// What must have been called before the first of them.
    pub after: Option<Step>,
    /// The line it is written on.
    pub line: Option<usize>,
}

/// Calls that follow one another; others may come between them.
#[derive(Debug, Clone)]
pub struct Order {
    /// The calls.
    pub steps: Vec<Step>,
    /// The line it is written on.
    pub line: Option<usize>,
}

/// A call as another expectation names it.
#[derive(Debug, Clone)]
pub struct Step {
    /// The name.
    pub name: String,
    /// The calls that it means.
    pub call: CallPattern,
}

/// How many are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// No fewer than these.
    pub at_least: u64,
    /// No more than these.
    pub at_most: Option<u64>,
}

/// What goes without saying: nothing of this kind happens unless it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Habit {
    /// A call reached a Workflow and was turned away.
    RefusedCalls,
    /// A call reached no Workflow.
    UnmatchedCalls,
    /// A rule or a policy saw something at or above `warning`.
    Findings,
    /// A body had a property that its Workflow does not declare.
    UndeclaredInputs,
}

/// What is allowed although it goes without saying that it does not happen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Whole kinds.
    pub habits: Vec<Habit>,
    /// Findings of single rules, by id.
    pub rules: Vec<String>,
}

/// The rule of a body's property that its Workflow does not declare.
pub(super) const UNDECLARED_INPUT: &str = "undeclared-input";

impl Habit {
    /// Every kind, in the order of reports.
    pub const ALL: [Self; 4] =
        [Self::RefusedCalls, Self::UnmatchedCalls, Self::Findings, Self::UndeclaredInputs];

    /// The word that allows it.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::RefusedCalls => "refused-calls",
            Self::UnmatchedCalls => "unmatched-calls",
            Self::Findings => "findings",
            Self::UndeclaredInputs => "undeclared-inputs",
        }
    }

    /// What goes without saying.
    #[must_use]
    pub fn promise(self) -> &'static str {
        match self {
            Self::RefusedCalls => "no call is refused",
            Self::UnmatchedCalls => "every call reaches a Workflow",
            Self::Findings => "no finding at or above warning",
            Self::UndeclaredInputs => "no input that its Workflow does not declare",
        }
    }

    /// What the call did against it, if it did.
    pub(super) fn offence(self, entry: &JournalEntry, allowed: &Allowed, is_expected: bool) -> Vec<String> {
        let reason = entry.reason.filter(|_| !is_expected);
        match self {
            Self::RefusedCalls => {
                reason.filter(|reason| !is_unmatched(*reason)).map(refused).into_iter().collect()
            }
            Self::UnmatchedCalls => {
                reason.filter(|reason| is_unmatched(*reason)).map(refused).into_iter().collect()
            }
            Self::Findings => {
                let counts = |rule: &str, severity| {
                    let is_expected_denial = is_expected && rule.starts_with("policy/");
                    severity >= Severity::Warning
                        && rule != UNDECLARED_INPUT
                        && !is_expected_denial
                        && !allowed.rules.iter().any(|allowed| allowed == rule)
                };
                let seen = entry.findings.iter().filter(|seen| counts(&seen.rule, seen.severity));
                seen.map(|seen| format!("{}[{}]: {}", seen.severity.as_str(), seen.rule, seen.message))
                    .collect()
            }
            Self::UndeclaredInputs => {
                let seen = entry.findings.iter().filter(|seen| seen.rule == UNDECLARED_INPUT);
                seen.map(|seen| seen.message.clone()).collect()
            }
        }
    }
}

fn refused(reason: Refusal) -> String {
    format!("refused: {reason}")
}

/// Whether a refusal means that no Workflow was reached.
pub(super) fn is_unmatched(reason: Refusal) -> bool {
    match reason {
        Refusal::NoRoute | Refusal::WrongMethod | Refusal::RouteClash | Refusal::UnknownEnvironment => true,
        Refusal::BodyTooLarge
        | Refusal::NoCredential
        | Refusal::MalformedCredential
        | Refusal::UnknownKey
        | Refusal::KeyDisabled
        | Refusal::WrongEnvironment
        | Refusal::NotPermitted
        | Refusal::PolicyDenied
        | Refusal::PolicyFailed
        | Refusal::MalformedBody
        | Refusal::StubFailed => false,
    }
}

impl Allowed {
    /// Whether nothing is expected of this kind.
    #[must_use]
    pub fn has(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }
}

impl Times {
    /// At least once, which is what naming a call means.
    pub const AT_LEAST_ONCE: Self = Self { at_least: 1, at_most: None };

    /// Exactly so often.
    #[must_use]
    pub fn exactly(count: u64) -> Self {
        Self { at_least: count, at_most: Some(count) }
    }

    /// Whether so many are right.
    #[must_use]
    pub fn holds(self, count: u64) -> bool {
        count >= self.at_least && self.at_most.is_none_or(|most| count <= most)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.at_least, self.at_most) {
            (_, Some(0)) => f.write_str("no call"),
            (least, Some(most)) if least == most => write!(f, "exactly {}", calls(least)),
            (0, Some(most)) => write!(f, "at most {}", calls(most)),
            (least, Some(most)) => write!(f, "{least} to {}", calls(most)),
            (0, None) => f.write_str("any number of calls"),
            (least, None) => write!(f, "at least {}", calls(least)),
        }
    }
}

/// `1 call`, `2 calls`.
pub(super) fn calls(count: u64) -> String {
    format!("{count} call{}", if count == 1 { "" } else { "s" })
}
