//! `explain` over HTTP is the journey itself, and the nearest call that it names is one that succeeds.

use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

use crate::harness::{TestSite, secret};

fn explained(site: &TestSite, question: &Value) -> Value {
    let reply = site.control_json("POST", "explain", question);
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

#[test]
fn an_answered_call_is_told_step_by_step_each_with_its_provenance() {
    let site = TestSite::start();
    let told = explained(&site, &json!({"method": "GET", "url": "/customers/1", "key": "crm"}));
    assert_eq!(
        (&told["outcome"], &told["status"], &told["reason"]),
        (&json!("reply"), &json!(200), &json!(null))
    );
    let steps: Vec<_> =
        told["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(
        steps,
        ["environment", "credential", "match-workflow", "authenticate", "bind-inputs", "run-stub"]
    );
    for step in told["steps"].as_array().unwrap() {
        let kind = step["provenance"]["kind"].as_str().unwrap();
        assert!(["documented", "observed", "assumed"].contains(&kind), "{step}");
        for text in [&step["decision"], &step["why"], &step["provenance"]["source"]] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{step}");
        }
    }
    assert_eq!((&told["hint"], &told["nearest"]), (&json!(null), &json!(null)));
    assert!(site.journal().is_empty(), "nothing was sent");
}

#[test]
fn a_refused_call_has_a_hint_and_the_nearest_call() {
    let site = TestSite::start();
    let told = explained(&site, &json!({"method": "GET", "url": "/customer/7?x=1"}));
    assert_eq!((&told["outcome"], &told["reason"]), (&json!("refused"), &json!("no-route")));
    assert_eq!(
        told["nearest"],
        json!({"method": "GET", "url": "/customers/7?x=1", "environment": "Production", "host": null, "workflow": "Get customer", "key": "crm"})
    );
    assert!(told["hint"].as_str().unwrap().contains("`customers`"), "{told}");
}

#[test]
fn an_unknown_host_is_told_as_a_step() {
    let site = TestSite::draft().settings("generation = 'modern'").start();
    let told = explained(&site, &json!({"method": "GET", "url": "http://elsewhere.example/customers/1"}));
    assert_eq!(told["reason"], "unknown-environment");
    assert_eq!(told["steps"][0]["decision"], "refused: unknown-environment");
}

#[test]
fn a_question_that_cannot_be_asked_is_a_bad_one() {
    let site = TestSite::start();
    for question in [
        json!({"method": "G T", "url": "/"}),
        json!({"method": "GET", "url": "http://"}),
        json!({"method": "GET", "url": "/", "key": "nobody"}),
        json!({"method": "GET", "url": "/", "environment": "Nowhere"}),
        json!({"method": "GET", "url": "/", "headers": {"a b": "c"}}),
        json!({"method": "GET", "url": "/", "headers": {"a": 1}}),
        json!({"url": "/"}),
    ] {
        let reply = site.control_json("POST", "explain", &question);
        assert_eq!(reply.status, 400, "{question}");
        assert!(reply.json()["Message"].is_string());
    }
}

#[test]
fn no_nearest_call_is_named_where_it_would_clash() {
    let site = TestSite::bare()
        .more("[[workflow]]\nname = 'one'\nmethod = 'GET'\npath = '/x/{id}'")
        .more("[[workflow]]\nname = 'two'\nmethod = 'GET'\npath = '/x/y'")
        .key("all", "workflows = ['*']")
        .start();
    let told = explained(&site, &json!({"method": "POST", "url": "/x/y"}));
    assert_eq!((&told["reason"], &told["nearest"]), (&json!("wrong-method"), &json!(null)));
}

/// Many calls, most of them refused.
fn question() -> impl Strategy<Value = Value> {
    let method = prop::sample::select(vec!["GET", "POST", "PUT", "HEAD", "DELETE"]);
    let word = prop::sample::select(vec![
        "customers",
        "customer",
        "Echo",
        "x",
        "a%2Fb",
        "things",
        "another",
        "",
        "é",
        "+",
    ]);
    let path = prop::collection::vec(word, 0..4).prop_map(|words| format!("/{}", words.join("/")));
    let query = prop::sample::select(vec![
        "",
        "?_profile=Test",
        "?_profile=tset",
        "?_profile=Nowhere",
        "?auth-key=whose-is-this",
        "?q=1%262&auth=x",
        "?to=%20&_profile=Test",
    ]);
    let key = prop_oneof![
        prop::sample::select(vec!["crm", "crm-test", "off", "narrow", "roaming"]).prop_map(Value::from),
        proptest::prelude::Just(Value::Null)
    ];
    let header = prop::sample::select(vec![
        json!({}),
        json!({"Authorization": "Basic x"}),
        json!({"Authorization": "Key=nobody-has-it"}),
    ]);
    (method, path, query, key, header).prop_map(|(method, path, query, key, headers)| {
        let headers = if key.is_null() { headers } else { json!({}) };
        json!({"method": method, "url": format!("{path}{query}"), "key": key, "headers": headers})
    })
}

fn crowded(generation: &str) -> TestSite {
    TestSite::draft()
        .settings(&format!("generation = '{generation}'"))
        .more("[[workflow]]\nname = 'Thing'\nmethod = 'GET'\npath = '/things/{id}?to={to}'")
        .more("[[workflow]]\nname = 'Other thing'\nmethod = 'GET'\npath = '/things/another'")
        .more("[[workflow]]\nname = 'Tried'\nmethod = 'POST'\npath = '/{a}/{b}/{c}'\nenvironments = ['Test']\n[workflow.inputs.c]\nexample = 'a/b c'")
        .key("off", "enabled = false\nenvironment = 'Production'\nworkflows = ['*']")
        .key("narrow", "environment = 'Test'\nworkflows = ['Tried']")
        .key("roaming", "environment = 'Production'\nworkflows = ['Thing', 'Echo']")
        .start()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_nearest_call_succeeds_when_it_is_sent(questions in prop::collection::vec(question(), 8)) {
        for generation in ["classic", "modern"] {
            let site = crowded(generation);
            for question in &questions {
                let told = explained(&site, question);
                let nearest = &told["nearest"];
                if nearest.is_null() {
                    continue;
                }
                let text = |member: &str| nearest[member].as_str().unwrap().to_owned();
                let call = site.call(&text("method"), &text("url")).key(&text("key"));
                let call = match nearest["host"].as_str() {
                    Some(host) => call.header("Host", host),
                    None => call,
                };
                let reply = call.send();
                prop_assert_eq!((reply.status, reply.reason()), (200, None), "{} gave {}", question, nearest);
                let entry = site.last_entry();
                prop_assert_eq!(&entry["workflow"], &nearest["workflow"]);
                prop_assert_eq!(&entry["environment"], &nearest["environment"]);
            }
        }
    }

    #[test]
    fn what_is_explained_is_what_is_answered(questions in prop::collection::vec(question(), 8)) {
        let site = crowded("classic");
        for question in &questions {
            let told = explained(&site, question);
            let mut call = site.call(question["method"].as_str().unwrap(), &question["url"].as_str().unwrap().replace('é', "%C3%A9"));
            if let Some(name) = question["key"].as_str() {
                call = call.secret(&secret(name, "primary"));
            }
            for (name, value) in question["headers"].as_object().unwrap() {
                call = call.header(name, value.as_str().unwrap());
            }
            let reply = call.send();
            prop_assert_eq!(&told["status"], &json!(reply.status), "{}", question);
            prop_assert_eq!(told["reason"].as_str(), reply.reason(), "{}", question);
        }
    }
}
