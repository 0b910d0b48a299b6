//! The control endpoints, under `/__localgear/`.

mod answer;
mod clock;
mod explain;
mod guard;
mod journal;
mod keys;
mod verify;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware;
use axum::routing::{get, post};
use http::StatusCode;
use serde::Serialize;

use super::edge::CONTROL_PREFIX;
use crate::adapters::emulator::Emulator;
use answer::{ControlFault, Json};

pub(super) use guard::Peer;
pub use guard::{ControlAccess, ControlToken};

/// Largest body of a control call, in bytes.
const CONTROL_BODY_BYTES_MAX: usize = 1 << 20;

/// The control endpoints of a running site, guarded.
pub(super) fn router(emulator: Arc<Emulator>, access: ControlAccess) -> Router {
    let endpoints = Router::new()
        .route("/health", get(health))
        .route("/journal", get(journal::read).delete(journal::clear))
        .route("/clock", get(clock::read).put(clock::freeze).delete(clock::release))
        .route("/clock/advance", post(clock::advance))
        .route("/keys", get(keys::list))
        .route("/keys/{name}/disable", post(keys::disable))
        .route("/keys/{name}/enable", post(keys::enable))
        .route("/keys/{name}/rotate", post(keys::rotate))
        .route("/explain", post(explain::explain))
        .route("/verify", post(verify::verify))
        .route("/reset", post(reset))
        .with_state(emulator);
    Router::new()
        .nest(CONTROL_PREFIX, endpoints)
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(CONTROL_BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(Arc::new(access), guard::guard))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    site: String,
    workflows: usize,
    keys: usize,
    version: &'static str,
}

async fn health(State(emulator): State<Arc<Emulator>>) -> Json<Health> {
    let live = emulator.live();
    Json(Health {
        status: "ready",
        site: live.site().name().to_string(),
        workflows: live.site().workflows().len(),
        keys: live.keys().keys().len(),
        version: env!("CARGO_PKG_VERSION"),
    })
}

async fn reset(State(emulator): State<Arc<Emulator>>) -> StatusCode {
    emulator.reset();
    StatusCode::NO_CONTENT
}

async fn unknown() -> ControlFault {
    ControlFault::new(
        StatusCode::NOT_FOUND,
        "There is no such control endpoint; health, journal, clock, clock/advance, keys, explain, verify and reset are.",
    )
}

async fn wrong_method() -> ControlFault {
    ControlFault::new(StatusCode::METHOD_NOT_ALLOWED, "This control endpoint does not take that method.")
}
