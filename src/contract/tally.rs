//! What a contract came to: groups of cases, each kept, broken or not tried, in a stable order.

use serde::Serialize;

/// What a whole run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// What was run: a site, a suite file.
    pub name: String,
    /// Its groups, in the order in which they were written.
    pub groups: Vec<Group>,
    /// What a report should say of the run as a whole, by name.
    pub properties: Vec<(String, String)>,
}

/// Cases that belong together: a suite, the expectations of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name, unique in the tally.
    pub name: String,
    /// Its cases, in the order in which they were written.
    pub cases: Vec<Case>,
    /// What a report should say of the group, by name.
    pub properties: Vec<(String, String)>,
}

/// One thing that was promised, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What was promised, in one line.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took, in microseconds; 0 where it took no time of its own.
    pub duration_micros: u64,
    /// Where it is written, where it is.
    pub place: Option<CasePlace>,
    /// What else a person may want to know, such as earlier attempts or a call that reproduces it.
    pub notes: Vec<String>,
}

/// Where a case is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePlace {
    /// The file, as it was named.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As promised.
    Kept,
    /// Not as promised; at least one mismatch.
    Broken(Vec<Mismatch>),
    /// Not tried, and why.
    Skipped(String),
}

/// One promise that was not kept. No text in it holds a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mismatch {
    /// What was promised.
    pub expected: String,
    /// What happened instead.
    pub found: String,
    /// Calls that came nearest, the nearest first.
    pub nearest: Vec<SeenCall>,
    /// What differs: of the nearest call, or of the answer itself.
    pub differs: Vec<String>,
}

/// A call that happened, as much of it as a mismatch tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeenCall {
    /// When, on the site's clock, RFC 3339.
    pub at: String,
    /// The method.
    pub method: String,
    /// Path and query, masked.
    pub url: String,
    /// The status it was answered with.
    pub status: u16,
    /// Why it was refused, if it was.
    pub reason: Option<&'static str>,
    /// The Workflow it reached.
    pub workflow: Option<String>,
    /// The environment it was for.
    pub environment: Option<String>,
    /// The key that made it.
    pub key: Option<String>,
    /// What keeps it from being what was promised.
    pub differs: Vec<String>,
}

impl Tally {
    /// Every case, group by group.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.groups.iter().flat_map(|group| &group.cases)
    }

    /// How many cases are broken.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.cases().filter(|case| case.is_broken()).count()
    }

    /// Whether nothing is broken.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.broken() == 0
    }
}

impl Case {
    /// A case that its own name and outcome say everything of.
    #[must_use]
    pub fn new(name: impl Into<String>, outcome: Outcome) -> Self {
        Self { name: name.into(), outcome, duration_micros: 0, place: None, notes: Vec::new() }
    }

    /// What is not as promised; nothing where it is kept or was not tried.
    #[must_use]
    pub fn mismatches(&self) -> &[Mismatch] {
        match &self.outcome {
            Outcome::Broken(mismatches) => mismatches,
            Outcome::Kept | Outcome::Skipped(_) => &[],
        }
    }

    /// Whether it is not as promised.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self.outcome, Outcome::Broken(_))
    }
}

impl Outcome {
    /// Kept where there is no mismatch.
    #[must_use]
    pub fn of(mismatches: Vec<Mismatch>) -> Self {
        if mismatches.is_empty() { Self::Kept } else { Self::Broken(mismatches) }
    }
}

impl Mismatch {
    /// What was promised and what happened, when no call needs to be shown.
    #[must_use]
    pub fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into(), ..Self::default() }
    }
}
