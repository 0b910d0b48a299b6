//! The matrix as a person surveys it: for each environment Workflows down, keys across.

use super::{Asker, By, CellOutcome, Kept, Outcome, Way};
use crate::site::{EnvironmentIndex, KeyIndex, Site, WorkflowIndex};
use crate::traffic::Refusal;

/// One environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Its name.
    pub environment: String,
    /// The keys, as columns.
    pub keys: Vec<String>,
    /// The Workflows, as rows.
    pub rows: Vec<Row>,
}

/// One Workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub workflow: String,
    /// A mark for each key.
    pub marks: Vec<Mark>,
}

/// What a key may do with a Workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Invoke it.
    Permitted,
    /// Nothing, and why.
    Refused(Refusal),
    /// Some call did not come out as the rules say.
    Broken,
    /// Nobody asked.
    Unasked,
}

/// The grids of a matrix.
#[must_use]
pub fn grids(site: &Site, outcomes: &[CellOutcome]) -> Vec<Grid> {
    let mut keys: Vec<KeyIndex> = Vec::new();
    let mut rows: Vec<(EnvironmentIndex, WorkflowIndex)> = Vec::new();
    let mut marks: std::collections::HashMap<(EnvironmentIndex, WorkflowIndex, KeyIndex), Mark> =
        std::collections::HashMap::new();
    for outcome in outcomes {
        let place = (outcome.cell.environment, outcome.cell.workflow);
        let Asker::Key(key, way) = outcome.cell.asker else { continue };
        let mark = match (&outcome.kept, outcome.cell.expected) {
            (Kept::No(_), _) => Mark::Broken,
            (Kept::Unasked(_), _) => Mark::Unasked,
            (Kept::Yes, Outcome::Answered(_)) => Mark::Permitted,
            (Kept::Yes, Outcome::Refused(refusal)) => Mark::Refused(refusal),
        };
        let is_plain = matches!(way, Way::Slot(_, By::HeaderKey));
        let known = marks.entry((place.0, place.1, key)).or_insert(mark);
        if *known == Mark::Broken {
            continue;
        }
        if mark == Mark::Broken || (is_plain && mark != Mark::Unasked) {
            *known = mark;
        }
    }
    for (environment, workflow, key) in marks.keys() {
        keys.push(*key);
        rows.push((*environment, *workflow));
    }
    keys.sort_unstable();
    keys.dedup();
    rows.sort_unstable();
    rows.dedup();
    let name_of_key =
        |at: &KeyIndex| site.keys().get(*at).map(|key| key.name.to_string()).unwrap_or_default();
    let mut grids: Vec<(EnvironmentIndex, Grid)> = Vec::new();
    for (environment, workflow) in rows {
        let row = Row {
            workflow: site.workflow(workflow).map(|found| found.name.to_string()).unwrap_or_default(),
            marks: keys
                .iter()
                .map(|key| marks.get(&(environment, workflow, *key)).copied().unwrap_or(Mark::Unasked))
                .collect(),
        };
        match grids.last_mut() {
            Some((last, grid)) if *last == environment => grid.rows.push(row),
            Some(_) | None => {
                let name = site.environment(environment).map(|found| found.name.to_string());
                let keys = keys.iter().map(name_of_key).collect();
                grids.push((
                    environment,
                    Grid { environment: name.unwrap_or_default(), keys, rows: vec![row] },
                ));
            }
        }
    }
    grids.into_iter().map(|(_, grid)| grid).collect()
}
