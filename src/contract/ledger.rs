//! Counts calls as they happen, so that a contract can be judged however many the journal forgets.

use super::expectation::{CallExpectation, Expectations, Habit, Order};
use super::nearest::{Latest, Nearest};
use super::tally::SeenCall;
use super::usage::Usage;
use crate::traffic::JournalEntry;

/// Calls against what goes without saying that are shown of each kind; the rest is counted.
pub(super) const OFFENCES_MAX: usize = 5;

/// What is expected, and what happened of it so far. Its size does not depend on the number of calls.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) expectations: Expectations,
    pub(super) counts: Vec<Count>,
    pub(super) progress: Vec<Progress>,
    pub(super) offences: Vec<Offences>,
    pub(super) usage: Usage,
}

/// What happened of one expectation.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    pub(super) calls: u64,
    pub(super) latest: Latest,
    pub(super) nearest: Nearest,
    /// Whether what must come before has come.
    pub(super) is_open: bool,
    /// Calls that came too early, and the first of them.
    pub(super) early: u64,
    pub(super) first_early: Option<SeenCall>,
}

/// How far the steps of an order have come.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress {
    pub(super) done: usize,
    /// Calls of the step that is waited for which came before its turn.
    pub(super) before_its_turn: Vec<Latest>,
}

/// What happened against something that goes without saying.
#[derive(Debug, Clone)]
pub(super) struct Offences {
    pub(super) habit: Habit,
    pub(super) calls: u64,
    pub(super) first: Vec<SeenCall>,
}

impl Ledger {
    /// A ledger in which nothing has happened yet.
    #[must_use]
    pub fn new(expectations: Expectations) -> Self {
        let progress = expectations
            .orders
            .iter()
            .map(|order| Progress { done: 0, before_its_turn: vec![Latest::default(); order.steps.len()] });
        Self {
            counts: vec![Count::default(); expectations.calls.len()],
            progress: progress.collect(),
            offences: Habit::ALL.map(|habit| Offences { habit, calls: 0, first: Vec::new() }).to_vec(),
            usage: Usage::default(),
            expectations,
        }
    }

    /// What is expected.
    #[must_use]
    pub fn expectations(&self) -> &Expectations {
        &self.expectations
    }

    /// Who called what so far.
    #[must_use]
    pub fn usage(&self) -> &Usage {
        &self.usage
    }

    /// One more call has happened.
    pub fn record(&mut self, entry: &JournalEntry) {
        self.usage.record(entry);
        let mut is_expected = false;
        for (expectation, count) in self.expectations.calls.iter().zip(&mut self.counts) {
            if count.record(expectation, entry) {
                is_expected |= expectation.call.expects_refusal() && expectation.times.at_most != Some(0);
            }
        }
        for (order, progress) in self.expectations.orders.iter().zip(&mut self.progress) {
            is_expected |= progress.record(order, entry);
        }
        let allowed = &self.expectations.allowed;
        for offences in &mut self.offences {
            let seen = offences.habit.offence(entry, allowed, is_expected);
            if !seen.is_empty() {
                offences.calls += 1;
                if offences.first.len() < OFFENCES_MAX {
                    offences.first.push(SeenCall::of(entry, seen));
                }
            }
        }
    }
}

impl Count {
    /// Whether the call is one of those that are meant.
    fn record(&mut self, expectation: &CallExpectation, entry: &JournalEntry) -> bool {
        let fits = expectation.call.fits(entry);
        if fits {
            self.calls += 1;
            self.latest.push(entry, Vec::new());
        } else {
            self.nearest.consider(&expectation.call, entry);
        }
        if let Some(after) = &expectation.after {
            if fits && !self.is_open {
                self.early += 1;
                self.first_early.get_or_insert_with(|| SeenCall::of(entry, Vec::new()));
            }
            self.is_open |= after.call.fits(entry);
        }
        fits
    }
}

impl Progress {
    /// Takes the next step if the call is it. Whether the call was a step that expects a refusal.
    fn record(&mut self, order: &Order, entry: &JournalEntry) -> bool {
        let mut is_expected = false;
        for (at, step) in order.steps.iter().enumerate().skip(self.done) {
            if !step.call.fits(entry) {
                continue;
            }
            is_expected |= step.call.expects_refusal();
            if at == self.done {
                self.done += 1;
                break;
            }
            if let Some(before) = self.before_its_turn.get_mut(at) {
                before.push(entry, vec![format!("it came before `{}`", order.waited_for(self.done))]);
            }
        }
        is_expected
    }
}

impl Order {
    /// The name of a step.
    pub(super) fn waited_for(&self, at: usize) -> &str {
        self.steps.get(at).map_or("", |step| step.name.as_str())
    }
}
