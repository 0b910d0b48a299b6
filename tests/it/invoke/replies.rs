//! What comes out of a Workflow's stub.

use serde_json::{Value, json};

use crate::harness::{HttpReply, TestSite};

const ANY: &str = "environment = 'Production'\nworkflows = ['*']";

/// A bare site with the Workflow `Stub`, bound to `GET /s/{v}`.
fn stub(tables: &str) -> TestSite {
    let workflow = format!("[[workflow]]\nname = 'Stub'\nmethod = 'GET'\npath = '/s/{{v}}'\n{tables}");
    TestSite::bare().more(&workflow).key("all", ANY).key("other", ANY).start()
}

fn called(site: &TestSite, target: &str) -> HttpReply {
    site.get(target).key("all").send()
}

#[test]
fn the_default_envelope_has_the_members_of_the_public_examples_in_their_order() {
    let site = stub("");
    let reply = called(&site, "/s/1");
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
    let json = reply.json();
    let names: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "InitialisationXml",
            "v",
            "status",
            "statusMessage",
            "StepCount",
            "progress",
            "enginePerf",
            "taskStartId",
            "apiPerf"
        ]
    );
    assert_eq!((&json["status"], &json["statusMessage"]), (&json!(true), &json!("")));
    assert_eq!((&json["StepCount"], &json["progress"]), (&json!(2), &json!("[]")));
    let perf: Value = serde_json::from_str(json["enginePerf"].as_str().unwrap()).unwrap();
    assert!(["setup", "execute", "strike"].iter().all(|name| perf[name].is_number()), "{perf}");
    let perf: Value = serde_json::from_str(json["apiPerf"].as_str().unwrap()).unwrap();
    assert!(perf["execute"].is_number(), "{perf}");
}

#[test]
fn declared_outputs_stand_where_inputs_would_and_an_unset_one_is_null() {
    let site = stub("[workflow.outputs.Result]\nvalue = 'got {{ inputs.v }}'\n[workflow.outputs.Unset]");
    let json = called(&site, "/s/7").json();
    assert_eq!((&json["Result"], &json["Unset"]), (&json!("got 7"), &json!(null)));
    assert!(json.get("Unset").is_some() && json.get("v").is_none());
}

#[test]
fn initialisation_xml_has_its_children_in_order_and_names_the_key() {
    for (generation, username) in [("classic", "Key: all"), ("modern", "Token-based Key: all")] {
        let site = TestSite::bare()
            .settings(&format!("generation = '{generation}'"))
            .more("[[workflow]]\nname = 'Stub'\nmethod = 'GET'\npath = '/s/{v}'")
            .key("all", ANY)
            .start();
        let json = called(&site, "/s/1").json();
        let xml = json["InitialisationXml"].as_str().unwrap();
        let names: Vec<_> = xml.split("</").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
        assert_eq!(
            names,
            [
                "SiteId",
                "SiteName",
                "WorkflowId",
                "WorkflowName",
                "WorkflowInstanceId",
                "Username",
                "Profile",
                "ActivationContext",
                "Logging",
                "Initialisation"
            ]
        );
        for part in [
            &format!("<Username>{username}</Username>"),
            "<Profile>Production</Profile>",
            "<ActivationContext>ApiInvoke</ActivationContext>",
            "<Logging>Full</Logging>",
            &format!("<WorkflowInstanceId>{}</WorkflowInstanceId>", json["taskStartId"].as_str().unwrap()),
        ] {
            assert!(xml.contains(part), "{part} in {xml}");
        }
        assert_eq!(site.last_entry()["initialisationXml"], xml);
    }
}

#[test]
fn the_first_reply_whose_condition_holds_is_given() {
    let site = stub(
        "[[workflow.reply]]\nwhen = { inputs.v = '1', key = 'other' }\nbody = 'key'\n\
         [[workflow.reply]]\nwhen = { query.q = { regex = '^a+$' } }\nbody = 'query'\n\
         [[workflow.reply]]\nwhen = { header.X-Mode = 'test' }\nbody = 'header'\n\
         [[workflow.reply]]\nwhen = { environment = 'Test' }\nbody = 'environment'\n\
         [[workflow.reply]]\nwhen = { inputs.v = { regex = '^[0-9]+$' } }\nbody = 'number'",
    );
    assert_eq!(site.get("/s/1").key("other").send().text(), "key");
    assert_eq!(called(&site, "/s/1").text(), "number");
    assert_eq!(called(&site, "/s/1?q=aaa").text(), "query");
    assert_eq!(called(&site, "/s/1?q=aab").text(), "number");
    assert_eq!(site.get("/s/x").key("all").header("x-mode", "test").send().text(), "header");
    assert!(called(&site, "/s/x").json()["InitialisationXml"].is_string(), "none holds: the envelope");
}

