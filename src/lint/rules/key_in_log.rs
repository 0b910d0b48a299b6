//! `key-in-log`: an API Key stands in a log.

use super::case::{Case, Said, is_log};
use crate::finding::KEY_IN_LOG;
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let sighting = case.sighting();
    (sighting.manner == Manner::Query && is_log(sighting.setting)).then(|| {
        case.said(&KEY_IN_LOG, "in a log", "an API Key stands in a log: whoever reads the log has it")
    })
}
