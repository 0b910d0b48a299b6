//! The permission matrix: keys × Workflows × environments × ways of calling, what the rules say of each, and what a
//! target says.

mod cell;
mod derive;
mod suite;
mod table;

use std::collections::BTreeMap;

pub use cell::{Asker, By, Cell, Outcome, Way};
pub use derive::{Part, derive, first_slot};
pub use suite::as_suite;
pub use table::{Grid, Mark, Row, grids};

use super::suite::Mismatch;
use crate::ports::Target;
use crate::site::{KeyIndex, Site};
use crate::traffic::{Change, Heard, Refusal};

/// Cells that one matrix may have.
pub const CELLS_MAX: usize = 250_000;

/// A matrix that nobody would wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the matrix has more than {CELLS_MAX} calls; choose a part of it with `--filter TEXT`, a part of a key's or a Workflow's name"
)]
pub struct TooLarge;

/// Whether calls that would write may be sent to a site that is not emulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// They may.
    Allowed,
    /// They are left out where they would be permitted.
    LeftOut,
}

/// What a cell came to.
#[derive(Debug)]
pub struct CellOutcome {
    /// The cell.
    pub cell: Cell,
    /// What came back, if it was asked.
    pub heard: Option<Heard>,
    /// Whether the rules were kept.
    pub kept: Kept,
}

/// Whether the rules were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// They were.
    Yes,
    /// They were not.
    No(Vec<Mismatch>),
    /// Nobody asked, and why.
    Unasked(&'static str),
}

/// Asks every cell: first those that leave the site as it is, then key by key those around its disabling.
#[must_use]
pub fn run(site: &Site, cells: Vec<Cell>, target: &dyn Target, writes: Writes) -> Vec<CellOutcome> {
    let mut plain = Vec::new();
    let mut around: BTreeMap<KeyIndex, (Vec<Cell>, Vec<Cell>)> = BTreeMap::new();
    for cell in cells {
        match cell.asker {
            Asker::Key(key, Way::BeforeLag(_)) => around.entry(key).or_default().0.push(cell),
            Asker::Key(key, Way::AfterLag(_)) => around.entry(key).or_default().1.push(cell),
            Asker::Key(..) | Asker::Nobody | Asker::Garbled | Asker::Stranger => plain.push(cell),
        }
    }
    let ask = |cell| ask(site, cell, target, writes);
    let mut outcomes: Vec<CellOutcome> = plain.into_iter().map(ask).collect();
    for (key, (before, after)) in around {
        outcomes.extend(around_disabling(site, key, before, after, target, writes));
    }
    outcomes
}

fn around_disabling(
    site: &Site,
    key: KeyIndex,
    before: Vec<Cell>,
    after: Vec<Cell>,
    target: &dyn Target,
    writes: Writes,
) -> Vec<CellOutcome> {
    const INSTANT: std::time::Duration = std::time::Duration::from_micros(1);
    let name = site.keys().get(key).map(|key| key.name.to_string()).unwrap_or_default();
    let lag = site.parts().disable_lag;
    let ask = |cell| ask(site, cell, target, writes);
    let almost = Change::Advance(lag.saturating_sub(INSTANT));
    if !(target.change(&Change::Disable(name.clone())) && target.change(&almost)) {
        let why = "keys and clock of this target are not ours to change";
        let unasked = |cell| CellOutcome { cell, heard: None, kept: Kept::Unasked(why) };
        return before.into_iter().chain(after).map(unasked).collect();
    }
    let mut outcomes: Vec<CellOutcome> = before.into_iter().map(ask).collect();
    target.change(&Change::Advance(if lag.is_zero() { lag } else { INSTANT }));
    outcomes.extend(after.into_iter().map(ask));
    target.change(&Change::Enable(name));
    outcomes
}

fn ask(site: &Site, cell: Cell, target: &dyn Target, writes: Writes) -> CellOutcome {
    let is_emulated = target.tells_reasons();
    let would_write = matches!(cell.expected, Outcome::Answered(_)) && !cell.call.method.is_safe();
    if would_write && !is_emulated && writes == Writes::LeftOut {
        let kept = Kept::Unasked("it would write to a real site; `--allow-writes` sends it");
        return CellOutcome { cell, heard: None, kept };
    }
    match target.send(&cell.call) {
        Err(crate::traffic::Unanswered::NoSecret { .. }) => {
            CellOutcome { cell, heard: None, kept: Kept::Unasked("the secret in this slot is not known") }
        }
        Err(crate::traffic::Unanswered::NoAddress(_)) => CellOutcome {
            cell,
            heard: None,
            kept: Kept::Unasked("the environment has no address; add `--target NAME=URL`"),
        },
        Err(fault) => {
            let kept = Kept::No(vec![Mismatch::new("answer", "one", fault.to_string())]);
            CellOutcome { cell, heard: None, kept }
        }
        Ok(heard) => {
            let mismatches = judge(site, &cell, &heard, is_emulated);
            let kept = if mismatches.is_empty() { Kept::Yes } else { Kept::No(mismatches) };
            CellOutcome { cell, heard: Some(heard), kept }
        }
    }
}

/// Statuses with which a real site may turn a call away.
const REFUSING: [u16; 5] = [401, 403, 404, 405, 409];

/// What of an answer is not as the rules say.
fn judge(site: &Site, cell: &Cell, heard: &Heard, is_emulated: bool) -> Vec<Mismatch> {
    let reason = heard.reason.as_deref();
    let tells = is_emulated && (reason.is_some() || site.parts().reason_header);
    let found = match reason {
        Some(reason) => format!("{} ({reason})", heard.status),
        None => heard.status.to_string(),
    };
    let mut mismatches = Vec::new();
    match cell.expected {
        Outcome::Refused(refusal) => {
            let status = refusal.status(site.parts().refusals);
            if heard.status != status {
                mismatches.push(Mismatch::new("status", format!("{status} ({refusal})"), found));
            }
            if tells && reason != Some(refusal.slug()) {
                mismatches.push(Mismatch::new("reason", refusal.slug(), reason.unwrap_or("none")));
            }
        }
        Outcome::Answered(status) => {
            let by_policy = reason
                .and_then(Refusal::from_slug)
                .is_some_and(|refusal| matches!(refusal, Refusal::PolicyDenied | Refusal::PolicyFailed));
            // The rules end where the site's own policies begin.
            if by_policy && !site.parts().policies.is_empty() {
                return mismatches;
            }
            if let Some(reason) = reason {
                mismatches.push(Mismatch::new("reason", "none", reason));
            }
            let wrong = match (status, is_emulated) {
                (Some(status), true) => heard.status != status,
                (None, true) => reason.is_some(),
                (status, false) => REFUSING.contains(&heard.status) && status != Some(heard.status),
            };
            if wrong {
                let expected =
                    status.map_or("an answer of the Workflow".to_owned(), |status| status.to_string());
                mismatches.push(Mismatch::new("status", expected, found));
            }
        }
    }
    mismatches
}
