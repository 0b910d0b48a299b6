//! `key-in-redirect`: an API Key is in the target of a redirect.

use super::case::{Case, Said};
use crate::finding::KEY_IN_REDIRECT;
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let plain =
        "an API Key in a redirect's target: it lands in the browser's history and in the next server's log";
    (case.sighting().manner == Manner::Redirect)
        .then(|| case.said(&KEY_IN_REDIRECT, "in a redirect's target", plain))
}
