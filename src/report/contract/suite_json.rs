//! Suites as a program reads them.

use serde_json::{Value, json};

use crate::contract::drift::Drift;
use crate::contract::reached::Coverage;
use crate::contract::suite::{Attempt, CaseOutcome, Count, SuiteOutcome, Verdict};

/// The report, names in camelCase.
#[must_use]
pub fn suite_json(
    suites: &[SuiteOutcome],
    coverage: &[(String, Coverage)],
    drifts: &[(&Drift, Option<String>)],
) -> String {
    let count = Count::of(suites);
    let coverage: Vec<Value> =
        coverage.iter().map(|(site, coverage)| json!({ "site": site, "coverage": coverage })).collect();
    let report = json!({
        "passed": count.passed,
        "failed": count.failed,
        "skipped": count.skipped,
        "flaky": count.flaky,
        "suites": suites.iter().map(suite).collect::<Vec<_>>(),
        "coverage": coverage,
        "drift": drifts.iter().map(drift).collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

fn drift((drift, reply): &(&Drift, Option<String>)) -> Value {
    json!({ "case": drift.case, "differences": drift.differences, "reply": reply })
}

fn suite(suite: &SuiteOutcome) -> Value {
    json!({
        "name": suite.name,
        "file": suite.file,
        "target": suite.target,
        "cases": suite.cases.iter().map(case).collect::<Vec<_>>(),
    })
}

fn case(case: &CaseOutcome) -> Value {
    let (verdict, why) = match &case.verdict {
        Verdict::Passed => ("passed", None),
        Verdict::Failed => ("failed", None),
        Verdict::Skipped(why) => ("skipped", Some(why)),
    };
    let line = (case.line > 0).then_some(case.line);
    json!({
        "name": case.name,
        "line": line,
        "verdict": verdict,
        "why": why,
        "attempts": case.attempts.iter().map(attempt).collect::<Vec<_>>(),
        "notes": case.notes,
        "reproduce": case.reproduce,
    })
}

fn attempt(attempt: &Attempt) -> Value {
    let heard = attempt.heard.as_ref();
    json!({
        "status": heard.map(|heard| heard.status),
        "reason": heard.and_then(|heard| heard.reason.as_deref()),
        "durationMicros": heard.map(|heard| heard.micros),
        "mismatches": attempt.mismatches,
    })
}
