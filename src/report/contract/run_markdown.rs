//! A run under `exec`, as a job summary.

use std::fmt::Write as _;

use super::{call_line, mismatch_lines};
use crate::contract::{Outcome, RunReport};

/// Rows of each table; a summary that is too long is not shown at all.
const ROWS_SHOWN_MAX: usize = 200;

/// A run in Markdown.
#[must_use]
pub fn run_markdown(report: &RunReport) -> String {
    let mark = if report.is_kept() { "✅" } else { "❌" };
    let mut text =
        format!("### {mark} `{}` under localgear\n\n{}\n\n", report.site, escaped(&report.headline()));
    text.push_str("| | promise | |\n| --- | --- | --- |\n");
    for case in report.tally.cases().take(ROWS_SHOWN_MAX) {
        let (mark, more) = match &case.outcome {
            Outcome::Kept => ("✅", String::new()),
            Outcome::Skipped(why) => ("➖", escaped(why)),
            Outcome::Broken(mismatches) => {
                let found = mismatches.first().map(|first| escaped(&first.found)).unwrap_or_default();
                ("❌", format!("found: {found}"))
            }
        };
        writeln!(text, "| {mark} | {} | {more} |", escaped(&case.name)).ok();
    }
    for case in report.tally.cases().filter(|case| case.is_broken()).take(ROWS_SHOWN_MAX) {
        writeln!(text, "\n<details><summary>{}</summary>\n\n```text", escaped_html(&case.name)).ok();
        for (label, line) in case.mismatches().iter().flat_map(mismatch_lines) {
            writeln!(text, "{label:<9} {}", line.replace("```", "'''")).ok();
        }
        text.push_str("```\n</details>\n");
    }
    let usage = report.usage.cells();
    if !usage.is_empty() {
        text.push_str("\n| Workflow | key | environment | calls |\n| --- | --- | --- | ---: |\n");
        for (cell, calls) in usage.iter().take(ROWS_SHOWN_MAX) {
            let [workflow, key, environment] =
                [&cell.workflow, &cell.key, &cell.environment].map(|name| escaped(name));
            writeln!(text, "| {workflow} | {key} | {environment} | {calls} |").ok();
        }
    }
    let lists = [
        ("Refused", report.usage.refused().map(|seen| (seen.calls, &seen.first)).collect::<Vec<_>>()),
        ("Keys in URLs", report.usage.keys_in_urls().map(|seen| (seen.calls, &seen.first)).collect()),
    ];
    for (head, rows) in lists.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        writeln!(text, "\n{head}\n").ok();
        for (calls, first) in rows.into_iter().take(ROWS_SHOWN_MAX) {
            writeln!(text, "- {calls} × {}", escaped(&call_line(first))).ok();
        }
    }
    text
}

/// Text that stays in its cell and is taken for no markup. Backticks are ours: names stand between them.
fn escaped(text: &str) -> String {
    escaped_html(text).replace('|', "\\|").replace(['\r', '\n'], " ")
}

fn escaped_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
