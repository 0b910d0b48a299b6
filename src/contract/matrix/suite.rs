//! A matrix as a suite, so that every report of suites can show it.

use super::super::suite::{Attempt, CaseOutcome, SuiteOutcome, Verdict, as_curl};
use super::{Asker, Cell, CellOutcome, Kept};
use crate::ports::Target;
use crate::site::Site;

/// The matrix as one suite, a case for each cell.
#[must_use]
pub fn as_suite(site: &Site, file: &str, outcomes: Vec<CellOutcome>, target: &dyn Target) -> SuiteOutcome {
    let case = |CellOutcome { cell, heard, kept }: CellOutcome| {
        let reproduce = as_curl(&cell.call, &target.addressed(&cell.call));
        let (verdict, mismatches) = match kept {
            Kept::Yes => (Verdict::Passed, Vec::new()),
            Kept::No(mismatches) => (Verdict::Failed, mismatches),
            Kept::Unasked(why) => (Verdict::Skipped(why.to_owned()), Vec::new()),
        };
        let attempts = match verdict {
            Verdict::Skipped(_) => Vec::new(),
            Verdict::Passed | Verdict::Failed => vec![Attempt { heard, mismatches }],
        };
        CaseOutcome {
            name: name(site, &cell),
            line: 0,
            verdict,
            attempts,
            call: Some(cell.call),
            reproduce: Some(reproduce),
            notes: Vec::new(),
        }
    };
    SuiteOutcome {
        name: format!("permission matrix of {}", site.name()),
        file: file.to_owned(),
        target: target.address(),
        tells_reasons: target.tells_reasons(),
        cases: outcomes.into_iter().map(case).collect(),
    }
}

/// A cell in words.
fn name(site: &Site, cell: &Cell) -> String {
    let workflow = site.workflow(cell.workflow).map(|workflow| workflow.name.as_str()).unwrap_or_default();
    let environment = cell.call.environment.as_deref().unwrap_or_default();
    let who = match cell.asker {
        Asker::Nobody => "without a key".to_owned(),
        Asker::Garbled => "with a header that is no key".to_owned(),
        Asker::Stranger => "with a secret that no key has".to_owned(),
        Asker::Key(at, way) => {
            let key = site.keys().get(at).map(|key| key.name.as_str()).unwrap_or_default();
            format!("with `{key}` ({way})")
        }
    };
    format!("`{workflow}` in {environment} {who}")
}
