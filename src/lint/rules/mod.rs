//! Step 4: what do sightings come to? One rule a file, with its page beside it.

use super::knowledge::Knowledge;
use super::sighting::Sighting;
use crate::finding::{Finding, Place};

/// A sighting and where it is in its file: line, column and frame were read while the text was at hand.
#[derive(Debug, Clone)]
pub struct Located {
    /// What was seen.
    pub sighting: Sighting,
    /// Where.
    pub place: Place,
}

/// A sighting that was set aside, and why: never silently.
#[derive(Debug, Clone)]
pub struct Filtered {
    /// Where.
    pub place: Place,
    /// Why, such as `placeholder`.
    pub why: &'static str,
}

/// What the sightings of one file come to.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// What rules saw, in the order of the file.
    pub findings: Vec<Finding>,
    /// What was set aside.
    pub filtered: Vec<Filtered>,
}

/// Judges all sightings of one file.
#[must_use]
pub fn judge(located: Vec<Located>, knowledge: Option<&Knowledge>) -> Judged {
    let _ = (located, knowledge);
    Judged::default()
}
