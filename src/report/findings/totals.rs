//! Counting.

use std::fmt;

use super::{Report, counted};
use crate::finding::Severity;

/// How many findings there are of each weight, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Files with findings.
    pub files: usize,
    /// Findings that could be mended in place.
    pub fixable: usize,
}

impl Totals {
    /// Counts a report's findings.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let weight = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
        let mut files: Vec<&str> = report.findings.iter().map(|finding| &*finding.place.path).collect();
        files.sort_unstable();
        files.dedup();
        Self {
            errors: weight(Severity::Error),
            warnings: weight(Severity::Warning),
            notes: weight(Severity::Note),
            files: files.len(),
            fixable: report.findings.iter().filter(|finding| finding.fix.is_some()).count(),
        }
    }

    /// All findings.
    #[must_use]
    pub fn all(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// `3 findings (2 errors, 1 warning)`.
impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(*count, what)).collect();
        match self.all() {
            0 => f.write_str("no findings"),
            all => write!(f, "{} ({})", counted(all, "finding"), parts.join(", ")),
        }
    }
}
