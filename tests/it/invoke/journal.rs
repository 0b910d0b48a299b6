//! Every call is in the journal, masked before it is stored, and the journal is bounded.

use serde_json::{Value, json};

use crate::harness::{TestSite, secret};

#[test]
fn an_entry_says_who_called_what_and_what_became_of_it() {
    let site = TestSite::start();
    site.post("/echo").key("crm").json(&json!({"a": "1"})).send();
    let entry = site.last_entry();
    for (member, value) in [
        ("at", json!("2026-03-01T09:00:00Z")),
        ("method", json!("POST")),
        ("url", json!("/echo")),
        ("status", json!(200)),
        ("reason", json!(null)),
        ("workflow", json!("Echo")),
        ("environment", json!("Production")),
        ("key", json!({"name": "crm", "slot": "primary", "carrier": "header-key"})),
        ("inputs", json!({"a": "1", "b": "B"})),
        ("findings", json!([])),
    ] {
        assert_eq!(entry[member], value, "{member} in {entry}");
    }
    assert!(entry["id"].is_string() && entry["durationMicros"].is_u64());
    assert!(entry["initialisationXml"].as_str().unwrap().contains("<Username>Key: crm</Username>"));
}

#[test]
fn a_refused_call_names_the_routes_it_was_near_to_and_what_differed() {
    let site = TestSite::start();
    let closest = |method: &str, target: &str| {
        site.call(method, target).send();
        site.last_entry()["closest"][0].clone()
    };
    assert_eq!(
        closest("GET", "/echo"),
        json!({"workflow": "Echo", "method": "POST", "path": "/echo", "differs": {"kind": "method", "expected": "POST"}})
    );
    assert_eq!(
        closest("GET", "/customer/12")["differs"],
        json!({"kind": "segment", "position": 1, "expected": "customers", "found": "customer"})
    );
    assert_eq!(
        closest("GET", "/customers")["differs"],
        json!({"kind": "segment", "position": 2, "expected": "{id}", "found": ""})
    );
    assert_eq!(
        closest("GET", "/customers/12/x")["differs"],
        json!({"kind": "segment", "position": 3, "expected": "", "found": "x"})
    );
}

#[test]
fn a_route_of_another_environment_is_near() {
    let site = TestSite::draft()
        .more("[[workflow]]\nname = 'Tried'\nmethod = 'GET'\npath = '/tried'\nenvironments = ['Test']")
        .start();
    site.get("/tried").key("crm").send();
    let near = site.last_entry()["closest"][0].clone();
    assert_eq!(
        (&near["workflow"], &near["differs"]),
        (&json!("Tried"), &json!({"kind": "environment", "expected": "Test"}))
    );
}

#[test]
fn a_call_that_is_answered_was_near_to_nothing() {
    let site = TestSite::start();
    site.get("/customers/1").key("crm").send();
    assert_eq!(site.last_entry()["closest"], json!([]));
}

#[test]
fn a_key_in_the_querystring_is_a_finding_on_refused_calls_too_and_names_the_key_it_is() {
    let site = TestSite::start();
    let primary = secret("crm", "primary");
    for target in ["/nothing", "/echo", "/forbidden", "/customers/1"] {
        site.get(&format!("{target}?auth-key={primary}")).send();
        let finding = site.last_entry()["findings"][0].clone();
        assert_eq!((&finding["rule"], &finding["severity"]), (&json!("key-in-query"), &json!("warning")));
        assert!(finding["message"].as_str().unwrap().contains("the key `crm`"), "{finding}");
    }
    site.get("/nothing?_profile=Nowhere&auth-key=whose-is-this").send();
    assert_eq!(site.last_entry()["findings"][0]["rule"], "key-in-query");
}

#[test]
fn a_call_without_a_key_in_its_querystring_leaves_no_finding() {
    let site = TestSite::start();
    for target in
        ["/customers/1", "/customers/1?auth-key=", "/customers/1?my-auth-key=x", "/customers/1?auth=x"]
    {
        site.get(target).key("crm").send();
        assert_eq!(site.last_entry()["findings"], json!([]), "{target}");
    }
}

#[test]
fn a_thousand_entries_are_kept_and_the_rest_is_counted() {
    let site = TestSite::start();
    let mut wire = site.wire();
    for number in 0..1010 {
        wire.send(site.get(&format!("/nothing/{number}")).bytes()).reply();
    }
    let kept = site.control("GET", "journal").send().json();
    assert_eq!((kept["entries"].as_array().unwrap().len(), &kept["dropped"]), (1000, &json!(10)));
    assert_eq!(kept["entries"][0]["url"], "/nothing/10");
    assert_eq!(kept["entries"][999]["url"], "/nothing/1009");
    assert_eq!(site.control("DELETE", "journal").send().status, 204);
    let kept = site.control("GET", "journal").send().json();
    assert_eq!((&kept["entries"], &kept["dropped"]), (&json!([]), &json!(0)));
}

#[test]
fn eight_mebibytes_are_kept_and_no_value_is_long() {
    let inputs: String = (0..40).map(|number| format!("[workflow.inputs.i{number}]\n")).collect();
    let site = TestSite::bare()
        .more(&format!("[[workflow]]\nname = 'Big'\nmethod = 'POST'\npath = '/big'\n{inputs}[[workflow.reply]]\nbody = ''"))
        .key("all", "workflows = ['*']")
        .start();
    let body: serde_json::Map<String, Value> =
        (0..40).map(|number| (format!("i{number}"), "\u{e9}".repeat(4000).into())).collect();
    let call = site.post("/big").key("all").json(&Value::Object(body)).bytes();
    let mut wire = site.wire();
    for _ in 0..80 {
        assert_eq!(wire.send(&call).reply().status, 200);
    }
    let reply = site.control("GET", "journal").send();
    assert!(reply.body.len() < 9 << 20, "{}", reply.body.len());
    let kept = reply.json();
    let entries = kept["entries"].as_array().unwrap().len() as u64;
    assert_eq!(entries + kept["dropped"].as_u64().unwrap(), 80);
    assert!((30..80).contains(&entries), "{entries}");
    let value = kept["entries"][0]["inputs"]["i0"].as_str().unwrap();
    assert!(value.len() < 4200 && value.ends_with("(3904 bytes more)"), "{}", &value[4090..]);
}

#[test]
fn every_filter_filters() {
    let site = TestSite::start();
    site.get("/customers/1").key("crm").send();
    site.post("/echo").key("crm").send();
    site.get("/customers/2?_profile=Test").key("crm-test").send();
    site.get("/nothing").send();
    let urls = |filter: &str| {
        let kept = site.control("GET", &format!("journal?{filter}")).send().json();
        let urls =
            kept["entries"].as_array().unwrap().iter().map(|entry| entry["url"].as_str().unwrap().to_owned());
        urls.collect::<Vec<_>>()
    };
    assert_eq!(urls("workflow=Get%20customer"), ["/customers/1", "/customers/2?_profile=Test"]);
    assert_eq!(urls("key=crm"), ["/customers/1", "/echo"]);
    assert_eq!(urls("reason=no-route"), ["/nothing"]);
    assert_eq!(urls("status=404"), ["/nothing"]);
    assert_eq!(urls("limit=1"), ["/nothing"]);
    assert_eq!(urls("key=crm&limit=1"), ["/echo"]);
    assert_eq!(urls("key=crm&workflow=Echo&status=200"), ["/echo"]);
    for wrong in ["reason=nonsense", "colour=red", "limit=some"] {
        assert_eq!(site.control("GET", &format!("journal?{wrong}")).send().status, 400, "{wrong}");
    }
}
