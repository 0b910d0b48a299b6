//! Annotations for GitHub's pull requests: `::error file=…,line=…::…`, a line each.

use std::fmt::Write as _;

use super::Report;
use super::totals::Totals;
use crate::finding::Severity;

/// The report as workflow commands.
#[must_use]
pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let place = &finding.place;
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        // Columns are for one line only.
        let columns = match place.start.line == place.end.line {
            true => format!(",col={},endColumn={}", place.start.column, place.end.column),
            false => String::new(),
        };
        let revision =
            place.revision.as_ref().map(|revision| format!(" (in {revision})")).unwrap_or_default();
        writeln!(
            text,
            "::{command} file={},line={},endLine={}{columns},title={}::{}",
            property(&place.path),
            place.start.line,
            place.end.line,
            property(&finding.rule),
            data(&format!("{}{revision}; {}", finding.message, finding.help)),
        )
        .ok();
    }
    for one in &report.skipped {
        let command = if one.failed { "warning" } else { "notice" };
        writeln!(text, "::{command} file={},title=skipped::{}", property(&one.path), data(&one.why)).ok();
    }
    for notice in &report.notices {
        writeln!(text, "::notice::{}", data(notice)).ok();
    }
    let aside = report.aside.count();
    writeln!(
        text,
        "::notice::{}",
        data(&format!("localgear lint: {}, {aside} set aside", Totals::of(report)))
    )
    .ok();
    text
}

/// What a command says: percent and line breaks are escaped, as GitHub's own toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What a command's property says: colons and commas as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
