//! What `policy test` says of its cases.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::json;

use super::outcome::Outcome;
use super::test::Format;

/// The report on a policy's cases.
pub(super) fn report(policy: &str, outcomes: &[Outcome], format: Format) -> anyhow::Result<String> {
    match format {
        Format::Human => Ok(human(policy, outcomes)),
        Format::Json => Ok(format!("{:#}\n", as_json(policy, outcomes))),
        Format::Junit => junit(policy, outcomes),
    }
}

fn human(policy: &str, outcomes: &[Outcome]) -> String {
    let mut report = format!("policy {policy}\n");
    for outcome in outcomes {
        match &outcome.diff {
            None => report.push_str(&format!("  ok      {}\n", outcome.name)),
            Some(diff) => {
                report.push_str(&format!("  FAILED  {}\n", outcome.name));
                for line in diff.lines().chain(outcome.notes.iter().map(String::as_str)) {
                    report.push_str(&format!("          {line}\n"));
                }
            }
        }
    }
    let failed = outcomes.iter().filter(|outcome| outcome.diff.is_some()).count();
    report.push_str(&format!("{} passed, {failed} failed\n", outcomes.len() - failed));
    report
}

fn as_json(policy: &str, outcomes: &[Outcome]) -> serde_json::Value {
    let cases: Vec<_> = outcomes
        .iter()
        .map(|outcome| {
            json!({
                "name": outcome.name,
                "passed": outcome.diff.is_none(),
                "diff": outcome.diff,
                "notes": outcome.notes,
            })
        })
        .collect();
    let failed = outcomes.iter().filter(|outcome| outcome.diff.is_some()).count();
    json!({ "policy": policy, "passed": outcomes.len() - failed, "failed": failed, "cases": cases })
}

fn junit(policy: &str, outcomes: &[Outcome]) -> anyhow::Result<String> {
    let mut suite = TestSuite::new(policy);
    for outcome in outcomes {
        let status = match &outcome.diff {
            None => TestCaseStatus::success(),
            Some(diff) => {
                let mut failed = TestCaseStatus::non_success(NonSuccessKind::Failure);
                failed.set_message("the policy answered otherwise");
                failed.set_description([diff.as_str(), &outcome.notes.join("\n")].join("\n"));
                failed
            }
        };
        let mut case = TestCase::new(outcome.name.as_str(), status);
        case.set_classname(format!("policy.{policy}"));
        suite.add_test_case(case);
    }
    let mut report = Report::new("localgear policy test");
    report.add_test_suite(suite);
    Ok(format!("{}\n", report.to_string()?.trim_end()))
}
