//! Reading, freezing and moving the site's clock.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::answer::{self, ControlFault, Json};
use crate::adapters::emulator::Emulator;
use crate::ports::Clock as _;
use crate::site::{Moment, parse_duration};

#[derive(Serialize)]
pub(super) struct Reading {
    now: Moment,
    frozen: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Freeze {
    now: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    by: String,
}

pub(super) async fn read(State(emulator): State<Arc<Emulator>>) -> Json<Reading> {
    Json(Reading { now: emulator.clock().now(), frozen: emulator.clock().is_frozen() })
}

pub(super) async fn freeze(
    emulator: State<Arc<Emulator>>,
    body: Bytes,
) -> Result<Json<Reading>, ControlFault> {
    let asked: Freeze = answer::read(&body)?;
    let moment = Moment::parse(&asked.now)
        .ok_or_else(|| ControlFault::bad("`now` must be RFC 3339, such as `2026-03-01T09:00:00Z`."))?;
    emulator.clock().freeze(moment);
    Ok(read(emulator).await)
}

pub(super) async fn advance(
    emulator: State<Arc<Emulator>>,
    body: Bytes,
) -> Result<Json<Reading>, ControlFault> {
    let asked: Advance = answer::read(&body)?;
    let by = parse_duration(&asked.by).map_err(|fault| ControlFault::bad(format!("`by`: {fault}.")))?;
    emulator.clock().advance(by);
    Ok(read(emulator).await)
}

pub(super) async fn release(State(emulator): State<Arc<Emulator>>) -> StatusCode {
    emulator.clock().release();
    StatusCode::NO_CONTENT
}
