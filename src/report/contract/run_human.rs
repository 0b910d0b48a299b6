//! A run under `exec`, for a person.

use std::fmt::Write as _;

use owo_colors::Style;

use super::{call_line, mismatch_lines};
use crate::contract::{BASELINE_GROUP, Case, Outcome, RunReport};

/// Rows of each table that are shown; the rest is counted.
const ROWS_SHOWN_MAX: usize = 40;

/// A run in a page: the outcome, what was broken and why, then who called what.
#[must_use]
pub fn run_human(report: &RunReport, colour: bool) -> String {
    let style = |style: Style| if colour { style } else { Style::new() };
    let tint = if report.is_kept() { Style::new().green() } else { Style::new().red() };
    let mut text = format!("localgear: {}\n", style(tint.bold()).style(report.headline()));
    for group in &report.tally.groups {
        // What goes without saying is worth a line only where something is to be said.
        let is_said = |case: &&Case| group.name != BASELINE_GROUP || case.outcome != Outcome::Kept;
        for case in group.cases.iter().filter(is_said) {
            self::case(case, colour, &mut text);
        }
    }
    let rows = report.usage.cells().iter();
    let rows = rows.map(|(cell, calls)| {
        [cell.workflow.clone(), cell.key.clone(), cell.environment.clone(), calls.to_string()]
    });
    table(["Workflow", "key", "environment", "calls"], &rows.collect::<Vec<_>>(), &mut text);
    list(
        "refused",
        report.usage.refused().map(|refused| (refused.calls, call_line(&refused.first))),
        &mut text,
    );
    list(
        "keys in URLs",
        report.usage.keys_in_urls().map(|seen| (seen.calls, call_line(&seen.first))),
        &mut text,
    );
    text
}

fn case(case: &Case, colour: bool, text: &mut String) {
    let (mark, tint) = match &case.outcome {
        Outcome::Kept => ("✓", Style::new().green()),
        Outcome::Broken(_) => ("✗", Style::new().red()),
        Outcome::Skipped(_) => ("-", Style::new().dimmed()),
    };
    let tint = if colour { tint } else { Style::new() };
    let place = case.place.as_ref().map(|at| format!("  ({}:{})", at.file, at.line)).unwrap_or_default();
    let why = match &case.outcome {
        Outcome::Skipped(why) => format!("  ({why})"),
        Outcome::Kept | Outcome::Broken(_) => String::new(),
    };
    writeln!(text, "{} {}{place}{why}", tint.style(mark), case.name).ok();
    for (label, line) in case.mismatches().iter().flat_map(mismatch_lines) {
        writeln!(text, "    {label:<9} {line}").ok();
    }
}

/// A table whose columns are as wide as they must be.
fn table(heads: [&str; 4], rows: &[[String; 4]], text: &mut String) {
    if rows.is_empty() {
        return;
    }
    let shown = rows.get(..ROWS_SHOWN_MAX).unwrap_or(rows);
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells = shown.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count());
            cells.chain([head.chars().count()]).max().unwrap_or_default()
        })
        .collect();
    for row in [heads.map(str::to_owned)].iter().chain(shown) {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(text, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end()).ok();
    }
    if rows.len() > shown.len() {
        writeln!(text, "  … and {} more", rows.len() - shown.len()).ok();
    }
}

fn list(head: &str, rows: impl Iterator<Item = (u64, String)>, text: &mut String) {
    let rows: Vec<(u64, String)> = rows.collect();
    if rows.is_empty() {
        return;
    }
    writeln!(text, "{head}").ok();
    for (calls, line) in rows.iter().take(ROWS_SHOWN_MAX) {
        writeln!(text, "  {calls} × {line}").ok();
    }
    if rows.len() > ROWS_SHOWN_MAX {
        writeln!(text, "  … and {} more", rows.len() - ROWS_SHOWN_MAX).ok();
    }
}
