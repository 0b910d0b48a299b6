//! What goes into a Workflow, and which of several sources wins.

use serde_json::{Value, json};

use crate::harness::{TestSite, secret};

const ANY: &str = "environment = 'Production'\nworkflows = ['*']";

/// A bare site with one Workflow that echoes its inputs.
fn echoing(binding: &str, inputs: &str) -> TestSite {
    let (method, path) = binding.split_once(' ').unwrap();
    let workflow = format!("[[workflow]]\nname = 'Echo'\nmethod = '{method}'\npath = '{path}'\n{inputs}");
    TestSite::bare().more(&workflow).key("all", ANY).start()
}

fn echoed(site: &TestSite, target: &str, kind: &str, body: &str) -> Value {
    let reply = site.post(target).key("all").body(kind, body).send();
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

const THREE: &str =
    "[workflow.inputs.a]\n[workflow.inputs.b]\ndefault = 'B'\n[workflow.inputs.c]\nexample = 'C'";

#[test]
fn the_members_of_a_json_object_fill_inputs_as_texts() {
    let site = echoing("POST /e", THREE);
    let body = r#"{"a": "text", "b": 12.50, "c": {"d": [1, "x y"], "e": null}}"#;
    let reply = echoed(&site, "/e", "application/json; charset=utf-8", body);
    assert_eq!(reply["a"], "text");
    assert_eq!(reply["b"], "12.50", "a number as it was written");
    assert_eq!(reply["c"], r#"{"d":[1,"x y"],"e":null}"#);
}

#[test]
fn an_input_that_nobody_fills_has_its_default_or_null() {
    let reply = echoed(&echoing("POST /e", THREE), "/e", "", "");
    assert_eq!((&reply["a"], &reply["b"], &reply["c"]), (&json!(null), &json!("B"), &json!(null)));
}

#[test]
fn a_body_without_a_media_type_is_json_when_it_is_an_object() {
    let site = echoing("POST /e", THREE);
    assert_eq!(echoed(&site, "/e", "", r#"{"a": true}"#)["a"], "true");
    assert_eq!(echoed(&site, "/e", "", "a=1")["a"], json!(null));
    assert_eq!(echoed(&site, "/e", "text/plain", r#"{"a": true}"#)["a"], json!(null));
}

#[test]
fn names_match_exactly_first_and_else_in_any_case() {
    let site = echoing("POST /e", THREE);
    assert_eq!(echoed(&site, "/e", "", r#"{"A": "upper"}"#)["a"], "upper");
}

#[test]
fn an_undeclared_member_is_a_note_and_changes_nothing() {
    let site = echoing("POST /e", THREE);
    let reply = echoed(&site, "/e", "", r#"{"a": "1", "zebra": "2", "FgUsername": "mallory"}"#);
    assert_eq!(reply["zebra"], json!(null));
    let findings = site.last_entry()["findings"].clone();
    let rules: Vec<_> = findings.as_array().unwrap().iter().map(|seen| &seen["rule"]).collect();
    assert_eq!(rules, ["undeclared-input", "undeclared-input"], "{findings}");
}

#[test]
fn the_children_of_an_xml_root_fill_inputs() {
    let site = echoing("POST /e", THREE);
    let body = "\u{FEFF}<?xml version=\"1.0\"?><o:Order xmlns:o='urn:o'><o:a>1 &amp; 2 &#233;<![CDATA[<3>]]></o:a>\
                <b><x>1</x><y/></b><c/></o:Order>";
    let reply = echoed(&site, "/e", "application/xml", body);
    assert_eq!(reply["a"], "1 & 2 \u{e9}<3>");
    assert_eq!(reply["b"], "<x>1</x><y/>");
    assert_eq!(reply["c"], "");
}

#[test]
fn path_wins_over_query_and_query_over_body_and_body_over_default() {
    let inputs = "[workflow.inputs.b]\ndefault = 'default'\n[workflow.inputs.d]\ndefault = 'default'";
    let site = echoing("POST /e/{a}?b={b}", inputs);
    let body = r#"{"a": "body", "b": "body", "d": "body"}"#;
    let reply = echoed(&site, "/e/path?a=query&b=query&d=query", "", body);
    assert_eq!((&reply["a"], &reply["b"], &reply["d"]), (&json!("path"), &json!("query"), &json!("body")));
    let reply = echoed(&site, "/e/path", "", r#"{"b": "body"}"#);
    assert_eq!((&reply["b"], &reply["d"]), (&json!("body"), &json!("default")));
}

#[test]
fn the_platform_fills_its_own_properties_whatever_the_caller_says() {
    let names = [
        "FgSiteId",
        "FgSiteName",
        "FgWorkflowId",
        "FgWorkflowName",
        "FgWorkflowInstanceId",
        "FgUsername",
        "FgProfile",
        "FgRequestBody",
        "FgRequestHeaders",
        "FgRequestContentType",
        "FgInvokeUri",
        "FgInvokeUrl",
    ];
    let inputs: Vec<_> = names.iter().map(|name| format!("[workflow.inputs.{name}]\n")).collect();
    let site = echoing("POST /e", &inputs.concat());
    let reply = site
        .post(&format!("/e?x=1&auth-key={}", secret("all", "primary")))
        .header("X-Custom", "yes")
        .body("application/json", r#"{"FgUsername": "mallory"}"#)
        .send()
        .json();
    assert_eq!((&reply["FgSiteName"], &reply["FgWorkflowName"]), (&json!("shop"), &json!("Echo")));
    assert_eq!((&reply["FgUsername"], &reply["FgProfile"]), (&json!("Key: all"), &json!("Production")));
    assert_eq!(reply["FgRequestBody"], r#"{"FgUsername": "mallory"}"#);
    assert_eq!(reply["FgRequestContentType"], "application/json");
    assert_eq!(
        (&reply["FgInvokeUri"], &reply["FgInvokeUrl"]),
        (&json!("/e?x=1&auth-key=***"), &json!("/e?x=1&auth-key=***"))
    );
    assert_eq!(reply["FgWorkflowInstanceId"], reply["taskStartId"]);
    for id in ["FgSiteId", "FgWorkflowId", "FgWorkflowInstanceId"] {
        assert!(uuid::Uuid::parse_str(reply[id].as_str().unwrap()).is_ok(), "{id}");
    }
    let headers = reply["FgRequestHeaders"].as_str().unwrap();
    assert!(headers.contains("x-custom: yes\r\n") && headers.ends_with("\r\n\r\n"), "{headers:?}");
}

#[test]
fn request_headers_show_the_scheme_of_a_key_and_never_the_key() {
    let site = echoing("POST /e", "[workflow.inputs.FgRequestHeaders]");
    let reply = site.post("/e").key("all").send().json();
    let headers = reply["FgRequestHeaders"].as_str().unwrap();
    assert!(headers.contains("authorization: Key=***\r\n"), "{headers:?}");
}

#[test]
fn whoever_reads_the_raw_body_may_get_anything() {
    let site = echoing("POST /e", "[workflow.inputs.FgRequestBody]\n[workflow.inputs.a]");
    let reply = echoed(&site, "/e", "application/json", "{not json");
    assert_eq!((&reply["FgRequestBody"], &reply["a"]), (&json!("{not json"), &json!(null)));
    assert_eq!(echoed(&site, "/e", "application/json", r#"{"a": 1}"#)["a"], "1");
}

#[test]
fn a_secret_input_is_hidden_in_the_journal_and_not_from_the_workflow() {
    let site = echoing("POST /e", "[workflow.inputs.pin]\ntype = 'secret'");
    assert_eq!(echoed(&site, "/e", "", r#"{"pin": "1234"}"#)["pin"], "1234");
    assert_eq!(site.last_entry()["inputs"]["pin"], "***");
}
