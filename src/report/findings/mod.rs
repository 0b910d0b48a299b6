//! What the linter found, for people and for their tools. Each form is a function of the same [`Report`], pure and the
//! same to the byte for the same findings.
//!
//! No form shows more than a finding does, and a finding holds no secret.

mod github;
mod human;
mod json;
mod junit;
mod sarif;
mod totals;

use std::cmp::Ordering;

use crate::finding::{Finding, Place};
use crate::lint::Aside;

pub use github::github;
pub use human::{human, shown_lines};
pub use json::{Members, WriteMembers, json, json_in_parts};
pub use junit::junit;
pub use sarif::{RESULTS_MAX, sarif};
pub use totals::Totals;

/// All that a run of the linter came to.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
    /// What was set aside as no key; its places, where they are kept, by file and place.
    pub aside: Aside,
    /// What was not looked at, or not all of it.
    pub skipped: Vec<Skipped>,
    /// Things to know that are no finding.
    pub notices: Vec<String>,
    /// Rules of policies, beside localgear's own.
    pub policy_rules: Vec<PolicyRule>,
    /// How much was looked at, and what is not shown.
    pub tally: Tally,
}

/// How much was looked at, and what is not shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files, or objects of a repository, that were read.
    pub files: usize,
    /// Findings that an inline ignore suppressed.
    pub suppressed: usize,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings that were mended.
    pub mended: usize,
}

/// A file that was not looked at, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Which.
    pub path: String,
    /// Why, and what to do.
    pub why: String,
    /// Whether it should have been read and could not be, rather than being left out on purpose.
    pub failed: bool,
}

/// A rule that a policy declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyRule {
    /// `policy/<policy>/<rule>`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How its findings are mended.
    pub help: String,
    /// How much they matter.
    pub severity: crate::finding::Severity,
}

impl Report {
    /// Puts everything into the order in which it is told, which no number of threads changes.
    pub fn sort(&mut self) {
        fn by_place<'p>(one: &'p Place, other: &'p Place) -> Ordering {
            let key = |place: &'p Place| (&place.path, &place.revision, place.start, place.span.start);
            key(one).cmp(&key(other))
        }
        self.findings.sort_by(|one, other| {
            by_place(&one.place, &other.place)
                .then_with(|| one.rule.cmp(&other.rule))
                .then_with(|| one.fingerprint.cmp(&other.fingerprint))
        });
        self.aside
            .places
            .sort_by(|one, other| by_place(&one.place, &other.place).then_with(|| one.why.cmp(other.why)));
        self.skipped.sort();
        self.skipped.dedup();
        self.notices.sort();
        self.notices.dedup();
        self.policy_rules.sort();
        self.policy_rules.dedup();
    }
}

/// `1 file`, `2 files`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A path as people read it: no characters that steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}
