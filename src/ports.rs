//! Doors: what the journeys and the server ask of the world outside, each with more than one real answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::policy::{Exchange, Verdict};
use crate::site::{Moment, SecretDigest, WorkflowIndex};
use crate::traffic::{Addressed, Change, Heard, JournalEntry, PlannedCall, Unanswered};

/// What time it is on the site's clock: the system's, or a test's.
pub trait Clock: Send + Sync {
    /// The moment it is now.
    fn now(&self) -> Moment;
}

/// Where entries go: the bounded store that control calls read, a person's terminal, a line of JSON.
pub trait Journal: Send + Sync {
    /// Keeps or shows an entry.
    fn record(&self, entry: &Arc<JournalEntry>);
}

/// The policies of a site.
///
/// Two ways to ask, because a journey is synchronous and a server is not: [`Policies::ask_here`] answers on the
/// caller's thread, however long it takes; [`Policies::ask`] never holds a thread of the server up.
pub trait Policies: Send + Sync {
    /// Whether any policy is asked about calls of that Workflow. If not, no question need be made.
    fn any_about(&self, workflow: WorkflowIndex) -> bool;

    /// Whether one of them wants to see bodies.
    fn want_body(&self, workflow: WorkflowIndex) -> bool;

    /// What policies are told instead of a secret: the same for the same secret, in this run only.
    fn fingerprint(&self, digest: &SecretDigest) -> String;

    /// Asks all of them, in the site's order, on this thread.
    fn ask_here(&self, workflow: WorkflowIndex, exchange: Exchange) -> Vec<Verdict>;

    /// Asks all of them, in the site's order.
    fn ask<'a>(
        &'a self,
        workflow: WorkflowIndex,
        exchange: Exchange,
    ) -> Pin<Box<dyn Future<Output = Vec<Verdict>> + Send + 'a>>;
}

/// A site that contract calls are sent to: an emulated one in this process, or one behind an address.
///
/// Only the target knows secrets: it puts them into the call, and hides them in what comes back.
pub trait Target: Send + Sync {
    /// Sends a call and waits for the answer.
    ///
    /// # Errors
    /// Where nothing came back.
    fn send(&self, call: &PlannedCall) -> Result<Heard, Unanswered>;

    /// Whether it says why a call was refused. A real site does not.
    fn tells_reasons(&self) -> bool;

    /// Changes the site between two calls; `false` where that is not ours to do.
    fn change(&self, change: &Change) -> bool;

    /// What a person would send by hand instead.
    fn addressed(&self, call: &PlannedCall) -> Addressed;

    /// What a person would call it: a URL, or a shell variable that holds one.
    fn address(&self) -> String;
}
