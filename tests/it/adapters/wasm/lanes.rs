//! A slow policy is slow for its own callers only.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use localgear::policy::{Effect, Failure};
use localgear::ports::Policies as _;
use localgear::site::WorkflowIndex;

use super::guests::{ANY_WORKFLOW, bound, exchange, sandbox};

const SLOW: WorkflowIndex = WorkflowIndex(0);
const QUICK: WorkflowIndex = WorkflowIndex(1);

/// One thread serves everything: whatever held it up would hold up all calls.
fn one_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn while_one_policy_spins_calls_without_it_are_served() {
    let mut spins = bound("endless-loop");
    spins.binding.timeout = Duration::from_secs(2);
    spins.binding.workflows = vec![SLOW];
    let mut quick = bound("no-delete");
    quick.binding.workflows = vec![QUICK];
    let site = [spins.binding, quick.binding];
    let policies = Arc::new(sandbox().load(&site, &|_| ()).unwrap_or_else(|faults| panic!("{}", faults[0])));
    let spun_out = Arc::new(AtomicBool::new(false));
    one_thread().block_on(async {
        let spinning = tokio::spawn({
            let (policies, spun_out) = (Arc::clone(&policies), Arc::clone(&spun_out));
            async move {
                let verdicts = policies.ask(SLOW, exchange("GET")).await;
                spun_out.store(true, Ordering::SeqCst);
                verdicts
            }
        });
        tokio::task::yield_now().await;
        for _ in 0..200 {
            let verdicts = policies.ask(QUICK, exchange("DELETE")).await;
            assert_eq!(verdicts[0].effect, Effect::Deny(405));
            tokio::task::yield_now().await;
        }
        assert!(
            !spun_out.load(Ordering::SeqCst),
            "two hundred calls were served while one policy was spinning"
        );
        let verdicts = spinning.await.unwrap();
        assert!(matches!(verdicts[0].effect, Effect::Fail(Failure::Overrun(_))));
    });
}

#[test]
fn more_slow_questions_than_places_are_refused_after_a_while_instead_of_piling_up() {
    let mut spins = bound("endless-loop");
    spins.binding.timeout = Duration::from_millis(400);
    let policies = spins.load().unwrap_or_else(|faults| panic!("{}", faults[0]));
    let policies = Arc::new(policies);
    one_thread().block_on(async {
        let ask = || {
            let policies = Arc::clone(&policies);
            tokio::spawn(async move { policies.ask(ANY_WORKFLOW, exchange("GET")).await })
        };
        let asked: Vec<_> = (0..24).map(|_| ask()).collect();
        let mut busy = 0;
        for one in asked {
            match &one.await.unwrap()[0].effect {
                Effect::Fail(Failure::Busy) => busy += 1,
                Effect::Fail(_) => {}
                Effect::Pass | Effect::Deny(_) => panic!("an endless loop gave an answer"),
            }
        }
        assert!(busy > 0);
    });
}

#[test]
fn a_policy_is_asked_about_its_own_workflows_only() {
    let mut here = bound("no-delete");
    here.binding.workflows = vec![WorkflowIndex(7)];
    let policies = here.load().unwrap_or_else(|faults| panic!("{}", faults[0]));
    assert!(policies.any_about(WorkflowIndex(7)));
    assert!(!policies.any_about(WorkflowIndex(8)));
    assert_eq!(policies.ask_here(WorkflowIndex(8), exchange("DELETE")).len(), 0);
}

#[test]
fn policies_are_asked_in_the_order_of_the_site() {
    let site = [bound("remembers"), bound("no-delete"), bound("undeclared-rule")];
    let bindings: Vec<_> = site.iter().map(|bound| bound.binding.clone()).collect();
    let policies = sandbox().load(&bindings, &|_| ()).unwrap_or_else(|faults| panic!("{}", faults[0]));
    let verdicts = policies.ask_here(ANY_WORKFLOW, exchange("GET"));
    let names: Vec<_> = verdicts.iter().map(|verdict| verdict.policy.as_str()).collect();
    assert_eq!(names, ["remembers", "no-delete", "undeclared-rule"]);
}
