//! Listing keys, and changing them for as long as the site runs.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::answer::{ControlFault, Json};
use crate::adapters::emulator::{ChangeFault, Emulator};
use crate::ports::Clock as _;
use crate::site::{KeyChange, KeyView, Slot};

#[derive(Serialize)]
pub(super) struct Keys {
    keys: Vec<KeyView>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    slot: Option<String>,
}

/// The one answer that holds a secret, given once to whoever asked for it.
#[derive(Serialize)]
pub(super) struct Rotated {
    name: String,
    slot: Slot,
    secret: String,
}

pub(super) async fn list(State(emulator): State<Arc<Emulator>>) -> Json<Keys> {
    let live = emulator.live();
    let keys = live.keys().keys().iter().map(|key| KeyView::of(key, live.site())).collect();
    Json(Keys { keys })
}

pub(super) async fn disable(
    State(emulator): State<Arc<Emulator>>,
    Path(name): Path<String>,
) -> Result<Json<KeyView>, ControlFault> {
    let now = emulator.clock().now();
    change(&emulator, &name, &KeyChange::Disable(now))
}

pub(super) async fn enable(
    State(emulator): State<Arc<Emulator>>,
    Path(name): Path<String>,
) -> Result<Json<KeyView>, ControlFault> {
    change(&emulator, &name, &KeyChange::Enable)
}

pub(super) async fn rotate(
    State(emulator): State<Arc<Emulator>>,
    Path(name): Path<String>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Rotated>, ControlFault> {
    let Query(which) =
        which.map_err(|fault| ControlFault::bad(format!("The query could not be read: {fault}.")))?;
    let slot = match which.slot.as_deref() {
        None | Some("primary") => Slot::Primary,
        Some("secondary") => Slot::Secondary,
        Some("minted") => Slot::Minted,
        Some(_) => return Err(ControlFault::bad("`slot` is `primary`, `secondary` or `minted`.")),
    };
    let secret = emulator.rotate_key(&name, slot).map_err(|fault| refused(&fault))?;
    Ok(Json(Rotated { name, slot, secret: secret.reveal().to_owned() }))
}

fn change(emulator: &Emulator, name: &str, change: &KeyChange) -> Result<Json<KeyView>, ControlFault> {
    emulator.change_key(name, change).map_err(|fault| refused(&fault))?;
    let live = emulator.live();
    let changed = live.keys().named(name).map(|(_, key)| Json(KeyView::of(key, live.site())));
    changed.ok_or_else(|| refused(&ChangeFault::UnknownKey(name.to_owned())))
}

fn refused(fault: &ChangeFault) -> ControlFault {
    let status = match fault {
        ChangeFault::UnknownKey(_) => StatusCode::NOT_FOUND,
        ChangeFault::NoChance(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    ControlFault::new(status, fault.to_string())
}
