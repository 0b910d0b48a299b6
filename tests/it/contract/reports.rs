//! The forms of a report, each as its readers need it.

use std::sync::Arc;

use localgear::contract::{Ledger, RunReport};
use localgear::finding::Severity;
use localgear::report::contract::{github, junit, run_human, run_json, run_markdown};
use localgear::site::LiveSite;
use localgear::traffic::{JournalEntry, Refusal};
use serde_json::{Value, json};

use super::{call, expecting, refused, seen};
use crate::harness::TestSite;

/// A run in which an expectation, a refusal and a key in a URL broke the contract.
fn broken() -> RunReport {
    let text = "allow = ['undeclared-inputs']\n[[call]]\nworkflow = 'Echo'\nkey = 'crm'\nexactly = 1\n\
                [[call]]\nworkflow = 'Get customer'\n";
    let mut ledger = Ledger::new(expecting(text));
    ledger.record(&call("Get customer", "crm"));
    ledger.record(&call("Echo", "crm-test"));
    ledger.record(&refused("Echo", "crm-test", Refusal::WrongEnvironment));
    let in_url = JournalEntry {
        url: "/customers/1?auth-key=***&a=<b>|c".to_owned(),
        findings: vec![seen("key-in-query", Severity::Warning)],
        ..call("Get customer", "crm")
    };
    ledger.record(&in_url);
    let live = LiveSite::new(Arc::new(TestSite::draft().site()));
    RunReport::of(&ledger, &live, Some(90))
}

#[test]
fn a_person_reads_what_was_expected_what_came_nearest_and_what_differed() {
    let text = run_human(&broken(), false);
    for line in [
        "localgear: the contract was broken in 4 points: 4 calls, 1 refused; coverage 20 % (1 of 5)",
        "✗ `Echo` by `crm`: exactly 1 call  (contract.toml:2)",
        "    found     no such call",
        "    call      GET /customers/1?state=new%20one → 200 by `crm-test` in `Production`",
        "                key: expected `crm`, found `crm-test`",
        "✓ `Get customer`: at least 1 call  (contract.toml:6)",
        "- no input that its Workflow does not declare  (`undeclared-inputs` is allowed)",
        "  Get customer  crm       Production   2",
        "  1 × GET /customers/1?state=new%20one → 404 wrong-environment by `crm-test` in `Production`",
        "  1 × GET /customers/1?auth-key=***&a=<b>|c → 200 by `crm` in `Production`",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}\n{text}");
    }
    assert!(!text.contains('\u{1b}') && run_human(&broken(), true).contains('\u{1b}'));
}

#[test]
fn a_program_reads_the_same_as_json() {
    let json: Value = serde_json::from_str(&run_json(&broken())).unwrap();
    assert_eq!(json["kept"], false);
    assert_eq!(json["coverage"]["permitted"], 5);
    let case = &json["groups"][0]["cases"][0];
    assert_eq!(case["outcome"], "broken");
    assert_eq!(case["place"], json!({"file": "contract.toml", "line": 2}));
    assert_eq!(case["mismatches"][0]["nearest"][0]["key"], "crm-test");
    assert_eq!(json["refusedCalls"][0]["reason"], "wrong-environment");
    assert_eq!(json["keysInUrls"][0]["key"], "crm");
    assert_eq!(
        json["usage"][0],
        json!({"workflow": "Echo", "key": "crm-test", "environment": "Production", "calls": 1})
    );
}

#[test]
fn junit_has_a_suite_a_group_a_failure_a_broken_case_and_properties() {
    let xml = junit("localgear exec", &broken().tally);
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut tags, mut failures) = (Vec::new(), None);
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().unwrap();
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            let name = tag.name().as_ref().to_owned();
            if name == "testsuites" {
                failures = tag.try_get_attribute("failures").unwrap().map(|found| found.value.into_owned());
            }
            tags.push(name);
        }
        if event == Event::Eof {
            break;
        }
    }
    let count = |name: &str| tags.iter().filter(|tag| *tag == name).count();
    assert_eq!(
        (count("testsuite"), count("testcase"), count("failure"), count("skipped")),
        (3, 7, 4, 1),
        "{xml}"
    );
    assert_eq!(failures.as_deref(), Some("4"));
    assert!(count("property") >= 9 && xml.contains("classname=\"shop.expectations\""), "{xml}");
    assert!(xml.contains("key: expected `crm`, found `crm-test`"), "{xml}");
}

#[test]
fn github_gets_one_annotation_a_broken_case_on_its_line() {
    let text = github(&broken().tally);
    assert_eq!(text.lines().count(), 4, "{text}");
    let first = text.lines().next().unwrap();
    assert!(first.starts_with(
        "::error file=contract.toml,line=2,title=contract broken%3A `Echo` by `crm`%3A exactly 1 call::"
    ));
    assert!(first.contains("%0Afound     no such call%0A"), "{first}");
}

#[test]
fn a_summary_is_a_table_that_no_text_can_leave() {
    let text = run_markdown(&broken());
    assert!(text.starts_with("### ❌ `shop` under localgear\n"), "{text}");
    assert!(text.contains("| ❌ | `Echo` by `crm`: exactly 1 call | found: no such call |"), "{text}");
    assert!(text.contains("/customers/1?auth-key=***&amp;a=&lt;b&gt;\\|c"), "{text}");
    assert!(text.contains("| Get customer | crm | Production | 2 |"), "{text}");
}
