//! What goes without saying.

use localgear::contract::{Ledger, Outcome, verify};
use localgear::finding::Severity;
use localgear::traffic::{JournalEntry, Refusal};

use super::{broken, call, expecting, judged, kept, refused, seen};

fn with(rule: &str, severity: Severity) -> JournalEntry {
    JournalEntry { findings: vec![seen(rule, severity)], ..call("Echo", "crm") }
}

#[test]
fn nothing_expected_of_nothing_is_kept() {
    kept("", &[]);
    kept("", &[call("Echo", "crm")]);
}

#[test]
fn a_refused_call_breaks_what_goes_without_saying_unless_it_is_allowed() {
    let calls = [call("Echo", "crm"), refused("Echo", "crm", Refusal::KeyDisabled)];
    let mismatch = broken("", &calls);
    assert_eq!((mismatch.expected.as_str(), mismatch.found.as_str()), ("no call is refused", "1 call"));
    assert_eq!(mismatch.differs, ["refused: key-disabled"]);
    kept("allow = ['refused-calls']", &calls);
    broken("allow = ['unmatched-calls', 'findings', 'undeclared-inputs']", &calls);
}

#[test]
fn a_call_that_reaches_no_workflow_is_another_matter_than_one_that_is_turned_away() {
    for reason in [Refusal::NoRoute, Refusal::WrongMethod, Refusal::RouteClash, Refusal::UnknownEnvironment] {
        let calls = [refused("Echo", "crm", reason)];
        assert_eq!(broken("", &calls).expected, "every call reaches a Workflow");
        kept("allow = ['unmatched-calls']", &calls);
        broken("allow = ['refused-calls']", &calls);
    }
}

#[test]
fn a_finding_counts_from_warning_on_and_may_be_allowed_by_its_rule() {
    kept("", &[with("x", Severity::Note)]);
    for severity in [Severity::Warning, Severity::Error] {
        let calls = [with("key-in-query", severity)];
        assert_eq!(broken("", &calls).expected, "no finding at or above warning");
        kept("allow = ['findings']", &calls);
        kept("allow = ['key-in-query']", &calls);
        broken("allow = ['key-literal']", &calls);
    }
}

#[test]
fn an_undeclared_input_is_a_note_that_counts_nevertheless() {
    let calls = [with("undeclared-input", Severity::Note)];
    assert_eq!(broken("", &calls).expected, "no input that its Workflow does not declare");
    kept("allow = ['undeclared-inputs']", &calls);
}

#[test]
fn an_expected_refusal_breaks_nothing_and_an_unexpected_one_beside_it_does() {
    let text = "[[call]]\nworkflow = 'Echo'\nreason = 'not-permitted'\nexactly = 1\n";
    let expected = refused("Echo", "crm", Refusal::NotPermitted);
    kept(text, std::slice::from_ref(&expected));
    broken(text, &[expected.clone(), refused("Echo", "crm", Refusal::UnknownKey)]);
    // Expecting that it never happens is no permission.
    let never = "[[call]]\nworkflow = 'Echo'\nreason = 'not-permitted'\nexactly = 0\n";
    assert_eq!(judged(never, &[expected]).broken(), 2);
}

#[test]
fn a_denial_that_is_expected_may_come_with_its_policys_findings_but_not_with_others() {
    let text = "[[call]]\nworkflow = 'Echo'\nreason = 'policy-denied'\n";
    let denied = |rule| JournalEntry {
        findings: vec![seen(rule, Severity::Error)],
        ..refused("Echo", "crm", Refusal::PolicyDenied)
    };
    kept(text, &[denied("policy/p/r")]);
    broken(text, &[denied("key-in-query")]);
}

#[test]
fn what_is_allowed_is_shown_as_not_judged() {
    let tally = judged("allow = ['findings']", &[]);
    let skipped: Vec<_> = tally.cases().filter(|case| matches!(case.outcome, Outcome::Skipped(_))).collect();
    assert_eq!(skipped.len(), 1);
    assert_eq!(skipped[0].outcome, Outcome::Skipped("`findings` is allowed".to_owned()));
}

#[test]
fn calls_that_were_lost_break_the_contract_loudly() {
    let tally = verify(&Ledger::new(expecting("")), "shop", 7);
    assert_eq!(tally.broken(), 1);
    let case = tally.cases().find(|case| case.is_broken()).unwrap();
    assert_eq!(case.mismatches()[0].found, "7 calls had to make room");
}
