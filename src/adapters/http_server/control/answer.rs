//! How control endpoints read and answer.

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A JSON answer that nothing between may keep.
pub(super) struct Json<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let mut response = axum::Json(self.0).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// A control call that could not be done.
#[derive(Debug)]
pub(super) struct ControlFault {
    status: StatusCode,
    message: String,
}

impl ControlFault {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

impl IntoResponse for ControlFault {
    fn into_response(self) -> Response {
        (self.status, axum::Json(serde_json::json!({ "Message": self.message }))).into_response()
    }
}

/// Reads a JSON body whatever its media type says: people send these with curl.
pub(super) fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, ControlFault> {
    serde_json::from_slice(body)
        .map_err(|fault| ControlFault::bad(format!("The body could not be read: {fault}.")))
}
