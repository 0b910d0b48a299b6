//! What holds for any journal.

use localgear::contract::{CallExpectation, CallPattern, Expectations, Ledger, Order, Step, Times, verify};
use localgear::traffic::{JournalEntry, Refusal};
use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use serde_json::json;

use super::{call, refused};

const WORKFLOWS: [&str; 3] = ["Get customer", "Echo", "Forbidden"];
const KEYS: [&str; 2] = ["crm", "crm-test"];
const IDS: [&str; 2] = ["1", "2"];

/// What is chosen of a call, in small numbers.
#[derive(Debug, Clone, Copy)]
struct Chosen {
    workflow: usize,
    key: usize,
    id: usize,
    refused: bool,
}

fn chosen() -> impl Strategy<Value = Chosen> {
    (0..3usize, 0..2usize, 0..2usize, prop::bool::weighted(0.2))
        .prop_map(|(workflow, key, id, refused)| Chosen { workflow, key, id, refused })
}

fn entry(chosen: Chosen) -> JournalEntry {
    let (workflow, key) = (WORKFLOWS[chosen.workflow], KEYS[chosen.key]);
    match chosen.refused {
        true => refused(workflow, key, Refusal::NotPermitted),
        false => {
            let inputs = json!({"id": IDS[chosen.id]}).as_object().unwrap().clone();
            JournalEntry { inputs, ..call(workflow, key) }
        }
    }
}

/// A pattern, and the same as a plain predicate.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    workflow: usize,
    key: Option<usize>,
    id: Option<usize>,
    refused: bool,
}

impl Wanted {
    fn pattern(self) -> CallPattern {
        CallPattern {
            key: self.key.map(|key| KEYS[key].to_owned()),
            inputs: self
                .id
                .map(|id| ("id".to_owned(), localgear::site::Pattern::Exact(IDS[id].to_owned())))
                .into_iter()
                .collect(),
            reason: self.refused.then_some(Refusal::NotPermitted),
            ..CallPattern::of_workflow(WORKFLOWS[self.workflow])
        }
    }

    fn means(self, chosen: Chosen) -> bool {
        chosen.workflow == self.workflow
            && self.key.is_none_or(|key| key == chosen.key)
            && self.refused == chosen.refused
            && self.id.is_none_or(|id| !chosen.refused && id == chosen.id)
    }
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let maybe = || prop_oneof![Just(None), Just(Some(0)), Just(Some(1))];
    (0..3usize, maybe(), maybe(), any::<bool>()).prop_map(|(workflow, key, id, refused)| Wanted {
        workflow,
        key,
        id: id.filter(|_| !refused),
        refused,
    })
}

fn step(wanted: Wanted) -> Step {
    Step { name: "a step".to_owned(), call: wanted.pattern() }
}

/// Whether what was expected was kept, whatever goes without saying.
fn holds(expectations: Expectations, calls: &[Chosen]) -> bool {
    let mut ledger = Ledger::new(expectations);
    calls.iter().for_each(|chosen| ledger.record(&entry(*chosen)));
    let tally = verify(&ledger, "shop", 0);
    let expected = tally.groups.iter().find(|group| group.name == "expectations").unwrap();
    !expected.cases.iter().any(localgear::contract::Case::is_broken)
}

fn counted(wanted: Wanted, times: Times, after: Option<Wanted>) -> Expectations {
    let call = wanted.pattern();
    let after = after.map(step);
    let calls = vec![CallExpectation { name: None, call, times, after, line: None }];
    Expectations { calls, ..Expectations::default() }
}

proptest! {
    #[test]
    fn exactly_n_holds_if_and_only_if_n_calls_fit(
        calls in prop::collection::vec(chosen(), 0..40), wanted in wanted(), n in 0..12u64,
    ) {
        let count = calls.iter().filter(|chosen| wanted.means(**chosen)).count() as u64;
        prop_assert_eq!(holds(counted(wanted, Times::exactly(n), None), &calls), count == n);
        prop_assert_eq!(holds(counted(wanted, Times::exactly(count), None), &calls), true);
    }

    #[test]
    fn a_range_holds_if_and_only_if_the_count_is_in_it(
        calls in prop::collection::vec(chosen(), 0..40), wanted in wanted(), low in 0..8u64, more in 0..8u64,
    ) {
        let count = calls.iter().filter(|chosen| wanted.means(**chosen)).count() as u64;
        let range = Times { at_least: low, at_most: Some(low + more) };
        prop_assert_eq!(holds(counted(wanted, range, None), &calls), (low..=low + more).contains(&count));
        let least = Times { at_least: low, at_most: None };
        prop_assert_eq!(holds(counted(wanted, least, None), &calls), count >= low);
    }

    #[test]
    fn after_holds_if_and_only_if_no_call_fits_before_the_first_of_the_other(
        calls in prop::collection::vec(chosen(), 0..40), wanted in wanted(), other in wanted(),
    ) {
        let any_number = Times { at_least: 0, at_most: None };
        let first = calls.iter().position(|chosen| other.means(*chosen)).unwrap_or(calls.len());
        // The call that opens the way does not stand after itself.
        let early = calls.iter().take(first + 1).any(|chosen| wanted.means(*chosen));
        prop_assert_eq!(holds(counted(wanted, any_number, Some(other)), &calls), !early);
    }

    #[test]
    fn an_order_holds_if_and_only_if_its_steps_can_be_found_one_after_another(
        calls in prop::collection::vec(chosen(), 0..30), steps in prop::collection::vec(wanted(), 2..5),
    ) {
        // reachable[n]: some way of picking calls so far has done n steps.
        let mut reachable = vec![false; steps.len() + 1];
        reachable[0] = true;
        for chosen in &calls {
            for at in (0..steps.len()).rev() {
                reachable[at + 1] |= reachable[at] && steps[at].means(*chosen);
            }
        }
        let order = Order { steps: steps.iter().copied().map(step).collect(), line: None };
        let expectations = Expectations { orders: vec![order], ..Expectations::default() };
        prop_assert_eq!(holds(expectations, &calls), reachable[steps.len()]);
    }
}
