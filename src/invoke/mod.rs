//! Journey 1: a call becomes a reply.
//!
//! Pure and synchronous: time and chance come with the [`RawCall`], the site is what it was when the call arrived.
//! The same code serves, explains without a network, and runs contract suites.

mod accept;
mod advice;
mod ask_policies;
mod authenticate;
mod cors;
mod inputs;
mod journal;
mod match_workflow;
mod near;
mod record;
mod render;
mod run_stub;
mod scope;
mod trace;
mod xml_body;

use std::sync::Arc;

pub use accept::{Call, ENVIRONMENT_HEADER};
pub use advice::{Advice, NearCall, near_url};
pub use ask_policies::{heed, question};
pub use authenticate::{Permit, authenticate};
pub use match_workflow::Bound;
pub use record::{Record, TurnedAway};
pub use render::{FINDINGS_HEADER, REASON_HEADER};
pub use trace::{Step, StepName, Trace};

use crate::ports::Policies;
use crate::site::LiveSite;
use crate::traffic::{JournalEntry, RawCall, Refusal, Reply};

/// How far a call has come once nothing but its stub is left to run.
#[derive(Debug)]
pub struct Admitted {
    /// What is known of the call so far.
    pub record: Record,
    /// The permit to run a stub, a reply that needs none, or why the call was turned away.
    pub standing: Result<Standing, TurnedAway>,
}

/// A call that was not turned away.
#[derive(Debug)]
pub enum Standing {
    /// It may run its Workflow's stub.
    Permitted(Permit),
    /// A browser asked whether it may call; nothing runs.
    Preflight(Reply),
}

/// What a call gets, and what the journal keeps of it.
#[derive(Debug)]
pub struct Answer {
    /// What goes back to the caller.
    pub reply: Reply,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
    /// The journal's entry; how long it took is for the caller of this journey to say.
    pub entry: JournalEntry,
    /// The steps, where a trace was asked for.
    pub steps: Vec<Step>,
    /// What to do about a refusal, where a trace was asked for.
    pub advice: Option<Advice>,
}

/// The whole journey, policies asked on the spot.
#[must_use]
pub fn invoke(
    live: &Arc<LiveSite>,
    raw: &Arc<RawCall>,
    policies: Option<&dyn Policies>,
    trace: Trace,
) -> Answer {
    let mut admitted = admit(live, raw, trace);
    if let Some(policies) = policies
        && let Some((workflow, exchange)) = question(live, raw, &admitted, policies)
    {
        admitted = heed(live, raw, admitted, policies.ask_here(workflow, exchange));
    }
    answer(live, raw, admitted)
}

/// The first half: who calls what, and may they.
#[must_use]
pub fn admit(live: &LiveSite, raw: &RawCall, trace: Trace) -> Admitted {
    let mut record = Record::new(trace);
    let standing = seek_permit(live, raw, &mut record);
    Admitted { record, standing }
}

fn seek_permit(live: &LiveSite, raw: &RawCall, record: &mut Record) -> Result<Standing, TurnedAway> {
    let call = accept::accept(live, raw, record)?;
    if let Some(reply) = cors::preflight(live, raw, &call, record) {
        return Ok(Standing::Preflight(reply));
    }
    let bound = match_workflow::match_workflow(live, raw, call, record)?;
    authenticate(live, raw, bound, record).map(Standing::Permitted)
}

/// The second half: the stub runs, the reply is dressed, the journal's entry is written.
#[must_use]
pub fn answer(live: &Arc<LiveSite>, raw: &Arc<RawCall>, admitted: Admitted) -> Answer {
    let Admitted { mut record, standing } = admitted;
    let outcome = match standing {
        Ok(Standing::Permitted(permit)) => run_stub::run_stub(live, raw, permit, &mut record),
        Ok(Standing::Preflight(reply)) => Ok(reply),
        Err(turned_away) => Err(turned_away),
    };
    let reply = render::render(live, raw, &outcome, &record);
    let mut advice = advice::advise(live, raw, &outcome, &record);
    let refusal = outcome.err().map(|turned_away| turned_away.refusal);
    let (entry, mut steps) = journal::entry(live, raw, reply.status, refusal, record);
    journal::hide_in_story(live, raw, &mut steps, advice.as_mut());
    Answer { reply, refusal, entry, steps, advice }
}
