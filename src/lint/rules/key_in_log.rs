//! `key-in-log`: an API Key stands in a log.

use super::case::{Case, Said, is_log};
use crate::finding::KEY_IN_LOG;
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let sighting = case.sighting();
    // What a log's line calls may name a target to be sent on to; the log is where the key is read.
    let travels = matches!(sighting.manner, Manner::Query | Manner::Redirect);
    (travels && is_log(sighting.setting)).then(|| {
        case.said(&KEY_IN_LOG, "in a log", "an API Key stands in a log: whoever reads the log has it")
    })
}
