//! Broken cases as annotations that GitHub shows beside the line of the case.

use crate::contract::suite::{SuiteOutcome, Verdict};

/// Annotations that are written; GitHub shows ten of a step, more are noise.
const ANNOTATIONS_MAX: usize = 50;

/// The report: one workflow command a line.
#[must_use]
pub fn suite_github(suites: &[SuiteOutcome]) -> String {
    let mut lines = Vec::new();
    for suite in suites {
        for case in suite.cases.iter().filter(|case| case.verdict == Verdict::Failed) {
            let place = match case.line {
                0 => format!("file={}", property(&suite.file)),
                line => format!("file={},line={line}", property(&suite.file)),
            };
            let mismatches = case.last().map(|attempt| attempt.mismatches.as_slice()).unwrap_or_default();
            let said: Vec<String> = mismatches.iter().map(|mismatch| mismatch.sentence()).collect();
            let title = property(&case.name);
            lines.push(format!("::error {place},title={title}::{}\n", data(&said.join("\n"))));
        }
        for case in suite.cases.iter().filter(|case| case.is_flaky()) {
            let (file, line) = (property(&suite.file), case.line);
            let tries = case.attempts.len();
            let title = property(&case.name);
            lines.push(format!(
                "::warning file={file},line={line},title={title}::passed only at try {tries}\n"
            ));
        }
    }
    let untold = lines.len().saturating_sub(ANNOTATIONS_MAX);
    lines.truncate(ANNOTATIONS_MAX);
    if untold > 0 {
        lines.push(format!("::notice::… and {untold} more\n"));
    }
    lines.concat()
}

/// A text as the data of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
