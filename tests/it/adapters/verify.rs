//! Verification over HTTP: what a test framework asks between two tests.

use localgear::adapters::journal_store::JOURNAL_ENTRIES_MAX;
use serde_json::{Value, json};

use crate::harness::TestSite;

fn verify(site: &TestSite, expectations: &Value) -> Value {
    let reply = site.control_json("POST", "verify", expectations);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[test]
fn what_was_expected_and_happened_is_kept() {
    let site = TestSite::start();
    site.get("/customers/1?state=new").key("crm").send();
    let expected = json!({"call": [{
        "workflow": "Get customer", "key": "crm", "exactly": 1,
        "when": {"inputs": {"id": "1"}, "query": {"state": {"regex": "^n"}}, "header": {"Host": {"regex": "^127"}}},
    }]});
    let verified = verify(&site, &expected);
    assert_eq!((&verified["kept"], &verified["mismatches"]), (&json!(true), &json!([])));
    assert_eq!((&verified["calls"], &verified["dropped"]), (&json!(1), &json!(0)));
    let empty = site.control("POST", "verify").send();
    assert_eq!((empty.status, &empty.json()["kept"]), (200, &json!(true)));
}

#[test]
fn a_mismatch_has_what_was_expected_what_was_found_and_what_differed() {
    let site = TestSite::start();
    site.get("/customers/1").key("crm").send();
    let expected = json!({"call": [{"workflow": "Get customer", "when": {"inputs": {"id": "2"}}}]});
    let verified = verify(&site, &expected);
    assert_eq!(verified["kept"], false);
    let mismatch = &verified["mismatches"][0];
    assert_eq!(mismatch["expected"], "`Get customer` where inputs.id is `2`: at least 1 call");
    assert_eq!(mismatch["found"], "no such call");
    assert_eq!(mismatch["differs"], json!(["inputs.id: expected that it is `2`, found `1`"]));
    assert_eq!(mismatch["nearest"][0]["url"], "/customers/1");
}

#[test]
fn a_refused_call_breaks_an_empty_contract_until_the_journal_is_cleared() {
    let site = TestSite::start();
    site.get("/customers/1").send();
    assert_eq!(verify(&site, &json!({}))["mismatches"][0]["expected"], "no call is refused");
    assert_eq!(verify(&site, &json!({"allow": ["refused-calls"]}))["kept"], true);
    let expected = json!({"call": [{"workflow": "Get customer", "reason": "no-credential"}]});
    assert_eq!(verify(&site, &expected)["kept"], true);
    site.control("DELETE", "journal").send();
    assert_eq!(verify(&site, &json!({}))["kept"], true);
}

#[test]
fn a_field_that_nobody_knows_is_400_with_the_nearest_name() {
    let site = TestSite::start();
    for (wrong, near) in [
        (json!({"call": [{"workflow": "Echo", "atleast": 1}]}), "atLeast"),
        (json!({"cal": []}), "call"),
        (json!({"call": [{"workflow": "Ecko"}]}), "Echo"),
    ] {
        let reply = site.control_json("POST", "verify", &wrong);
        assert_eq!(reply.status, 400, "{wrong}");
        let message = reply.json()["Message"].as_str().unwrap().to_owned();
        assert!(message.contains(&format!("did you mean `{near}`?")), "{message}");
    }
    assert_eq!(site.control("POST", "verify").body("", "{").send().status, 400);
    assert_eq!(site.control("GET", "verify").send().status, 405);
}

#[test]
fn what_the_journal_forgot_is_no_longer_vouched_for() {
    let site = TestSite::start();
    for _ in 0..=JOURNAL_ENTRIES_MAX {
        site.get("/customers/1").key("crm").send();
    }
    let verified = verify(&site, &json!({}));
    assert_eq!((&verified["kept"], &verified["dropped"]), (&json!(false), &json!(1)));
    assert_eq!(verified["mismatches"][0]["found"], "1 call had to make room");
}

#[test]
fn headers_are_for_conditions_and_shown_nowhere() {
    let site = TestSite::start();
    site.get("/customers/1").key("crm").header("Cookie", "session=mine-alone").send();
    let entry = site.last_entry().to_string();
    assert!(!entry.contains("mine-alone") && !entry.contains("cookie"), "{entry}");
    let expected =
        json!({"call": [{"workflow": "Get customer", "when": {"header": {"cookie": "session=mine-alone"}}}]});
    assert_eq!(verify(&site, &expected)["kept"], true);
}
