//! Contract suites: what cases expect, how they are read, run and reported.

mod expectations;
mod faults;
mod generated;
mod matrix;
mod over_http;
mod recording;
mod reports;
mod stories;

use std::sync::Arc;

use localgear::adapters::local_target::LocalTarget;
use localgear::adapters::suite_file;
use localgear::contract::suite::{CaseOutcome, Suite, SuiteOutcome, Verdict, choose, run};
use localgear::ports::Target;
use localgear::site::Site;

use crate::harness::TestSite;

/// The text of a suite, read.
#[track_caller]
fn suite(text: &str) -> Suite {
    suite_file::read(format!("[suite]\nname = 'story'\n{text}"), "suite.toml", None)
        .unwrap_or_else(|faults| panic!("{faults}"))
}

/// The suite's cases against the ordinary site in process.
#[track_caller]
fn told(text: &str) -> Vec<CaseOutcome> {
    told_of(TestSite::draft().site(), text).cases
}

#[track_caller]
fn told_of(site: Site, text: &str) -> SuiteOutcome {
    let target = LocalTarget::new(Arc::new(site), None).unwrap();
    told_to(&target, &suite(text), 0)
}

fn told_to(target: &dyn Target, suite: &Suite, retries: u32) -> SuiteOutcome {
    run(suite, target, &choose(suite, None), retries)
}

/// What is not as expected, in sentences.
fn broken(case: &CaseOutcome) -> Vec<String> {
    let mismatches = case.attempts.last().map(|attempt| attempt.mismatches.as_slice()).unwrap_or_default();
    mismatches.iter().map(|mismatch| mismatch.sentence()).collect()
}

#[track_caller]
fn all_pass(cases: &[CaseOutcome]) {
    for case in cases {
        assert_eq!(case.verdict, Verdict::Passed, "{}: {:?}", case.name, broken(case));
    }
}
