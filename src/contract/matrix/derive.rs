//! Step 1: every cell of the matrix, and what must come of it, from the site alone.

use super::super::example::Example;
use super::super::rules::{self, Caller};
use super::cell::{Asker, By, Cell, Outcome, Way};
use super::{CELLS_MAX, TooLarge};
use crate::site::{
    ApiKey, EnvironmentIndex, KeyIndex, KeyState, Moment, Site, Slot, Workflow, WorkflowIndex,
};
use crate::traffic::{Carrier, Credential, PlannedCall, Refusal};

/// Which part of the matrix is wanted.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Text in the name of the key or the Workflow.
    pub text: Option<String>,
}

/// Every cell of a site, in the order in which they are asked.
///
/// # Errors
/// Where there are more than [`CELLS_MAX`].
pub fn derive(site: &Site, now: Moment, part: &Part) -> Result<Vec<Cell>, TooLarge> {
    let mut cells = Vec::new();
    let wanted = |name: &str| part.text.as_ref().is_none_or(|text| name.contains(text.as_str()));
    for (environment, _) in (0..).map(EnvironmentIndex).zip(site.environments()) {
        for (index, workflow) in (0..).map(WorkflowIndex).zip(site.workflows()) {
            let Some(example) = Example::of(workflow) else { continue };
            let routed = rules::route(site, environment, &example.method, &example.target);
            let place = Place { site, now, environment, index, workflow, example, routed };
            let whole = wanted(workflow.name.as_str());
            if whole {
                cells.extend([Asker::Nobody, Asker::Garbled, Asker::Stranger].map(|asker| place.cell(asker)));
            }
            for (at, key) in (0..).map(KeyIndex).zip(site.keys().keys()) {
                if whole || wanted(key.name.as_str()) {
                    cells.extend(ways(site, key).into_iter().map(|way| place.cell(Asker::Key(at, way))));
                }
                if cells.len() > CELLS_MAX {
                    return Err(TooLarge);
                }
            }
        }
    }
    Ok(cells)
}

/// The ways in which a key can be used: each slot by each carrier, and around the moment when disabling bites.
fn ways(site: &Site, key: &ApiKey) -> Vec<Way> {
    let mut ways: Vec<Way> =
        key.secrets.iter().flat_map(|(slot, _)| By::ALL.map(|by| Way::Slot(*slot, by))).collect();
    if key.state == KeyState::Enabled
        && let Some((slot, _)) = key.secrets.first()
    {
        if !site.parts().disable_lag.is_zero() {
            ways.push(Way::BeforeLag(*slot));
        }
        ways.push(Way::AfterLag(*slot));
    }
    ways
}

/// A Workflow in an environment.
struct Place<'s> {
    site: &'s Site,
    now: Moment,
    environment: EnvironmentIndex,
    index: WorkflowIndex,
    workflow: &'s Workflow,
    example: Example,
    /// Which Workflow the example's path reaches there; every caller of it meets the same.
    routed: Result<WorkflowIndex, Refusal>,
}

impl Place<'_> {
    fn cell(&self, asker: Asker) -> Cell {
        let environment = self.site.environment(self.environment);
        let credential = match asker {
            Asker::Nobody => Credential::Absent,
            Asker::Garbled => Credential::Malformed,
            Asker::Stranger => Credential::Wrong(Carrier::HeaderKey),
            Asker::Key(at, way) => {
                let name = self.site.keys().get(at).map(|key| key.name.to_string()).unwrap_or_default();
                let (slot, carrier) = way.presents();
                Credential::Key { name, slot, carrier }
            }
        };
        let call = PlannedCall {
            method: self.example.method.clone(),
            target: self.example.target.clone(),
            headers: self.example.headers.clone(),
            body: self.example.body.clone(),
            environment: environment.map(|environment| environment.name.to_string()),
            credential,
        };
        let placeholder = Outcome::Answered(None);
        let mut cell =
            Cell { workflow: self.index, environment: self.environment, asker, call, expected: placeholder };
        cell.expected = self.expected(&cell);
        cell
    }

    fn expected(&self, cell: &Cell) -> Outcome {
        // A browser's question before a call is answered whatever is bound there (assumed, as in `explain`).
        if cell.call.method == http::Method::OPTIONS {
            return Outcome::Answered(Some(204));
        }
        let reached = match self.routed {
            Ok(reached) => reached,
            Err(refusal) => return Outcome::Refused(refusal),
        };
        let key = match cell.asker {
            Asker::Key(at, _) => self.site.keys().get(at),
            Asker::Nobody | Asker::Garbled | Asker::Stranger => None,
        };
        let caller = match (cell.asker, key) {
            (Asker::Nobody, _) => Caller::Nobody,
            (Asker::Garbled, _) => Caller::Garbled,
            (Asker::Key(..), Some(key)) => {
                Caller::Key(key, cell.working(rules::working(self.site, key, self.now)))
            }
            (Asker::Stranger | Asker::Key(..), _) => Caller::Stranger,
        };
        if let Err(refusal) = rules::admit(caller, self.environment, reached) {
            return Outcome::Refused(refusal);
        }
        let name = key.map(|key| key.name.as_str()).unwrap_or_default();
        // Where another Workflow answers at that place, its stub is what is met, with inputs that are not its own.
        let own = reached == self.index;
        Outcome::Answered(own.then(|| self.example.status(self.workflow, name, self.environment)).flatten())
    }
}

/// The first slot of a key that has a secret.
#[must_use]
pub fn first_slot(key: &ApiKey) -> Option<Slot> {
    key.secrets.first().map(|(slot, _)| *slot)
}
