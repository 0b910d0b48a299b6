//! Reading what is expected: every fault in its place, silence on its innocent neighbour, the same as JSON.

use localgear::adapters::expect_file::{read, read_json};
use localgear::contract::{Habit, Times};
use serde_json::json;

use super::{expecting, site};
use crate::harness::TestSite;

/// Where a test's text expects a fault.
const HERE: char = '§';

/// The text has exactly this fault, exactly at the mark.
fn fires(code: &str, marked: &str) -> String {
    let text = marked.replace(HERE, "");
    let faults = read(text, "contract.toml", &site()).expect_err(marked);
    let before = marked.split(HERE).next().unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let views = faults.views();
    let found: Vec<_> = views.iter().map(|fault| (fault.code, fault.line, fault.column)).collect();
    assert_eq!(found, [(code, line, column)], "{marked}\n{faults}");
    views[0].advice.clone().unwrap_or_default()
}

const CALL: &str = "[[call]]\nworkflow = 'Echo'\n";

#[test]
fn a_whole_file_is_read_as_it_is_meant() {
    let expectations = expecting(
        "allow = ['undeclared-inputs', 'key-in-query', 'policy/mine/rule']\n\
         [[call]]\nname = 'once'\nworkflow = 'Echo'\nkey = 'crm'\nenvironment = 'test'\nexactly = 1\n\
         after = 'Get customer'\nwhen = { inputs.a = '1', header.Accept = { regex = 'json' } }\n\
         [[call]]\nreason = 'no-route'\nat-most = 3\n\
         [[order]]\ncalls = ['once', 'Get customer']\n",
    );
    assert_eq!(expectations.allowed.habits, [Habit::UndeclaredInputs]);
    assert_eq!(expectations.allowed.rules, ["key-in-query", "policy/mine/rule"]);
    let [once, stray] = &expectations.calls[..] else { panic!("{expectations:?}") };
    assert_eq!((once.name.as_deref(), once.line, once.times), (Some("once"), Some(2), Times::exactly(1)));
    assert_eq!(once.call.environment.as_deref(), Some("Test"), "as the site writes it");
    assert_eq!(once.after.as_ref().unwrap().call.workflow.as_deref(), Some("Get customer"));
    assert_eq!(stray.times, Times { at_least: 0, at_most: Some(3) });
    assert_eq!(expectations.orders[0].steps[0].call.key.as_deref(), Some("crm"));
}

#[test]
fn names_that_nothing_has_come_with_the_nearest_one() {
    assert_eq!(fires("unknown-workflow", "[[call]]\nworkflow = §'Ecko'\n"), "did you mean `Echo`?");
    assert_eq!(fires("unknown-key-name", &format!("{CALL}key = §'crn'\n")), "did you mean `crm`?");
    assert_eq!(fires("unknown-key-name", &format!("{CALL}when.key = §'crn'\n")), "did you mean `crm`?");
    assert_eq!(
        fires("unknown-environment", &format!("{CALL}environment = §'Tost'\n")),
        "did you mean `Test`?"
    );
    assert_eq!(fires("unknown-word", &format!("{CALL}reason = §'no-rout'\n")), "did you mean `no-route`?");
    assert_eq!(fires("unknown-word", "allow = [§'refused-call']\n"), "did you mean `refused-calls`?");
    assert_eq!(fires("unknown-field", &format!("{CALL}§at-leest = 1\n")), "did you mean `at-least`?");
    assert_eq!(fires("unknown-field", "§calls = []\n"), "did you mean `call`?");
    assert_eq!(
        fires("unknown-call", &format!("{CALL}after = §'Get customers'\n")),
        "did you mean `Get customer`?"
    );
    assert_eq!(fires("unknown-input", &format!("{CALL}when.inputs.§aa = '1'\n")), "did you mean `a`?");
    assert_eq!(fires("unknown-call", "[[order]]\ncalls = ['Echo', §'Ecko']\n"), "did you mean `Echo`?");
}

