//! Suites as a job summary in Markdown.

use std::fmt::Write as _;

use crate::contract::reached::Coverage;
use crate::contract::suite::{CaseOutcome, Count, SuiteOutcome, Verdict};

/// Broken cases that are told in full; a job summary has one mebibyte.
const FAILED_TOLD_MAX: usize = 100;

/// The report.
#[must_use]
pub fn suite_markdown(suites: &[SuiteOutcome], coverage: &[(String, Coverage)]) -> String {
    let count = Count::of(suites);
    let mut text = String::from("## Contract\n\n");
    let kept = if count.failed == 0 { "kept" } else { "broken" };
    writeln!(
        text,
        "**{kept}**: {} passed, {} failed, {} skipped, {} only at a later try\n",
        count.passed, count.failed, count.skipped, count.flaky
    )
    .ok();
    text.push_str("| suite | against | passed | failed | skipped |\n| --- | --- | --- | --- | --- |\n");
    for suite in suites {
        let of =
            |wanted: fn(&Verdict) -> bool| suite.cases.iter().filter(|case| wanted(&case.verdict)).count();
        writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            cell(&suite.name),
            cell(&suite.target),
            of(|verdict| *verdict == Verdict::Passed),
            of(|verdict| *verdict == Verdict::Failed),
            of(|verdict| matches!(verdict, Verdict::Skipped(_)))
        )
        .ok();
    }
    for (site, coverage) in coverage {
        let ways = coverage.ways;
        writeln!(text, "\nCoverage of `{site}`: {}% ({} of {})", ways.percent(), ways.reached, ways.all).ok();
    }
    let failed = suites.iter().flat_map(|suite| suite.cases.iter().map(move |case| (suite, case)));
    let failed: Vec<_> = failed.filter(|(_, case)| case.verdict == Verdict::Failed).collect();
    for (suite, case) in failed.iter().take(FAILED_TOLD_MAX) {
        write_failed(&mut text, suite, case);
    }
    if let Some(untold) = failed.len().checked_sub(FAILED_TOLD_MAX).filter(|untold| *untold > 0) {
        writeln!(text, "\n… and {untold} more failed").ok();
    }
    text
}

fn write_failed(text: &mut String, suite: &SuiteOutcome, case: &CaseOutcome) {
    writeln!(text, "\n### ✗ {}\n", inline(&case.name)).ok();
    if case.line > 0 {
        writeln!(text, "`{}:{}`\n", suite.file, case.line).ok();
    }
    let mismatches = case.last().map(|attempt| attempt.mismatches.as_slice()).unwrap_or_default();
    for mismatch in mismatches {
        writeln!(text, "- {}", inline(&mismatch.sentence())).ok();
    }
    for diff in mismatches.iter().filter_map(|mismatch| mismatch.diff.as_ref()) {
        writeln!(text, "\n{}", fenced("diff", diff)).ok();
    }
    if let Some(line) = &case.reproduce {
        writeln!(text, "\n{}", fenced("sh", line)).ok();
    }
}

/// A block whose fence is longer than any in it.
fn fenced(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{text}\n{fence}")
}

/// A text that Markdown and HTML leave as it is.
fn inline(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => shown.push_str("&lt;"),
            '&' => shown.push_str("&amp;"),
            '\n' | '\r' => shown.push(' '),
            '*' | '_' | '[' | ']' | '\\' | '#' => {
                shown.push('\\');
                shown.push(c);
            }
            _ => shown.push(c),
        }
    }
    shown
}

fn cell(text: &str) -> String {
    inline(text).replace('|', "\\|")
}
