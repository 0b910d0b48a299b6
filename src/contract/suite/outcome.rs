//! What a suite came to.

use super::mismatch::Mismatch;
use crate::traffic::{Heard, PlannedCall};

/// What a suite came to.
#[derive(Debug)]
pub struct SuiteOutcome {
    /// Its name.
    pub name: String,
    /// The file it stands in.
    pub file: String,
    /// What its calls were sent to.
    pub target: String,
    /// Whether that says why it refuses a call.
    pub tells_reasons: bool,
    /// Its cases, in their order.
    pub cases: Vec<CaseOutcome>,
}

/// What a case came to.
#[derive(Debug)]
pub struct CaseOutcome {
    /// Its name.
    pub name: String,
    /// Its line in the file.
    pub line: usize,
    /// Whether the contract was kept.
    pub verdict: Verdict,
    /// Every time it was tried, the last decides.
    pub attempts: Vec<Attempt>,
    /// What was sent, where it could be written at all.
    pub call: Option<PlannedCall>,
    /// The same as a line of shell, the key as a variable.
    pub reproduce: Option<String>,
    /// Things worth knowing that are no failure.
    pub notes: Vec<String>,
}

/// Whether the contract was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was.
    Passed,
    /// It was not.
    Failed,
    /// It was not asked, and why.
    Skipped(String),
}

/// One try of a case.
#[derive(Debug)]
pub struct Attempt {
    /// What came back, if anything did.
    pub heard: Option<Heard>,
    /// What of it was not as expected.
    pub mismatches: Vec<Mismatch>,
}

/// How many cases came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Kept.
    pub passed: usize,
    /// Broken.
    pub failed: usize,
    /// Not asked.
    pub skipped: usize,
    /// Kept, though not at the first try.
    pub flaky: usize,
}

impl CaseOutcome {
    /// Whether it was kept, though not at the first try.
    #[must_use]
    pub fn is_flaky(&self) -> bool {
        self.verdict == Verdict::Passed && self.attempts.len() > 1
    }

    /// The try that decided.
    #[must_use]
    pub fn last(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// How long all tries took, in microseconds.
    #[must_use]
    pub fn micros(&self) -> u64 {
        self.attempts.iter().filter_map(|attempt| attempt.heard.as_ref()).map(|heard| heard.micros).sum()
    }
}

impl Count {
    /// Counts the cases of several suites.
    #[must_use]
    pub fn of(suites: &[SuiteOutcome]) -> Self {
        let mut count = Self::default();
        for case in suites.iter().flat_map(|suite| &suite.cases) {
            match case.verdict {
                Verdict::Passed => count.passed += 1,
                Verdict::Failed => count.failed += 1,
                Verdict::Skipped(_) => count.skipped += 1,
            }
            count.flaky += usize::from(case.is_flaky());
        }
        count
    }
}
