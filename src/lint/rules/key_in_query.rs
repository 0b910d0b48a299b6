//! `key-in-query`: an API Key travels in a querystring.

use super::case::{Case, Said, is_log};
use crate::finding::KEY_IN_QUERY;
use crate::lint::sighting::{Manner, SeenValue};

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let sighting = case.sighting();
    if sighting.manner != Manner::Query || is_log(sighting.setting) {
        return None;
    }
    let plain = match &sighting.value {
        SeenValue::Literal(..) => "an API Key in a querystring: it ends up in logs, histories and Referers",
        SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => {
            "an API Key is put into a querystring: it ends up in logs, histories and Referers"
        }
    };
    Some(case.said(&KEY_IN_QUERY, "in a querystring", plain))
}
