//! `basic-auth-in-url`: user and password stand in a URL of a Flowgear host.

use super::case::{Case, Said};
use crate::finding::BASIC_AUTH_IN_URL;
use crate::lint::sighting::{Manner, SeenValue};

/// Where Flowgear's sites live.
const DOMAINS: [&str; 2] = [".flowgear.net", ".flowgear.io"];

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let sighting = case.sighting();
    let host = sighting.url.host.as_deref().filter(|_| sighting.manner == Manner::UserInfo)?;
    let is_literal = matches!(sighting.value, SeenValue::Literal(..));
    let of_platform = DOMAINS.iter().any(|domain| host.ends_with(domain));
    let of_site = case.knowledge().is_some_and(|knowledge| {
        let places = knowledge.site().environments();
        places.iter().any(|place| place.hostname.eq_ignore_ascii_case(host))
            && !crate::lint::knowledge::is_loopback(host)
    });
    (is_literal && (of_platform || of_site)).then(|| {
        Said::of(
            &BASIC_AUTH_IN_URL,
            "user and password in a URL: they end up where URLs do, in logs and histories",
        )
    })
}
