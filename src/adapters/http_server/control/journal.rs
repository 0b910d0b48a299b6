//! Reading and clearing the journal.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use http::StatusCode;
use serde::{Deserialize, Serialize, Serializer};

use super::answer::{ControlFault, Json};
use crate::adapters::emulator::Emulator;
use crate::traffic::{JournalEntry, Refusal};

/// Which entries are asked for; everything that is said must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filter {
    workflow: Option<String>,
    key: Option<String>,
    reason: Option<String>,
    status: Option<u16>,
    limit: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct Kept {
    #[serde(serialize_with = "each")]
    entries: Vec<Arc<JournalEntry>>,
    dropped: u64,
}

fn each<S: Serializer>(entries: &[Arc<JournalEntry>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(entries.iter().map(Arc::as_ref))
}

pub(super) async fn read(
    State(emulator): State<Arc<Emulator>>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Json<Kept>, ControlFault> {
    let Query(filter) =
        filter.map_err(|fault| ControlFault::bad(format!("The filter could not be read: {fault}.")))?;
    if let Some(reason) = filter.reason.as_deref().filter(|reason| Refusal::from_slug(reason).is_none()) {
        let slugs: Vec<_> = Refusal::ALL.iter().map(|refusal| refusal.slug()).collect();
        return Err(ControlFault::bad(format!(
            "`{reason}` is no reason; the reasons are {}.",
            slugs.join(", ")
        )));
    }
    let kept = emulator.journal().kept();
    let mut entries: Vec<_> = kept.entries.into_iter().filter(|entry| filter.fits(entry)).collect();
    if let Some(limit) = filter.limit {
        entries.drain(..entries.len().saturating_sub(limit));
    }
    Ok(Json(Kept { entries, dropped: kept.dropped }))
}

pub(super) async fn clear(State(emulator): State<Arc<Emulator>>) -> StatusCode {
    emulator.journal().clear();
    StatusCode::NO_CONTENT
}

impl Filter {
    fn fits(&self, entry: &JournalEntry) -> bool {
        let key = entry.key.as_ref().map(|key| key.name.as_str());
        self.workflow.as_deref().is_none_or(|workflow| entry.workflow.as_deref() == Some(workflow))
            && self.key.as_deref().is_none_or(|name| key == Some(name))
            && self.reason.as_deref().is_none_or(|reason| entry.reason.map(Refusal::slug) == Some(reason))
            && self.status.is_none_or(|status| entry.status == status)
    }
}
