//! Browsers ask before they call, and read replies only where an Allowed Origin lets them.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use http::{Method, StatusCode};

use super::accept::Call;
use super::record::Record;
use super::render::REASON_HEADER;
use super::trace::StepName;
use crate::site::{EnvironmentIndex, LiveSite, eq_ignore_case};
use crate::traffic::{Provenance, RawCall, Reply};

/// Request headers that a page may send.
const ALLOWED_HEADERS: &str = "Authorization, Content-Type, X-Localgear-Environment";

/// The answer to `OPTIONS`, which needs no key: 204, with the methods that are bound to the path (assumed).
pub(super) fn preflight(live: &LiveSite, raw: &RawCall, call: &Call, record: &mut Record) -> Option<Reply> {
    if raw.method != Method::OPTIONS {
        return None;
    }
    let mut methods: Vec<String> = live
        .site()
        .matching(call.environment, &call.path)
        .into_iter()
        .map(|(method, _)| method.to_string())
        .collect();
    methods.sort();
    methods.dedup();
    let methods = methods.join(", ");
    record.trace.step(
        StepName::Preflight,
        Provenance::Assumed("`OPTIONS` is answered before any key is asked for"),
        || {
            (
                "answered: 204".to_owned(),
                format!("methods bound to the path: {}", if methods.is_empty() { "none" } else { &methods }),
            )
        },
    );
    let mut reply = Reply::empty(StatusCode::NO_CONTENT).with_header(ALLOW, &methods);
    if is_allowed(live, call.environment, raw) {
        reply = reply
            .with_header(ACCESS_CONTROL_ALLOW_METHODS, &methods)
            .with_header(ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
    }
    Some(reply)
}

fn is_allowed(live: &LiveSite, environment: EnvironmentIndex, raw: &RawCall) -> bool {
    let environment = live.site().environment(environment);
    let origin = raw.headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    environment.zip(origin).is_some_and(|(environment, origin)| environment.allowed_origins.permit(origin))
}

/// Lets an allowed origin read the reply; what the Workflow itself set wins (documented: Allowed Origins; the form is
/// assumed).
pub(super) fn open_to_origin(live: &LiveSite, raw: &RawCall, record: &Record, headers: &mut HeaderMap) {
    let Some(origin) = raw.headers.get(ORIGIN) else { return };
    let Some(environment) = record.environment else { return };
    if headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) || !is_allowed(live, environment, raw) {
        return;
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(REASON_HEADER));
    let varies = headers.get(VARY).and_then(|vary| vary.to_str().ok());
    if !varies.is_some_and(|vary| vary.split(',').any(|name| eq_ignore_case(name.trim(), "origin"))) {
        headers.append(VARY, HeaderValue::from_static("Origin"));
    }
}
