//! Step 6: the reply as it goes out, refusals included.

use http::header::HeaderMap;
use http::{HeaderName, HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::cors;
use super::record::{Record, TurnedAway};
use crate::site::LiveSite;
use crate::traffic::{RawCall, Reply};

/// Says why a call was refused, beside the platform's own answer.
pub const REASON_HEADER: &str = "x-localgear-reason";

/// Names the rules under which policies reported something, in the order of asking.
pub const FINDINGS_HEADER: &str = "x-localgear-findings";

/// Rules that the header names; the journal has all of them.
const RULES_NAMED_MAX: usize = 10;

/// A policy's name is the site's own and may hold what separates one rule from the next.
const UNFIT_FOR_HEADERS: &AsciiSet = &CONTROLS.add(b' ').add(b',').add(b'%');

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
    name_findings(live, record, &mut reply.headers);
    cors::open_to_origin(live, raw, record, &mut reply.headers);
    reply
}

/// Names the rules of policies that saw something, beside the reason.
fn name_findings(live: &LiveSite, record: &Record, headers: &mut HeaderMap) {
    if !live.site().parts().reason_header {
        return;
    }
    let rules = record.findings.iter().map(|seen| seen.rule.as_str());
    let mut named: Vec<&str> = rules.filter(|rule| rule.starts_with("polic")).take(RULES_NAMED_MAX).collect();
    named.dedup();
    let rules = named.iter().map(|rule| utf8_percent_encode(rule, UNFIT_FOR_HEADERS).to_string());
    if let Ok(value) = HeaderValue::try_from(rules.collect::<Vec<_>>().join(", "))
        && !named.is_empty()
    {
        headers.insert(HeaderName::from_static(FINDINGS_HEADER), value);
    }
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
