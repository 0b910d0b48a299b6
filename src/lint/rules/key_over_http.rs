//! `key-over-http`: an API Key goes over plain HTTP, to another machine.

use super::case::{Case, Said};
use crate::finding::KEY_OVER_HTTP;
use crate::lint::knowledge::is_loopback;
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let sighting = case.sighting();
    let travels = match sighting.manner {
        Manner::Query | Manner::Redirect => true,
        // A header is right in itself, and what a Referer says was another call's.
        Manner::Header => case.known().is_some(),
        Manner::Referer | Manner::DeclaredInQuery | Manner::UserInfo => false,
    };
    let host = sighting.url.host.as_deref().filter(|host| !host.is_empty())?;
    let plain = sighting.url.scheme.as_deref() == Some("http");
    (travels && plain && !is_loopback(host)).then(|| {
        Said::of(&KEY_OVER_HTTP, "an API Key goes over plain HTTP: everybody on the way can read it")
    })
}
