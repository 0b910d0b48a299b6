//! What was heard once is expected again, and given again by a stub; what changes from call to call is not.

use std::sync::Arc;

use bytes::Bytes;
use localgear::adapters::local_target::LocalTarget;
use localgear::adapters::suite_file;
use localgear::contract::draft::{Draft, DraftMust};
use localgear::contract::drift::{drift, recorded};
use localgear::contract::suite::Verdict;
use localgear::ports::Target;
use localgear::traffic::{Addressed, Carrier, Change, Credential, Heard, PlannedCall, Unanswered};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

use super::{broken, told_to};
use crate::harness::TestSite;

/// Says the same to everybody.
struct Parrot(Heard);

impl Target for Parrot {
    fn send(&self, _: &PlannedCall) -> Result<Heard, Unanswered> {
        Ok(self.0.clone())
    }

    fn tells_reasons(&self) -> bool {
        true
    }

    fn change(&self, _: &Change) -> bool {
        false
    }

    fn addressed(&self, call: &PlannedCall) -> Addressed {
        Addressed { base: "$FLOWGEAR_URL".to_owned(), target: call.target.clone(), headers: Vec::new() }
    }

    fn address(&self) -> String {
        "parrot".to_owned()
    }
}

fn heard(body: &Value) -> Heard {
    let kind = ("content-type".to_owned(), "application/json; charset=utf-8".to_owned());
    Heard { status: 200, reason: None, headers: vec![kind], body: Bytes::from(body.to_string()), micros: 1 }
}

fn call(target: &str) -> PlannedCall {
    let (name, slot, carrier) = ("crm".to_owned(), localgear::site::Slot::Primary, Carrier::HeaderKey);
    PlannedCall {
        method: http::Method::GET,
        target: target.to_owned(),
        headers: Vec::new(),
        body: Bytes::new(),
        environment: None,
        credential: Credential::Key { name, slot, carrier },
    }
}

/// Any document, with texts that look like templates, GUIDs and moments.
fn document() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z{}%#'\"\\\\ \n-]{0,12}",
        prop::sample::select(vec![
            "123e4567-e89b-12d3-a456-426614174000".to_owned(),
            "2026-03-01T09:00:00Z".to_owned(),
            "run 123e4567-e89b-12d3-a456-426614174000".to_owned(),
            "/Date(1700000000000+0000)/".to_owned(),
        ]),
    ];
    let leaf = prop_oneof![
        text.prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        proptest::prelude::Just(Value::Null),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z '.\\\\{}]{0,6}", inner, 0..4)
                .prop_map(|members| Value::from(members.into_iter().collect::<serde_json::Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_recorded_is_kept_by_the_same_answer(body in document()) {
        let heard = heard(&body);
        let draft = Draft::recorded("any", call("/customers/1"), &heard, true);
        let text = suite_file::suite_text("recorded", None, &[draft]);
        let suite = suite_file::read(text.clone(), "recorded.toml", None)
            .unwrap_or_else(|faults| panic!("{faults}\n{text}"));
        let outcome = told_to(&Parrot(heard), &suite, 0);
        prop_assert_eq!(&outcome.cases[0].verdict, &Verdict::Passed, "{:?}\n{}", broken(&outcome.cases[0]), text);
    }

    #[test]
    fn a_recorded_reply_ends_the_drift_that_it_was_recorded_for(body in document()) {
        let site = || TestSite::draft().site();
        let (call, real) = (call("/customers/7"), heard(&body));
        let reply = suite_file::reply_text(&recorded(&site(), &call, &real).unwrap());
        let text = TestSite::draft().text().replacen("[[workflow.reply]]", &format!("{reply}[[workflow.reply]]"), 1);
        let mended = super::generated::site(&text);
        let stub = LocalTarget::new(Arc::new(mended), None).unwrap().send(&call).unwrap();
        let left = drift(&site(), "any", &call, &stub, &real).differences;
        // A text in which a GUID stands is kept to the letter.
        prop_assert_eq!(left, vec![], "{}", reply);
    }
}

#[test]
fn values_that_change_from_call_to_call_are_expected_by_their_form() {
    let body = json!({"id": 7, "run": "123e4567-e89b-12d3-a456-426614174000", "at": "2026-03-01T09:00:00Z", "taskStartId": "x"});
    let draft = Draft::recorded("any", call("/customers/1"), &heard(&body), true);
    assert_eq!(draft.json, Some(json!({"id": 7})));
    let paths: Vec<&str> = draft.json_paths.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["$.run", "$.at", "$.taskStartId"]);
    assert!(matches!(draft.json_paths[0].1, DraftMust::Fit(_)) && draft.json_paths[2].1 == DraftMust::Exist);
}

#[test]
fn drift_tells_shape_from_value_and_leaves_out_what_always_changes() {
    let site = TestSite::draft().site();
    let stub = heard(&json!({"id": "1", "n": 1, "at": "2026-03-01T09:00:00Z", "only": true}));
    let real = heard(&json!({"id": 1, "n": 2, "at": "2027-01-01T00:00:00Z", "more": []}));
    let found = drift(&site, "any", &call("/customers/9"), &stub, &real);
    let told: Vec<_> =
        found.differences.iter().map(|one| (one.what.as_str(), one.at.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [("json shape", "$.id"), ("json value", "$.n"), ("json shape", "$.only"), ("json shape", "$.more")]
    );
    assert_eq!(found.reply.unwrap().inputs, [("id".to_owned(), "9".to_owned())]);
    assert!(drift(&site, "any", &call("/customers/9"), &stub, &stub).differences.is_empty());
    let mut other = stub.clone();
    other.headers[0].1 = "application/json".to_owned();
    assert!(
        drift(&site, "any", &call("/customers/9"), &stub, &other).differences.is_empty(),
        "parameters do not matter"
    );
    other.headers[0].1 = "text/plain".to_owned();
    assert_eq!(drift(&site, "any", &call("/customers/9"), &stub, &other).differences.len(), 1);
}
