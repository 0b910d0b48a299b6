//! A run under `exec`, for programs.

use serde_json::{Value, json};

use crate::contract::{Case, Outcome, RunReport};

/// A run as one JSON object, in camelCase.
#[must_use]
pub fn run_json(report: &RunReport) -> String {
    let usage = report.usage.cells().iter().map(|(cell, calls)| {
        json!({"workflow": cell.workflow, "key": cell.key, "environment": cell.environment, "calls": calls})
    });
    let refused = report.usage.refused().map(
        |refused| json!({"reason": refused.reason.slug(), "calls": refused.calls, "first": refused.first}),
    );
    let in_urls = report
        .usage
        .keys_in_urls()
        .map(|seen| json!({"key": seen.key, "calls": seen.calls, "first": seen.first}));
    let missing = report
        .coverage
        .missing
        .iter()
        .map(|cell| json!({"workflow": cell.workflow, "key": cell.key, "environment": cell.environment}));
    let groups =
        report.tally.groups.iter().map(
            |group| json!({"name": group.name, "cases": group.cases.iter().map(case).collect::<Vec<_>>()}),
        );
    let whole = json!({
        "kept": report.is_kept(),
        "site": report.site,
        "calls": report.usage.calls,
        "refused": report.usage.refused_calls,
        "coverage": {
            "percent": report.coverage.percent(),
            "covered": report.coverage.covered,
            "permitted": report.coverage.permitted,
            "missing": missing.collect::<Vec<_>>(),
        },
        "groups": groups.collect::<Vec<_>>(),
        "usage": usage.collect::<Vec<_>>(),
        "refusedCalls": refused.collect::<Vec<_>>(),
        "keysInUrls": in_urls.collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

fn case(case: &Case) -> Value {
    let (outcome, why) = match &case.outcome {
        Outcome::Kept => ("kept", None),
        Outcome::Broken(_) => ("broken", None),
        Outcome::Skipped(why) => ("skipped", Some(why)),
    };
    let place = case.place.as_ref().map(|at| json!({"file": at.file, "line": at.line}));
    json!({
        "name": case.name,
        "outcome": outcome,
        "why": why,
        "place": place,
        "mismatches": case.mismatches(),
    })
}
