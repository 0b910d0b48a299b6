//! One question: a fresh instance, a deadline, an answer.

use std::time::Duration;

use wasmtime::{AsContext as _, ResourceLimiter, Store, Trap, UpdateDeadline};

use super::bindings::localgear::policy::{host, types as wit};
use super::bindings::{Policy, PolicyPre};
use super::sandbox::{Guest, Sandbox};
use super::ticker::TICK;
use super::translate::{self, clean, cut};
use crate::finding::Severity;
use crate::policy::{Answer, Failure, LOG_LINE_BYTES_MAX, LOG_LINES_MAX, MEMORY_BYTES_MAX, PolicyInfo};

/// Beats within which an answer counts as quick. Two, because the first may come at once.
const QUICK_TICKS: u64 = 2;

/// How long a question may hold up whoever asks it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Patience {
    /// Not noticeably: a policy that takes longer is asked again elsewhere.
    Quick,
    /// So long of the policy's own running time.
    UpTo(Duration),
}

/// A line that a policy logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// How much it matters.
    pub severity: Severity,
    /// What it says.
    pub text: String,
}

/// A question put by a developer: the answer, and what a live call would not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The answer.
    pub answer: Answer,
    /// What the policy logged.
    pub log: Vec<LogLine>,
    /// Linear memory of the instance when it was done, in bytes.
    pub memory_bytes: usize,
}

/// Puts the question to a fresh instance. `None`: it was not quick, and patience was [`Patience::Quick`].
pub(super) fn evaluate(
    sandbox: &Sandbox,
    pre: &PolicyPre<Guest>,
    patience: Patience,
    exchange: &wit::Exchange,
    settings: &str,
) -> (Result<wit::Decision, Failure>, Store<Guest>) {
    let (outcome, store) = with_instance(sandbox, pre, patience, |policy, store| {
        policy.call_evaluate(store, exchange, settings)
    });
    (outcome.and_then(|said| said.map_err(|why| Failure::GaveUp(clean(&why)))), store)
}

/// Runs one export of a fresh instance under a deadline.
pub(super) fn with_instance<R>(
    sandbox: &Sandbox,
    pre: &PolicyPre<Guest>,
    patience: Patience,
    call: impl FnOnce(&Policy, &mut Store<Guest>) -> wasmtime::Result<R>,
) -> (Result<R, Failure>, Store<Guest>) {
    let mut store = sandbox.store();
    let limit = set_deadline(&mut store, patience);
    let running = sandbox.ticker().running();
    let outcome = pre.instantiate(&mut store).and_then(|policy| call(&policy, &mut store));
    drop(running);
    (outcome.map_err(|error| failure(&error, limit)), store)
}

/// Counts beats that passed while the policy ran: one that waits for a processor is not the slower for it.
fn set_deadline(store: &mut Store<Guest>, patience: Patience) -> Duration {
    match patience {
        Patience::Quick => {
            store.set_epoch_deadline(QUICK_TICKS);
            TICK
        }
        Patience::UpTo(limit) => {
            let mut beats = limit.as_millis().div_ceil(TICK.as_millis()) + 1;
            store.set_epoch_deadline(1);
            store.epoch_deadline_callback(move |_| {
                beats = beats.saturating_sub(1);
                Ok(if beats == 0 { UpdateDeadline::Interrupt } else { UpdateDeadline::Continue(1) })
            });
            limit
        }
    }
}

fn failure(error: &wasmtime::Error, limit: Duration) -> Failure {
    let trap = error.downcast_ref::<Trap>();
    if trap == Some(&Trap::Interrupt) {
        return Failure::Overrun(limit);
    }
    let why = error.root_cause().to_string();
    match trap {
        Some(_) => Failure::Trapped(clean(why.trim_start_matches("wasm trap: "))),
        None => Failure::BadAnswer(clean(&why)),
    }
}

/// The decision as a verdict is made of it.
pub(super) fn answer(said: Result<wit::Decision, Failure>, policy: &str, info: &PolicyInfo) -> Answer {
    said.and_then(|decision| translate::decision(decision, policy, info))
}

/// What is left of an instance once it has answered.
pub(super) fn trial(answer: Answer, store: Store<Guest>) -> Trial {
    let memory_bytes = store.as_context().data().memory_bytes;
    Trial { answer, log: store.into_data().log, memory_bytes }
}

impl host::Host for Guest {
    fn log(&mut self, severity: wit::Severity, message: String) {
        if self.log.len() < LOG_LINES_MAX {
            let text = clean(cut(&message, LOG_LINE_BYTES_MAX));
            self.log.push(LogLine { severity: translate::severity(severity), text });
        }
    }
}

impl wit::Host for Guest {}

/// The limits of a store, noting how far the memory went.
impl ResourceLimiter for Guest {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // One limit for all memories of the instance together.
        let whole = self.memory_bytes.saturating_add(desired.saturating_sub(current));
        let granted = whole <= MEMORY_BYTES_MAX && self.limits.memory_growing(current, desired, maximum)?;
        if granted {
            self.memory_bytes = whole;
        }
        Ok(granted)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.limits.table_growing(current, desired, maximum)
    }

    fn instances(&self) -> usize {
        self.limits.instances()
    }

    fn tables(&self) -> usize {
        self.limits.tables()
    }

    fn memories(&self) -> usize {
        self.limits.memories()
    }
}
