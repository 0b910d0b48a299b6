//! Reading a request's body, bounded in size and in patience.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::time::Instant;

use super::limits::Limits;
use crate::traffic::RawBody;

/// Why a body could not be read at all.
pub(super) enum BodyFault {
    /// The peer sent nothing for too long.
    Slow,
    /// The connection broke, or the framing did.
    Broken,
}

/// Bytes of a body that is too large which are still read, so that the client gets to see the reply.
const DRAIN_BYTES_MAX: u64 = 1 << 20;

/// Reads the whole body, or learns that it is larger than `limit`.
pub(super) async fn read(mut body: Incoming, limit: u64, limits: &Limits) -> Result<RawBody, BodyFault> {
    if body.is_end_stream() {
        return Ok(RawBody::Whole(Bytes::new()));
    }
    let deadline = Instant::now() + limits.body_whole_max;
    let announced = body.size_hint().lower();
    let mut whole = BytesMut::new();
    let mut first = None;
    let mut seen = 0_u64;
    loop {
        if announced.max(seen) > limit + DRAIN_BYTES_MAX {
            return Ok(RawBody::TooLarge(limit));
        }
        let until = deadline.min(Instant::now() + limits.body_wait_max);
        let frame = tokio::time::timeout_at(until, body.frame()).await.map_err(|_| BodyFault::Slow)?;
        let Some(frame) = frame else { break };
        let Ok(data) = frame.map_err(|_| BodyFault::Broken)?.into_data() else { continue };
        seen += data.len() as u64;
        if seen > limit {
            (whole, first) = (BytesMut::new(), None);
        } else if first.is_none() && whole.is_empty() {
            first = Some(data);
        } else {
            if let Some(first) = first.take() {
                whole.extend_from_slice(&first);
            }
            whole.extend_from_slice(&data);
        }
    }
    if seen > limit {
        return Ok(RawBody::TooLarge(limit));
    }
    Ok(RawBody::Whole(first.unwrap_or_else(|| whole.freeze())))
}
