//! Who called what: the table that reports show and coverage is counted from.

use std::collections::BTreeMap;

use super::tally::SeenCall;
use crate::finding::KEY_IN_QUERY;
use crate::traffic::{JournalEntry, Refusal};

/// Rows that each table keeps; what does not fit is counted.
pub const ROWS_MAX: usize = 100_000;

/// Kinds of refused calls that are told apart; what does not fit is counted.
pub const REFUSED_MAX: usize = 1000;

/// A Workflow, the key that called it, and the environment it was called in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The Workflow's name.
    pub workflow: String,
    /// The key's name.
    pub key: String,
    /// The environment's name.
    pub environment: String,
}

/// Refused calls of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCalls {
    /// Why they were refused.
    pub reason: Refusal,
    /// How many there were.
    pub calls: u64,
    /// The first of them.
    pub first: SeenCall,
}

/// Keys that travelled in URLs, of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysInUrls {
    /// The key's name, where it is one of the site's.
    pub key: Option<String>,
    /// How many calls there were.
    pub calls: u64,
    /// The first of them.
    pub first: SeenCall,
}

/// What refused calls are told apart by: reason, method, what was called, and who called.
type RefusedKind = (Refusal, String, String, Option<String>);

/// Who called what so far.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    /// Calls of every kind.
    pub calls: u64,
    /// Calls that were refused.
    pub refused_calls: u64,
    /// Answered calls that found no place in the table.
    pub uncounted: u64,
    cells: BTreeMap<Cell, u64>,
    refused: BTreeMap<RefusedKind, RefusedCalls>,
    in_urls: BTreeMap<(Option<String>, String), KeysInUrls>,
}

impl Usage {
    /// One more call.
    pub(super) fn record(&mut self, entry: &JournalEntry) {
        self.calls += 1;
        let key = entry.key.as_ref().map(|key| key.name.clone());
        let path = || entry.url.split('?').next().unwrap_or_default().to_owned();
        if entry.findings.iter().any(|seen| seen.rule == KEY_IN_QUERY.id) {
            let kind = (key.clone(), entry.workflow.clone().unwrap_or_else(path));
            if self.in_urls.len() < REFUSED_MAX || self.in_urls.contains_key(&kind) {
                let first =
                    || KeysInUrls { key: kind.0.clone(), calls: 0, first: SeenCall::of(entry, Vec::new()) };
                self.in_urls.entry(kind.clone()).or_insert_with(first).calls += 1;
            }
        }
        if let Some(reason) = entry.reason {
            self.refused_calls += 1;
            let what = entry.workflow.clone().unwrap_or_else(path);
            let kind = (reason, entry.method.clone(), what, key);
            if self.refused.len() < REFUSED_MAX || self.refused.contains_key(&kind) {
                let first = || RefusedCalls { reason, calls: 0, first: SeenCall::of(entry, Vec::new()) };
                self.refused.entry(kind).or_insert_with(first).calls += 1;
            }
            return;
        }
        let (Some(workflow), Some(key), Some(environment)) = (&entry.workflow, key, &entry.environment)
        else {
            return;
        };
        let cell = Cell { workflow: workflow.clone(), key, environment: environment.clone() };
        if self.cells.len() < ROWS_MAX || self.cells.contains_key(&cell) {
            *self.cells.entry(cell).or_default() += 1;
        } else {
            self.uncounted += 1;
        }
    }

    /// Answered calls by Workflow, key and environment, in the order of their names.
    #[must_use]
    pub fn cells(&self) -> &BTreeMap<Cell, u64> {
        &self.cells
    }

    /// Refused calls by kind, in the order in which a call could meet the reasons.
    pub fn refused(&self) -> impl Iterator<Item = &RefusedCalls> {
        self.refused.values()
    }

    /// Keys that travelled in URLs.
    pub fn keys_in_urls(&self) -> impl Iterator<Item = &KeysInUrls> {
        self.in_urls.values()
    }
}
