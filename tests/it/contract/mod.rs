//! Journey 3: what calls come to, judged without a network.

mod counts;
mod coverage;
mod expect_file;
mod habits;
mod laws;
mod orders;
mod reports;

use localgear::adapters::expect_file as file;
use localgear::contract::{Case, Expectations, Ledger, Mismatch, Tally, verify};
use localgear::finding::Severity;
use localgear::site::{Site, Slot};
use localgear::traffic::{Carrier, JournalEntry, KeyUse, Observation, Refusal};
use serde_json::json;

use crate::harness::{TestSite, moment};

fn site() -> Site {
    TestSite::draft().site()
}

fn expecting(text: &str) -> Expectations {
    file::read(text.to_owned(), "contract.toml", &site()).unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}

/// An answered call of a Workflow by a key.
fn call(workflow: &str, key: &str) -> JournalEntry {
    let key = KeyUse { name: key.to_owned(), slot: Slot::Minted, carrier: Carrier::HeaderKey };
    JournalEntry {
        id: uuid::Uuid::nil(),
        at: moment("2026-03-01T09:00:00Z"),
        method: "GET".to_owned(),
        url: "/customers/1?state=new%20one".to_owned(),
        headers: vec![(http::header::CONTENT_TYPE, "application/json".to_owned())],
        status: 200,
        reason: None,
        workflow: Some(workflow.to_owned()),
        environment: Some("Production".to_owned()),
        key: Some(key),
        inputs: json!({"id": "1", "empty": null}).as_object().unwrap().clone(),
        initialisation_xml: None,
        findings: Vec::new(),
        notes: Vec::new(),
        closest: Vec::new(),
        duration_micros: 10,
    }
}

/// The same call, refused.
fn refused(workflow: &str, key: &str, reason: Refusal) -> JournalEntry {
    JournalEntry { status: 404, reason: Some(reason), inputs: serde_json::Map::new(), ..call(workflow, key) }
}

fn seen(rule: &str, severity: Severity) -> Observation {
    let message = format!("{rule} was seen");
    Observation { rule: rule.to_owned(), severity, message, at: None, help: None, fingerprint: None }
}

fn judged(text: &str, calls: &[JournalEntry]) -> Tally {
    let mut ledger = Ledger::new(expecting(text));
    calls.iter().for_each(|entry| ledger.record(entry));
    verify(&ledger, "shop", 0)
}

/// Everything that was not kept.
fn mismatches(text: &str, calls: &[JournalEntry]) -> Vec<Mismatch> {
    judged(text, calls).cases().flat_map(Case::mismatches).cloned().collect()
}

fn kept(text: &str, calls: &[JournalEntry]) {
    let broken = mismatches(text, calls);
    assert!(broken.is_empty(), "{text}\n{broken:#?}");
}

/// Exactly one thing was not kept.
fn broken(text: &str, calls: &[JournalEntry]) -> Mismatch {
    let mut broken = mismatches(text, calls);
    assert_eq!(broken.len(), 1, "{text}\n{broken:#?}");
    broken.remove(0)
}