#[test]
fn what_cannot_be_meant_is_a_fault() {
    fires("missing-field", "§[[call]]\nkey = 'crm'\n");
    fires("two-counts", &format!("{CALL}exactly = §1\nat-most = 2\n"));
    fires("two-counts", &format!("{CALL}at-least = §3\nat-most = 2\n"));
    fires("bad-count", &format!("{CALL}exactly = §-1\n"));
    fires("wrong-type", &format!("{CALL}exactly = §'1'\n"));
    fires("bad-status", &format!("{CALL}status = §99\n"));
    fires("said-twice", &format!("{CALL}key = 'crm'\nwhen.key = §'crm'\n"));
    fires("duplicate-name", &format!("{CALL}name = 'a'\n{CALL}name = §'a'\n"));
    fires("bad-regex", &format!("{CALL}when.inputs.a = {{ regex = §'(' }}\n"));
    fires("bad-header", &format!("{CALL}when.header.§'a b' = 'x'\n"));
    fires("bad-order", "§[[order]]\ncalls = ['Echo']\n");
    fires("unknown-input", "[[call]]\nworkflow = 'Echo'\nreason = 'not-permitted'\nwhen.inputs.§a = '1'\n");
}

#[test]
fn a_workflow_that_no_call_can_reach_and_a_secret_that_nothing_keeps_cannot_be_expected() {
    let more = "[[workflow]]\nname = 'Nightly'\n[[workflow]]\nname = 'Log in'\nmethod = 'POST'\npath = '/in'\n\
                [workflow.inputs.password]\ntype = 'secret'\n";
    let site = TestSite::draft().more(more).site();
    let code = |text: &str| {
        let faults = read(text.to_owned(), "contract.toml", &site).expect_err(text);
        assert!(!faults.to_string().contains("hunter22"), "{faults}");
        faults.views()[0].code
    };
    assert_eq!(code("[[call]]\nworkflow = 'Nightly'\n"), "not-bound");
    assert_eq!(code("[[call]]\nworkflow = 'Log in'\nwhen.inputs.password = 'x'\n"), "secret-input");
    assert_eq!(code("[[call]]\nworkflow = 'Log in'\nwhen.query.auth-key = 'hunter22'\n"), "key-value");
    assert_eq!(
        code("[[call]]\nworkflow = 'Log in'\nwhen.header.authorization = 'Key=hunter22'\n"),
        "key-value"
    );
}

#[test]
fn a_workflows_name_means_every_call_of_it_however_narrow_the_calls_are_that_name_it() {
    let text = "[[call]]\nworkflow = 'Echo'\nreason = 'not-permitted'\n[[call]]\nworkflow = 'Get customer'\nafter = 'Echo'\n";
    let expectations = expecting(text);
    let after = &expectations.calls[1].after.as_ref().unwrap().call;
    assert_eq!((after.workflow.as_deref(), after.reason), (Some("Echo"), None));
}

#[test]
fn what_is_no_toml_is_said_to_be_none() {
    let faults = read("allow = \n".to_owned(), "contract.toml", &site()).unwrap_err();
    assert_eq!(faults.views()[0].code, "syntax");
}

#[test]
fn every_fault_is_reported_at_once() {
    let text = "allow = ['nothing-at-all']\n[[call]]\nworkflow = 'None'\nkey = 'nobody'\nexactly = -1\n";
    let faults = read(text.to_owned(), "contract.toml", &site()).unwrap_err();
    assert_eq!(faults.count(), 4, "{faults}");
}

#[test]
fn json_says_the_same_in_camel_case() {
    let value = json!({
        "allow": ["findings"],
        "call": [{"workflow": "Echo", "atLeast": 2, "atMost": 3, "key": null, "when": {"inputs": {"a": {"regex": "1"}}}}],
        "order": [{"calls": ["Echo", "Get customer"]}],
    });
    let expectations = read_json(value, &site()).unwrap();
    assert_eq!(expectations.calls[0].times, Times { at_least: 2, at_most: Some(3) });
    assert_eq!(expectations.calls[0].call.inputs.len(), 1);
    assert_eq!((expectations.orders.len(), expectations.file), (1, None));
    for (wrong, near) in [
        (json!({"call": [{"workflow": "Echo", "at-least": 2}]}), "did you mean `atLeast`?"),
        (json!({"calls": []}), "did you mean `call`?"),
        (json!({"call": [{"workflow": "Ecko"}]}), "did you mean `Echo`?"),
        (json!([]), "expectations are a JSON object"),
        (json!({"call": 1}), "an array of tables"),
    ] {
        let faults = read_json(wrong.clone(), &site()).expect_err(&wrong.to_string());
        assert!(faults[0].contains(near), "{wrong}: {faults:?}");
    }
}
