//! Which calls came nearest to one that was expected.

use super::call_pattern::CallPattern;
use super::tally::SeenCall;
use crate::traffic::JournalEntry;

/// Calls that a mismatch shows.
pub const NEAREST_MAX: usize = 3;

/// How much further off a call of another Workflow is than one of the same.
const OTHER_WORKFLOW: usize = 100;

/// The calls that came nearest so far, the nearest first; of equals the latest.
#[derive(Debug, Clone, Default)]
pub(super) struct Nearest(Vec<(usize, SeenCall)>);

impl Nearest {
    /// Considers a call that is not what was expected.
    pub(super) fn consider(&mut self, pattern: &CallPattern, entry: &JournalEntry) {
        let differs = pattern.differences(entry);
        let distance = differs.len() + if is_of(pattern, entry) { 0 } else { OTHER_WORKFLOW };
        let at = self.0.partition_point(|(other, _)| *other < distance);
        if at < NEAREST_MAX {
            self.0.insert(at, (distance, SeenCall::of(entry, differs)));
            self.0.truncate(NEAREST_MAX);
        }
    }

    /// The calls, the nearest first. Where some were of the Workflow itself, no others are worth showing.
    pub(super) fn calls(&self) -> Vec<SeenCall> {
        let same = self.0.iter().any(|(distance, _)| *distance < OTHER_WORKFLOW);
        let shown = self.0.iter().filter(|(distance, _)| !same || *distance < OTHER_WORKFLOW);
        shown.map(|(_, call)| call.clone()).collect()
    }
}

/// Whether the call was of the Workflow that is meant, or meant to be.
fn is_of(pattern: &CallPattern, entry: &JournalEntry) -> bool {
    let Some(workflow) = &pattern.workflow else { return true };
    entry.workflow.as_ref() == Some(workflow)
        || entry.closest.first().is_some_and(|near| near.workflow == *workflow)
}

/// The last calls of a kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Latest(Vec<SeenCall>);

impl Latest {
    /// One more.
    pub(super) fn push(&mut self, entry: &JournalEntry, differs: Vec<String>) {
        if self.0.len() == NEAREST_MAX {
            self.0.remove(0);
        }
        self.0.push(SeenCall::of(entry, differs));
    }

    /// The calls, the latest first.
    pub(super) fn calls(&self) -> Vec<SeenCall> {
        self.0.iter().rev().cloned().collect()
    }
}
