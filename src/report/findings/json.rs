//! For a program: one JSON object in camelCase.
//!
//! ```text
//! findings  [{rule, severity, message, help, path, line, column, endLine, endColumn, revision, fingerprint, properties,
//!             related: [{path, line, column, endLine, endColumn}], fixable}]
//! skipped   [{path, reason, failed}]
//! filtered  {count, reasons: {reason: count}, places: [{path, line, column, reason}]}; places when they were asked for
//! notices   [text]
//! summary   {errors, warnings, notes, files, filesWithFindings, fixable, mended, suppressed, baselined}
//! ```

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::totals::Totals;
use super::{Report, Skipped};
use crate::finding::{Finding, Place, Properties};
use crate::lint::Filtered;

/// About how long a finding is, in bytes.
const FINDING_BYTES: usize = 1024;

/// The report as JSON. `with_filtered` lists what was set aside, too.
#[must_use]
pub fn json(report: &Report, with_filtered: bool) -> String {
    json_in_parts(report, with_filtered, |findings, write| vec![write(findings)]).concat()
}

/// The same in pieces, to be told one after the other. Findings are written in parts, which `all` cuts and has written:
/// there may be a hundred thousand.
#[must_use]
pub fn json_in_parts(
    report: &Report,
    with_filtered: bool,
    all: impl FnOnce(&[Finding], &WriteMembers) -> Vec<Members>,
) -> Vec<String> {
    let totals = Totals::of(report);
    let tally = report.tally;
    let whole = Whole {
        skipped: Each(&report.skipped, left_out),
        filtered: Aside {
            count: report.aside.count(),
            reasons: &report.aside.reasons,
            places: with_filtered.then_some(Each(&report.aside.places, set_aside)),
        },
        notices: &report.notices,
        summary: Summary {
            errors: totals.errors,
            warnings: totals.warnings,
            notes: totals.notes,
            files: tally.files,
            files_with_findings: totals.files,
            fixable: totals.fixable,
            mended: tally.mended,
            suppressed: tally.suppressed,
            baselined: tally.known,
        },
    };
    let rest = pretty(&whole, 0);
    let mut pieces = vec![HEAD.to_owned()];
    for part in all(&report.findings, &write).into_iter().filter(|part| !part.is_empty()) {
        if pieces.len() > 1 {
            pieces.push(",".to_owned());
        }
        pieces.push(part);
    }
    pieces.push(if report.findings.is_empty() { "]," } else { TAIL_OF_LIST }.to_owned());
    pieces.push(rest.strip_prefix('{').unwrap_or(&rest).to_owned());
    pieces.push("\n".to_owned());
    pieces
}

/// How a report begins, up to the first finding.
const HEAD: &str = "{\n  \"findings\": [";
/// What comes after the last one.
const TAIL_OF_LIST: &str = "\n  ],";

/// Some of the findings, as the members of a list.
pub type Members = String;

/// Writes some of the findings.
pub type WriteMembers = dyn Fn(&[Finding]) -> Members + Sync;

fn write(findings: &[Finding]) -> Members {
    let mut text = pretty(&Part { findings: Each(findings, one) }, findings.len() * FINDING_BYTES);
    let tail = if findings.is_empty() { "]\n}" } else { "\n  ]\n}" };
    text.truncate(text.len() - tail.len());
    text.drain(..HEAD.len());
    text
}

fn pretty(value: &impl Serialize, expected_bytes: usize) -> String {
    let mut bytes = Vec::with_capacity(expected_bytes);
    serde_json::to_writer_pretty(&mut bytes, value).expect("texts and numbers");
    String::from_utf8(bytes).expect("JSON is text")
}

/// Some of the findings, as deep in an object as in the whole.
#[derive(Serialize)]
struct Part<'r> {
    findings: Each<'r, Finding, One<'r>>,
}

/// All but the findings.
#[derive(Serialize)]
struct Whole<'r> {
    skipped: Each<'r, Skipped, LeftOut<'r>>,
    filtered: Aside<'r>,
    notices: &'r [String],
    summary: Summary,
}

/// A list whose members are made as they are written: a report may hold a hundred thousand.
struct Each<'r, T, S>(&'r [T], fn(&'r T) -> S);

impl<T, S: Serialize> Serialize for Each<'_, T, S> {
    fn serialize<Into: Serializer>(&self, into: Into) -> Result<Into::Ok, Into::Error> {
        into.collect_seq(self.0.iter().map(self.1))
    }
}

#[derive(Serialize)]
struct One<'r> {
    rule: &'r str,
    severity: &'static str,
    message: &'r str,
    help: &'r str,
    #[serde(flatten)]
    place: At<'r>,
    revision: Option<&'r str>,
    fingerprint: String,
    properties: &'r Properties,
    related: Each<'r, Place, At<'r>>,
    fixable: bool,
}

fn one(finding: &Finding) -> One<'_> {
    One {
        rule: &finding.rule,
        severity: finding.severity.as_str(),
        message: &finding.message,
        help: &finding.help,
        place: at(&finding.place),
        revision: finding.place.revision.as_deref(),
        fingerprint: finding.fingerprint.to_string(),
        properties: &finding.properties,
        related: Each(&finding.related, at),
        fixable: finding.fix.is_some(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct At<'r> {
    path: &'r str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

fn at(place: &Place) -> At<'_> {
    At {
        path: &place.path,
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}

#[derive(Serialize)]
struct LeftOut<'r> {
    path: &'r str,
    reason: &'r str,
    failed: bool,
}

fn left_out(skipped: &Skipped) -> LeftOut<'_> {
    LeftOut { path: &skipped.path, reason: &skipped.why, failed: skipped.failed }
}

#[derive(Serialize)]
struct Aside<'r> {
    count: usize,
    reasons: &'r BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Each<'r, Filtered, SetAside<'r>>>,
}

#[derive(Serialize)]
struct SetAside<'r> {
    #[serde(flatten)]
    place: At<'r>,
    reason: &'static str,
}

fn set_aside(filtered: &Filtered) -> SetAside<'_> {
    SetAside { place: at(&filtered.place), reason: filtered.why }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
    files_with_findings: usize,
    fixable: usize,
    mended: usize,
    suppressed: usize,
    baselined: usize,
}
