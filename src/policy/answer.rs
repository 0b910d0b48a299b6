//! What became of a question.

use std::time::Duration;

use super::Decision;

/// A policy's decision, or why there is none.
pub type Answer = Result<Decision, Failure>;

/// Why a policy gave no decision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It went on longer than it may.
    #[error("it did not answer within {} ms", .0.as_millis())]
    Overrun(Duration),
    /// So many of its questions are still running that this one was not asked.
    #[error("too many of its earlier answers are still being worked on")]
    Busy,
    /// It stopped: a panic, an illegal memory access, too deep a recursion.
    #[error("it stopped with a fault: {0}")]
    Trapped(String),
    /// It gave more than localgear takes, or what the interface does not allow.
    #[error("its answer breaks the interface: {0}")]
    BadAnswer(String),
    /// It says itself that it cannot decide.
    #[error("it gave up: {0}")]
    GaveUp(String),
    /// A refusal with a status that is none.
    #[error("it refused the call with status {0}, and a refusal's status is 400 to 599")]
    BadStatus(u16),
}

impl Failure {
    /// What the person who runs the site can do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Overrun(_) => {
                "give it more `timeout`, or see with `localgear policy bench` what takes it so long"
            }
            Self::Busy => {
                "see with `localgear policy bench` what takes it so long, or name fewer `workflows`"
            }
            Self::Trapped(_) | Self::GaveUp(_) => {
                "put the call into a case for `localgear policy test` and mend the policy"
            }
            Self::BadAnswer(_) => "report less, and only what the interface allows",
            Self::BadStatus(_) => "let the policy choose a status from 400 to 599, or none",
        }
    }
}
