//! How much of what a site permits was used.

use std::sync::Arc;

use localgear::contract::{Coverage, Ledger, judge_coverage};
use localgear::site::LiveSite;
use localgear::traffic::{JournalEntry, Refusal};

use super::{call, expecting, refused};
use crate::harness::TestSite;

fn coverage(calls: &[JournalEntry]) -> Coverage {
    // `crm` may call two Workflows in Production (the third it names is published in Test only), `crm-test` three.
    let live = LiveSite::new(Arc::new(TestSite::draft().site()));
    let mut ledger = Ledger::new(expecting(""));
    calls.iter().for_each(|entry| ledger.record(entry));
    Coverage::of(&live, ledger.usage())
}

#[test]
fn what_is_permitted_is_keys_by_workflows_by_environments() {
    let nothing = coverage(&[]);
    assert_eq!((nothing.covered, nothing.permitted, nothing.percent()), (0, 5, 0));
    assert_eq!(nothing.missing.len(), 5);
    let some = coverage(&[call("Echo", "crm"), call("Echo", "crm"), call("Get customer", "crm")]);
    assert_eq!((some.covered, some.permitted, some.percent()), (2, 5, 40));
    assert!(some.missing.iter().all(|cell| cell.key == "crm-test"), "{:?}", some.missing);
}

#[test]
fn a_refused_call_and_one_that_is_not_permitted_cover_nothing() {
    let elsewhere = JournalEntry { environment: Some("Test".to_owned()), ..call("Echo", "crm") };
    let calls = [
        refused("Echo", "crm", Refusal::KeyDisabled),
        call("Forbidden", "crm"),
        elsewhere,
        call("Gone", "crm"),
    ];
    assert_eq!(coverage(&calls).covered, 0);
}

#[test]
fn a_bar_holds_at_its_percentage_and_not_above() {
    let some = coverage(&[call("Echo", "crm"), call("Get customer", "crm")]);
    assert!(!judge_coverage(&some, 40).is_broken());
    let case = judge_coverage(&some, 41);
    let mismatch = &case.mismatches()[0];
    assert_eq!(mismatch.found, "40 %: 2 of 5");
    assert!(
        mismatch.differs.iter().any(|line| line == "not used: `Echo` by `crm-test` in `Test`"),
        "{mismatch:?}"
    );
}
