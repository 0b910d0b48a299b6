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

use serde_json::{Map, Value, json};

use super::Report;
use super::totals::{Totals, reasons};
use crate::finding::{Finding, Place};

/// The report as JSON. `with_filtered` lists what was set aside, too.
#[must_use]
pub fn json(report: &Report, with_filtered: bool) -> String {
    let totals = Totals::of(report);
    let tally = report.tally;
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    let skipped: Vec<Value> = report
        .skipped
        .iter()
        .map(|one| json!({ "path": one.path, "reason": one.why, "failed": one.failed }))
        .collect();
    let mut filtered = Map::new();
    filtered.insert("count".to_owned(), (report.filtered.len() + report.filtered_more).into());
    filtered.insert("reasons".to_owned(), json!(reasons(report)));
    if with_filtered {
        let places = report.filtered.iter().map(|filtered| {
            let mut place = position(&filtered.place);
            place.insert("reason".to_owned(), filtered.why.into());
            Value::Object(place)
        });
        filtered.insert("places".to_owned(), places.collect());
    }
    let whole = json!({
        "findings": findings,
        "skipped": skipped,
        "filtered": filtered,
        "notices": report.notices,
        "summary": {
            "errors": totals.errors,
            "warnings": totals.warnings,
            "notes": totals.notes,
            "files": tally.files,
            "filesWithFindings": totals.files,
            "fixable": totals.fixable,
            "mended": tally.mended,
            "suppressed": tally.suppressed,
            "baselined": tally.known,
        },
    });
    format!("{whole:#}\n")
}

fn finding(finding: &Finding) -> Value {
    let mut value = Map::new();
    value.insert("rule".to_owned(), finding.rule.as_ref().into());
    value.insert("severity".to_owned(), finding.severity.as_str().into());
    value.insert("message".to_owned(), finding.message.as_str().into());
    value.insert("help".to_owned(), finding.help.as_str().into());
    value.extend(position(&finding.place));
    value.insert("revision".to_owned(), finding.place.revision.as_deref().into());
    value.insert("fingerprint".to_owned(), finding.fingerprint.to_string().into());
    value.insert("properties".to_owned(), json!(finding.properties));
    let related = finding.related.iter().map(|place| Value::Object(position(place)));
    value.insert("related".to_owned(), related.collect());
    value.insert("fixable".to_owned(), finding.fix.is_some().into());
    Value::Object(value)
}

fn position(place: &Place) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("path".to_owned(), place.path.as_ref().into());
    value.insert("line".to_owned(), place.start.line.into());
    value.insert("column".to_owned(), place.start.column.into());
    value.insert("endLine".to_owned(), place.end.line.into());
    value.insert("endColumn".to_owned(), place.end.column.into());
    value
}
