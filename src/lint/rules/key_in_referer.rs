//! `key-in-referer`: an API Key was passed on in a Referer.

use super::case::{Case, Said};
use crate::finding::KEY_IN_REFERER;
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let plain =
        "an API Key in a Referer: a page with the key in its URL told it to whatever it loads or links to";
    (case.sighting().manner == Manner::Referer).then(|| case.said(&KEY_IN_REFERER, "in a Referer", plain))
}
