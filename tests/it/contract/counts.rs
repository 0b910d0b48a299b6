//! How often calls happen.

use localgear::traffic::{JournalEntry, Refusal};
use serde_json::json;

use super::{broken, call, kept, refused};

fn expectation(fields: &str) -> String {
    format!("[[call]]\nworkflow = 'Get customer'\n{fields}\n")
}

#[test]
fn a_call_that_is_named_happens_at_least_once() {
    kept(&expectation(""), &[call("Get customer", "crm"), call("Get customer", "crm")]);
    let mismatch = broken(&expectation(""), &[call("Echo", "crm")]);
    assert_eq!(mismatch.expected, "`Get customer`: at least 1 call");
    assert_eq!(mismatch.found, "no such call");
    assert_eq!(mismatch.differs, ["workflow: expected `Get customer`, found `Echo`"]);
}

#[test]
fn counts_hold_at_their_bounds_and_not_beyond() {
    let some = |count| vec![call("Get customer", "crm"); count];
    for (fields, right, wrong) in [
        ("exactly = 2", &[2][..], &[0, 1, 3][..]),
        ("exactly = 0", &[0], &[1]),
        ("at-least = 2", &[2, 3], &[0, 1]),
        ("at-most = 1", &[0, 1], &[2]),
        ("at-least = 1\nat-most = 2", &[1, 2], &[0, 3]),
    ] {
        right.iter().for_each(|count| kept(&expectation(fields), &some(*count)));
        wrong.iter().for_each(|count| {
            broken(&expectation(fields), &some(*count));
        });
    }
}

#[test]
fn one_call_too_many_is_shown_with_the_calls_that_there_were() {
    let mismatch =
        broken(&expectation("exactly = 1"), &[call("Get customer", "crm"), call("Get customer", "crm-test")]);
    assert_eq!(mismatch.found, "2 calls");
    assert_eq!(mismatch.nearest.len(), 2);
    assert_eq!(mismatch.nearest[0].key.as_deref(), Some("crm-test"), "the latest first");
}

#[test]
fn the_nearest_call_is_the_one_that_differs_least() {
    let text = expectation("key = 'crm'\nwhen = { inputs.id = '2' }");
    let other_key = call("Get customer", "crm-test");
    let other_input = call("Get customer", "crm");
    let mismatch = broken(&text, &[call("Echo", "crm"), other_key, other_input]);
    assert_eq!(mismatch.expected, "`Get customer` by `crm` where inputs.id is `2`: at least 1 call");
    assert_eq!(mismatch.differs, ["inputs.id: expected that it is `2`, found `1`"]);
    let keys: Vec<_> = mismatch.nearest.iter().map(|near| near.key.as_deref().unwrap()).collect();
    assert_eq!(keys, ["crm", "crm-test"], "no call of another Workflow where there are some of this one");
}

#[test]
fn every_condition_fits_and_fails() {
    for (right, wrong) in [
        ("key = 'crm'", "key = 'crm-test'"),
        ("when.key = 'crm'", "when.key = 'crm-test'"),
        ("environment = 'production'", "environment = 'Test'"),
        ("when.environment = 'Production'", "when.environment = 'Test'"),
        ("when.inputs.id = '1'", "when.inputs.id = '10'"),
        ("when.inputs.ID = { regex = '^[0-9]$' }", "when.inputs.id = { regex = '^[a-z]$' }"),
        ("when.query.state = 'new one'", "when.query.state = 'new'"),
        ("when.query.state = { regex = '^new' }", "when.query.other = { regex = '' }"),
        ("when.header.Content-Type = 'application/json'", "when.header.content-type = 'text/plain'"),
        ("when.header.content-type = { regex = 'json$' }", "when.header.x-nothing = { regex = '' }"),
        ("status = 200", "status = 201"),
    ] {
        kept(&expectation(right), &[call("Get customer", "crm")]);
        let mismatch = broken(&expectation(wrong), &[call("Get customer", "crm")]);
        assert_eq!(mismatch.differs.len(), 1, "{wrong}: {:?}", mismatch.differs);
    }
}

#[test]
fn an_input_that_nobody_filled_is_the_empty_text_as_in_a_reply() {
    let mut entry = call("Echo", "crm");
    entry.inputs = json!({"a": null, "b": "B"}).as_object().unwrap().clone();
    kept("[[call]]\nworkflow = 'Echo'\nwhen.inputs = { a = '', b = 'B' }\n", &[entry]);
}

#[test]
fn a_refused_call_is_no_call_unless_the_refusal_is_what_is_expected() {
    let calls = [refused("Get customer", "crm", Refusal::NotPermitted)];
    let allow = "allow = ['refused-calls']\n";
    let mismatch = broken(&format!("{allow}{}", expectation("")), &calls);
    assert_eq!(mismatch.differs, ["the call was refused: not-permitted"]);
    kept(&expectation("reason = 'not-permitted'"), &calls);
    kept(&expectation("status = 404"), &calls);
    let mismatch = broken(&format!("{allow}{}", expectation("reason = 'unknown-key'")), &calls);
    assert_eq!(mismatch.differs, ["reason: expected `unknown-key`, found `not-permitted`"]);
}

#[test]
fn a_refusal_may_be_expected_of_calls_that_reach_no_workflow() {
    let mut nowhere: JournalEntry = refused("", "crm", Refusal::NoRoute);
    (nowhere.workflow, nowhere.key) = (None, None);
    kept("[[call]]\nreason = 'no-route'\nexactly = 1\n", &[nowhere]);
}
