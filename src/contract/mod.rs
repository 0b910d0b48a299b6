//! Journey 3: a suite, or a run under `exec`, becomes a tally of what the contract kept and broke.
//!
//! A run: every call is told to the [`Ledger`] as it happens, [`verify`] says what it came to.
//! A suite: [`suite`] plans, sends, compares. [`matrix`] says the platform's rules once more and asks a target whether it
//! keeps them. Pure and synchronous.

mod call_pattern;
mod coverage;
pub mod draft;
pub mod drift;
pub mod example;
mod expectation;
pub mod generate;
mod ledger;
pub mod matrix;
mod nearest;
pub mod reached;
pub mod rules;
mod run;
pub mod suite;
mod tally;
mod usage;
mod verify;
pub mod volatile;

pub use call_pattern::CallPattern;
pub use coverage::{Coverage, MISSING_MAX};
pub use expectation::{
    Allowed, CallExpectation, EXPECTATIONS_MAX, Expectations, Habit, Order, STEPS_MAX, Step, Times,
};
pub use ledger::Ledger;
pub use nearest::NEAREST_MAX;
pub use run::RunReport;
pub use tally::{Case, CasePlace, Group, Mismatch, Outcome, SeenCall, Tally};
pub use usage::{Cell, KeysInUrls, REFUSED_MAX, ROWS_MAX, RefusedCalls, Usage};
pub use verify::{BASELINE_GROUP, EXPECTATIONS_GROUP, judge_coverage, verify};
