//! Suites as JUnit XML, which CI viewers open.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestRerun, TestSuite};

use crate::contract::reached::Coverage;
use crate::contract::suite::{Attempt, CaseOutcome, SuiteOutcome, Verdict};

/// The report.
///
/// # Errors
/// Where the XML cannot be written, which only a text beyond XML could bring about.
pub fn suite_junit(
    suites: &[SuiteOutcome],
    coverage: &[(String, Coverage)],
) -> Result<String, quick_junit::SerializeError> {
    let mut report = Report::new("localgear test");
    let mut total = Duration::ZERO;
    for outcome in suites {
        let time = Duration::from_micros(outcome.cases.iter().map(CaseOutcome::micros).sum());
        total += time;
        let mut suite = TestSuite::new(outcome.name.as_str());
        suite.set_time(time);
        suite.add_property(Property::new("file", outcome.file.as_str()));
        suite.add_property(Property::new("target", outcome.target.as_str()));
        for (site, coverage) in coverage {
            let percent = coverage.ways.percent().to_string();
            suite.add_property(Property::new(format!("coverage of {site}, percent"), percent));
        }
        suite.add_test_cases(outcome.cases.iter().map(|case| test_case(outcome, case)));
        report.add_test_suite(suite);
    }
    report.set_time(total);
    Ok(format!("{}\n", report.to_string()?.trim_end()))
}

fn test_case(suite: &SuiteOutcome, case: &CaseOutcome) -> TestCase {
    let mut junit = TestCase::new(case.name.as_str(), status(suite, case));
    junit.set_classname(suite.name.as_str()).set_time(Duration::from_micros(case.micros()));
    junit.set_assertions(1);
    if case.line > 0 {
        junit.extra.insert("file".into(), suite.file.as_str().into());
        junit.extra.insert("line".into(), case.line.to_string().into());
    }
    if !case.notes.is_empty() {
        junit.set_system_out(case.notes.join("\n"));
    }
    junit
}

fn status(suite: &SuiteOutcome, case: &CaseOutcome) -> TestCaseStatus {
    let earlier = case.attempts.len().saturating_sub(1);
    let reruns = case.attempts.iter().take(earlier).map(rerun);
    match &case.verdict {
        Verdict::Skipped(why) => {
            let mut skipped = TestCaseStatus::skipped();
            skipped.set_message(why.as_str());
            skipped
        }
        Verdict::Passed => {
            let mut passed = TestCaseStatus::success();
            passed.add_reruns(reruns);
            passed
        }
        Verdict::Failed => {
            let mut failed = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let last = case.last();
            let first = last.and_then(|attempt| attempt.mismatches.first());
            failed.set_message(first.map(|mismatch| mismatch.sentence()).unwrap_or_default());
            failed.set_type("contract");
            failed.set_description(story(suite, case, last));
            failed.add_reruns(reruns);
            failed
        }
    }
}

fn rerun(attempt: &Attempt) -> TestRerun {
    let mut rerun = TestRerun::new(NonSuccessKind::Failure);
    rerun.set_time(Duration::from_micros(attempt.heard.as_ref().map_or(0, |heard| heard.micros)));
    let sentences: Vec<String> = attempt.mismatches.iter().map(|mismatch| mismatch.sentence()).collect();
    rerun.set_message(sentences.first().cloned().unwrap_or_default());
    rerun.set_description(sentences.join("\n"));
    rerun
}

/// Everything about a broken case: what differs, where it stands, how to send it again.
fn story(suite: &SuiteOutcome, case: &CaseOutcome, attempt: Option<&Attempt>) -> String {
    let mut lines = Vec::new();
    if case.line > 0 {
        lines.push(format!("{}:{}", suite.file, case.line));
    }
    for mismatch in attempt.into_iter().flat_map(|attempt| &attempt.mismatches) {
        lines.push(mismatch.sentence());
        lines.extend(mismatch.diff.clone());
    }
    lines.extend(case.reproduce.clone());
    lines.join("\n")
}
