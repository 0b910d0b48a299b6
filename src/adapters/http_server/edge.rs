//! One request: to the control endpoints, or on the journey.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse as _;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use tower::ServiceExt as _;

use super::body::{self, BodyFault};
use super::control::{self, ControlAccess};
use super::limits::Limits;
use crate::adapters::emulator::{Arrival, Emulator};
use crate::traffic::Reply;

/// Where control endpoints begin.
pub(super) const CONTROL_PREFIX: &str = "/__localgear";

const SLOW_BODY: &str = "The request body did not arrive in time.";

/// The edge of a running site.
#[derive(Debug)]
pub struct Edge {
    emulator: Arc<Emulator>,
    control: Router,
    limits: Limits,
}

/// A reply's body: a stub's whole bytes, or what the control endpoints stream.
pub(super) type ReplyBody = http_body_util::Either<Full<bytes::Bytes>, Body>;

impl Edge {
    /// The edge of a running site, with who may use its control endpoints.
    #[must_use]
    pub fn new(emulator: Arc<Emulator>, access: ControlAccess, limits: Limits) -> Self {
        let control = control::router(Arc::clone(&emulator), access);
        Self { emulator, control, limits }
    }

    /// Answers one request.
    pub(super) async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Response<ReplyBody> {
        if let Some(reply) = self.oversized(&request) {
            return respond(reply);
        }
        let path = request.uri().path();
        if path.strip_prefix(CONTROL_PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return self.control(request, peer).await;
        }
        let limit = self.emulator.live().site().parts().body_limit;
        let (head, incoming) = request.into_parts();
        match body::read(incoming, limit, self.limits.body_wait_max).await {
            Ok(body) => respond(self.emulator.call(Arrival { head, body, peer: Some(peer.ip()) }).await),
            Err(BodyFault::Slow) => respond(closing(StatusCode::REQUEST_TIMEOUT, SLOW_BODY)),
            Err(BodyFault::Broken) => {
                respond(closing(StatusCode::BAD_REQUEST, "The request body could not be read."))
            }
        }
    }

    async fn control(&self, mut request: Request<Incoming>, peer: SocketAddr) -> Response<ReplyBody> {
        request.extensions_mut().insert(control::Peer(peer));
        let answering = self.control.clone().oneshot(request.map(Body::new));
        // Control bodies are small, so one wait is enough for the whole of one.
        match tokio::time::timeout(self.limits.body_wait_max, answering).await {
            Ok(answered) => {
                let response = answered.unwrap_or_else(|never| match never {}).into_response();
                response.map(http_body_util::Either::Right)
            }
            Err(_) => respond(closing(StatusCode::REQUEST_TIMEOUT, SLOW_BODY)),
        }
    }

    /// The refusal of a target or headers that are larger than a call may have.
    fn oversized(&self, request: &Request<Incoming>) -> Option<Reply> {
        let uri = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
        if uri > self.limits.uri_bytes_max {
            return Some(closing(
                StatusCode::URI_TOO_LONG,
                "The request target is longer than this site accepts.",
            ));
        }
        if header_bytes(request.headers()) > self.limits.header_bytes_max {
            let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
            return Some(closing(status, "The request headers are larger than this site accepts."));
        }
        None
    }
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

/// A reply after which the connection cannot be used.
fn closing(status: StatusCode, message: &str) -> Reply {
    Reply::message(status, message).with_header(http::header::CONNECTION, "close")
}

fn respond(reply: Reply) -> Response<ReplyBody> {
    let mut response = Response::new(http_body_util::Either::Left(Full::new(reply.body)));
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    response
}
