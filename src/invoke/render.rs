//! Step 6: the reply as it goes out, refusals included.

use http::{HeaderName, HeaderValue, StatusCode};

use super::cors;
use super::record::{Record, TurnedAway};
use crate::site::LiveSite;
use crate::traffic::{RawCall, Reply};

/// Says why a call was refused, beside the platform's own answer.
pub const REASON_HEADER: &str = "x-localgear-reason";

/// Dresses an outcome as a reply.
pub(super) fn render(
    live: &LiveSite,
    raw: &RawCall,
    outcome: &Result<Reply, TurnedAway>,
    record: &Record,
) -> Reply {
    let mut reply = match outcome {
        Ok(reply) => reply.clone(),
        Err(turned_away) => refused(live, raw, turned_away),
    };
    cors::open_to_origin(live, raw, record, &mut reply.headers);
    reply
}

fn refused(live: &LiveSite, raw: &RawCall, turned_away: &TurnedAway) -> Reply {
    let parts = live.site().parts();
    let refusal = turned_away.refusal;
    let status = turned_away.status.unwrap_or_else(|| refusal.status(parts.refusals));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let message = turned_away.message.as_deref().unwrap_or_else(|| refusal.message(parts.refusals));
    let message = live.mask().hide(message, raw.presentation().secret()).into_owned();
    let mut reply = Reply::message(status, &message);
    if parts.reason_header {
        reply
            .headers
            .insert(HeaderName::from_static(REASON_HEADER), HeaderValue::from_static(refusal.slug()));
    }
    reply
}
