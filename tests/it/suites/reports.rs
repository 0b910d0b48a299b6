//! What suites came to, in every form that somebody reads.

use localgear::contract::suite::{SuiteOutcome, XmlPath};
use localgear::report::contract::{suite_github, suite_human, suite_json, suite_junit, suite_markdown};
use serde_json::Value;

use super::told_of;
use crate::harness::TestSite;

fn outcome() -> Vec<SuiteOutcome> {
    let text = "[[case]]\nname = 'good'\nrequest = { path = '/customers/1', key = 'crm' }\n\
                [[case]]\nname = 'bad <&> one'\nrequest = { path = '/customers/1', key = 'crm', carrier = 'query', headers = { X-A = \"it's\" } }\n\
                expect = { status = 201, json-match = 'exact', json = { id = '1' } }\n";
    vec![told_of(TestSite::draft().site(), text)]
}

#[test]
fn a_person_reads_what_differs_and_a_line_that_sends_it_again() {
    let text = suite_human(&outcome(), &[], false);
    for part in [
        "  ✓ good\n",
        "  ✗ bad <&> one (suite.toml:7)\n",
        "      status\n        expected 201\n        found    200\n",
        "      json at $.in\n        expected nothing there\n",
        "curl -sS -H 'X-A: it'\\''s' \"$FLOWGEAR_URL\"'/customers/1''?auth-key='\"$FLOWGEAR_KEY_CRM\"",
        "1 passed, 1 failed\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains('\u{1b}'));
    assert!(suite_human(&outcome(), &[], true).contains('\u{1b}'));
}

#[test]
fn a_program_reads_the_same() {
    let json: Value = serde_json::from_str(&suite_json(&outcome(), &[], &[])).unwrap();
    assert_eq!((json["passed"].as_u64(), json["failed"].as_u64()), (Some(1), Some(1)));
    let bad = &json["suites"][0]["cases"][1];
    assert_eq!((bad["verdict"].as_str(), bad["line"].as_u64()), (Some("failed"), Some(7)));
    assert_eq!(bad["attempts"][0]["mismatches"][0]["what"], "status");
    assert_eq!(bad["attempts"][0]["mismatches"][1]["at"], "$.in");
}

#[test]
fn junit_is_xml_with_suites_cases_times_and_the_text_of_failures() {
    let xml = suite_junit(&outcome(), &[]).unwrap();
    let found = |path: &str| XmlPath::parse(path).unwrap().find(&xml).unwrap();
    assert_eq!(found("/testsuites/@tests"), ["2"]);
    assert_eq!(found("/testsuites/testsuite/@name"), ["story"]);
    assert_eq!(found("/testsuites/testsuite/testcase/@name"), ["good", "bad <&> one"]);
    assert_eq!(found("/testsuites/testsuite/testcase[2]/@line"), ["7"]);
    assert_eq!(found("/testsuites/testsuite/testcase/@time").len(), 2);
    assert_eq!(
        found("/testsuites/testsuite/testcase[2]/failure/@message"),
        ["status: expected 201, found 200"]
    );
    assert!(found("/testsuites/testsuite/testcase[2]/failure")[0].contains("curl -sS"));
    assert_eq!(found("/testsuites/testsuite/properties/property/@name"), ["file", "target"]);
}

#[test]
fn github_puts_the_failure_beside_the_line_of_the_case() {
    let text = suite_github(&outcome());
    assert!(
        text.starts_with(
            "::error file=suite.toml,line=7,title=bad <&> one::status: expected 201, found 200%0Ajson"
        ),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn a_job_summary_has_a_table_and_the_failures() {
    let text = suite_markdown(&outcome(), &[]);
    assert!(text.contains("**broken**: 1 passed, 1 failed"), "{text}");
    assert!(text.contains("| story | in process | 1 | 1 | 0 |"), "{text}");
    assert!(text.contains("### ✗ bad &lt;&amp;> one"), "{text}");
    assert!(text.contains("```sh\ncurl"), "{text}");
}