#[test]
fn what_a_caller_sends_cannot_break_out_of_a_json_reply() {
    let site = stub("[[workflow.reply]]\njson = '{\"v\": \"{{ inputs.v }}\", \"n\": 1}'");
    let hostile = "\"}, \\ \n\r\t\u{0} \u{2028} \u{e9}\u{1F600} {{ 7*7 }} </script>";
    let reply = called(&site, &format!("/s/{}", localgear::site::encode(hostile)));
    assert_eq!(reply.json(), json!({"v": hostile, "n": 1}));
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
}

#[test]
fn a_list_or_map_in_a_json_reply_becomes_json() {
    let site = stub("[[workflow.reply]]\njson = '{\"all\": {{ [inputs.v, 2, none] }}}'");
    assert_eq!(called(&site, "/s/q%22").json(), json!({"all": ["q\"", 2, null]}));
}

#[test]
fn status_headers_and_media_type_are_as_the_file_says() {
    let site = stub(
        "[[workflow.reply]]\nstatus = 201\ncontent-type = 'application/vnd.shop'\n\
         headers = { Location = '/s/{{ inputs.v }}', X-Run = '{{ instance_id }}', Content-Length = '3' }\nbody = '<{{ inputs.v }}>'",
    );
    let reply = called(&site, "/s/a%22b");
    assert_eq!((reply.status, reply.text()), (201, "<a\"b>"));
    assert_eq!(reply.header("location"), Some("/s/a\"b"));
    assert_eq!(reply.header("content-type"), Some("application/vnd.shop"));
    assert_eq!(reply.header("x-run"), site.last_entry()["id"].as_str());
}

#[test]
fn a_header_that_http_forbids_is_a_failed_stub_and_no_injection() {
    let site = stub("[[workflow.reply]]\nheaders = { X-Echo = '{{ inputs.v }}' }\nbody = 'x'");
    assert_eq!(called(&site, "/s/ok").header("x-echo"), Some("ok"));
    let reply = called(&site, "/s/a%0D%0ASet-Cookie:%20b");
    assert_eq!((reply.status, reply.reason()), (500, Some("stub-failed")));
    assert_eq!(reply.header("set-cookie"), None);
}

#[test]
fn every_name_of_the_interface_is_in_scope() {
    let site = stub(
        "[[workflow.reply]]\nbody = '''{{ inputs.v }}|{{ key.name }}|{{ key.slot }}|{{ environment }}|{{ site.name }}|\
         {{ workflow.name }}|{{ now }}|{{ request.method }}|{{ request.path }}|{{ request.query.q }}|\
         {{ request.headers['x-a'] }}|{{ request.body }}'''",
    );
    let reply = site.get("/s/1?q=2").key("all").header("X-A", "3").send();
    assert_eq!(reply.text(), "1|all|primary|Production|shop|Stub|2026-03-01T09:00:00Z|GET|/s/1|2|3|");
}

#[test]
fn an_fg_response_body_makes_the_reply_raw() {
    let site = stub(
        "[workflow.outputs.FgResponseBody]\nvalue = '<ok>{{ inputs.v }}</ok>'\n\
         [workflow.outputs.FgResponseContentType]\nvalue = 'Text_Xml'\n\
         [workflow.outputs.FgResponseCode]\nvalue = '{{ inputs.v }}'\n\
         [workflow.outputs.FgResponseHeaders]\nvalue = \"X-A: 1\\r\\nX-B:2\\r\\n\\r\\nContent-Length: 1\"",
    );
    let reply = called(&site, "/s/202");
    assert_eq!((reply.status, reply.text()), (202, "<ok>202</ok>"));
    assert_eq!(reply.header("content-type"), Some("text/xml"));
    assert_eq!((reply.header("x-a"), reply.header("x-b")), (Some("1"), Some("2")));
    for wrong in ["teapot", "99", "600", "100"] {
        assert_eq!(called(&site, &format!("/s/{wrong}")).reason(), Some("stub-failed"), "{wrong}");
    }
}

#[test]
fn a_raw_reply_without_a_media_type_is_json_when_it_is_and_else_text() {
    for (value, kind) in
        [("{\"a\": 1}", "application/json; charset=utf-8"), ("hello", "text/plain; charset=utf-8")]
    {
        let site = stub(&format!("[workflow.outputs.FgResponseBody]\nvalue = '{value}'"));
        let reply = called(&site, "/s/1");
        assert_eq!((reply.status, reply.text(), reply.header("content-type")), (200, value, Some(kind)));
    }
}

#[test]
fn a_failed_stub_says_why_in_the_body_and_serving_goes_on() {
    let site = stub("[[workflow.reply]]\nbody = '{{ inputs.v | int }}'");
    let reply = called(&site, "/s/x");
    assert_eq!((reply.status, reply.reason()), (500, Some("stub-failed")));
    assert!(reply.message().contains("template failed"), "{reply:?}");
    assert_eq!(called(&site, "/s/7").text(), "7");
}
