//! What goes back to the caller.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};

/// Largest reply that a stub may make, in bytes.
pub const REPLY_BYTES_MAX: usize = 64 << 20;

/// What goes back to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: http::StatusCode,
    /// The headers, media type included.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// A JSON reply in the platform's own media type.
    #[must_use]
    pub fn json(status: http::StatusCode, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::with_capacity(4);
        headers
            .insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        Self { status, headers, body: body.into() }
    }

    /// `{"Message": "…"}`, the body of every failure that official clients read.
    #[must_use]
    pub fn message(status: http::StatusCode, message: &str) -> Self {
        Self::json(status, serde_json::json!({ "Message": message }).to_string())
    }

    /// The reply without a body.
    #[must_use]
    pub fn empty(status: http::StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// The reply with one more header; one that HTTP cannot hold is left out.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }
}
