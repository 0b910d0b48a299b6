//! Which calls follow which.

use super::{broken, call, kept};

const ORDER: &str = "[[order]]\ncalls = ['Get customer', 'Echo', 'Forbidden']\n";

#[test]
fn calls_in_order_may_have_others_between_them() {
    let calls = ["Echo", "Get customer", "Get customer", "Echo", "Echo", "Forbidden"];
    kept(ORDER, &calls.map(|workflow| call(workflow, "crm")));
}

#[test]
fn the_first_step_that_never_comes_is_named_and_calls_before_its_turn_are_shown() {
    let calls = ["Echo", "Get customer", "Forbidden"].map(|workflow| call(workflow, "crm"));
    let mismatch = broken(ORDER, &calls);
    assert_eq!(mismatch.expected, "`Get customer`, then `Echo`, then `Forbidden`");
    assert_eq!(mismatch.found, "no call of `Echo` after `Get customer`");
    assert_eq!(mismatch.differs, ["it came before `Get customer`"]);
    assert_eq!(broken(ORDER, &[]).found, "no call of `Get customer`");
}

#[test]
fn an_order_may_name_calls_that_are_narrower_than_a_workflow() {
    let text = "[[call]]\nname = 'first'\nworkflow = 'Echo'\nkey = 'crm'\n\
                [[call]]\nname = 'second'\nworkflow = 'Echo'\nkey = 'crm-test'\n\
                [[order]]\ncalls = ['first', 'second']\n";
    kept(text, &[call("Echo", "crm"), call("Echo", "crm-test")]);
    broken(text, &[call("Echo", "crm-test"), call("Echo", "crm")]);
}

#[test]
fn a_call_after_another_never_comes_before_it() {
    let text = "[[call]]\nworkflow = 'Echo'\nafter = 'Get customer'\n";
    kept(text, &["Get customer", "Echo", "Echo"].map(|workflow| call(workflow, "crm")));
    let mismatch = broken(text, &["Echo", "Get customer", "Echo"].map(|workflow| call(workflow, "crm")));
    assert_eq!(mismatch.expected, "`Echo` only after `Get customer`");
    assert_eq!(mismatch.found, "1 call came before it");
    let itself = "[[call]]\nworkflow = 'Echo'\nafter = 'Echo'\n";
    broken(itself, &[call("Echo", "crm")]);
}
