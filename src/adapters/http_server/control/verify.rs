//! Judging what the journal holds against what is expected.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use serde::Serialize;

use super::answer::{self, ControlFault, Json};
use crate::adapters::emulator::Emulator;
use crate::adapters::expect_file;
use crate::contract::{Ledger, Mismatch, verify as judge};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verified {
    kept: bool,
    mismatches: Vec<Mismatch>,
    calls: u64,
    refused: u64,
    dropped: u64,
    expectations: Vec<Judged>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Judged {
    name: String,
    kept: bool,
}

pub(super) async fn verify(
    State(emulator): State<Arc<Emulator>>,
    body: Bytes,
) -> Result<Json<Verified>, ControlFault> {
    let asked = if body.is_empty() { serde_json::json!({}) } else { answer::read(&body)? };
    let live = emulator.live();
    let expectations = expect_file::read_json(asked, live.site()).map_err(|faults| {
        ControlFault::bad(format!("The expectations are broken: {}.", faults.join("; ")))
    })?;
    let kept = emulator.journal().kept();
    let mut ledger = Ledger::new(expectations);
    for entry in &kept.entries {
        ledger.record(entry);
    }
    let tally = judge(&ledger, live.site().name().as_str(), kept.dropped);
    let judged = tally.cases().map(|case| Judged { name: case.name.clone(), kept: !case.is_broken() });
    Ok(Json(Verified {
        kept: tally.is_kept(),
        mismatches: tally.cases().flat_map(|case| case.mismatches()).cloned().collect(),
        calls: ledger.usage().calls,
        refused: ledger.usage().refused_calls,
        dropped: kept.dropped,
        expectations: judged.collect(),
    }))
}
