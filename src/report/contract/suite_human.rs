//! Suites as a person reads them: a line for each case, and for a broken one all that helps.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use owo_colors::Style;

use crate::contract::reached::Coverage;
use crate::contract::suite::{Attempt, CaseOutcome, Count, Mismatch, SuiteOutcome, Verdict};

/// Cases that kept the contract are listed one by one up to so many in a suite.
const PASSED_LISTED_MAX: usize = 200;

/// Broken cases that are told in full in one suite; of the others only their number is.
const FAILED_TOLD_MAX: usize = 100;

/// The report.
#[must_use]
pub fn suite_human(suites: &[SuiteOutcome], coverage: &[(String, Coverage)], colour: bool) -> String {
    let style = |style: Style| if colour { style } else { Style::new() };
    let ink = Ink {
        good: style(Style::new().green()),
        bad: style(Style::new().red()),
        dim: style(Style::new().dimmed()),
    };
    let mut text = String::new();
    for suite in suites {
        write_suite(&mut text, suite, &ink);
    }
    let count = Count::of(suites);
    let mut parts = vec![format!("{} passed", count.passed), format!("{} failed", count.failed)];
    if count.skipped > 0 {
        parts.push(format!("{} skipped", count.skipped));
    }
    if count.flaky > 0 {
        parts.push(format!("{} only at a later try", count.flaky));
    }
    writeln!(text, "{}", parts.join(", ")).ok();
    for (site, coverage) in coverage {
        write_coverage(&mut text, site, coverage);
    }
    text
}

struct Ink {
    good: Style,
    bad: Style,
    dim: Style,
}

fn write_suite(text: &mut String, suite: &SuiteOutcome, ink: &Ink) {
    writeln!(text, "{} ({}) against {}", suite.name, suite.file, suite.target).ok();
    // A matrix stands in no file: its table says what its cases would.
    let is_written = suite.cases.iter().any(|case| case.line > 0);
    let lists_passed = is_written && suite.cases.len() <= PASSED_LISTED_MAX;
    let mut told = 0;
    let mut untold = 0;
    for case in &suite.cases {
        match &case.verdict {
            Verdict::Passed if lists_passed || case.is_flaky() => {
                let tries = if case.is_flaky() {
                    format!(" (at try {} of {0})", case.attempts.len())
                } else {
                    String::new()
                };
                writeln!(text, "  {} {}{tries}", ink.good.style("✓"), case.name).ok();
            }
            Verdict::Passed => {}
            Verdict::Skipped(why) if lists_passed => {
                writeln!(text, "  {} {}: skipped, {why}", ink.dim.style("-"), case.name).ok();
            }
            Verdict::Skipped(_) => {}
            Verdict::Failed if told == FAILED_TOLD_MAX => untold += 1,
            Verdict::Failed => {
                told += 1;
                write_failed(text, suite, case, ink);
            }
        }
        for note in &case.notes {
            writeln!(text, "      {}", ink.dim.style(format!("note: {note}"))).ok();
        }
    }
    if !lists_passed {
        write_unasked(text, suite);
    }
    if untold > 0 {
        writeln!(text, "  … and {untold} more failed; `--format json` has all of them").ok();
    }
    text.push('\n');
}

/// How many cases nobody asked, by the reason.
fn write_unasked(text: &mut String, suite: &SuiteOutcome) {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &suite.cases {
        if let Verdict::Skipped(why) = &case.verdict {
            *reasons.entry(why).or_default() += 1;
        }
    }
    for (why, count) in reasons {
        writeln!(text, "  - {count} skipped: {why}").ok();
    }
}

fn write_failed(text: &mut String, suite: &SuiteOutcome, case: &CaseOutcome, ink: &Ink) {
    let place = if case.line > 0 { format!(" ({}:{})", suite.file, case.line) } else { String::new() };
    writeln!(text, "  {} {}{place}", ink.bad.style("✗"), case.name).ok();
    let several = case.attempts.len() > 1;
    for (at, attempt) in (1..).zip(&case.attempts) {
        if several {
            writeln!(text, "      try {at}:").ok();
        }
        write_attempt(text, attempt);
    }
    if let Some(line) = &case.reproduce {
        writeln!(text, "      {}", ink.dim.style(line)).ok();
    }
}

fn write_attempt(text: &mut String, attempt: &Attempt) {
    for mismatch in &attempt.mismatches {
        let Mismatch { what, expected, found, at, diff } = mismatch;
        let at = at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
        writeln!(text, "      {what}{at}").ok();
        writeln!(text, "        expected {expected}").ok();
        writeln!(text, "        found    {found}").ok();
        for line in diff.iter().flat_map(|diff| diff.lines()) {
            writeln!(text, "        | {line}").ok();
        }
    }
}

fn write_coverage(text: &mut String, site: &str, coverage: &Coverage) {
    let Coverage { workflows, keys, environments, carriers, ways, missing } = coverage;
    writeln!(
        text,
        "coverage of {site}: {}% of what it permits ({} of {})",
        ways.percent(),
        ways.reached,
        ways.all
    )
    .ok();
    writeln!(
        text,
        "  Workflows {}/{} · keys {}/{} · environments {}/{} · carriers {}/{}",
        workflows.reached,
        workflows.all,
        keys.reached,
        keys.all,
        environments.reached,
        environments.all,
        carriers.reached,
        carriers.all
    )
    .ok();
    for way in missing {
        writeln!(text, "  not reached: {way}").ok();
    }
    let untold = ways.all.saturating_sub(ways.reached).saturating_sub(missing.len());
    if untold > 0 && !missing.is_empty() {
        writeln!(text, "  … and {untold} more").ok();
    }
}
