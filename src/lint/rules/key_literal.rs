//! `key-literal`: an API Key of the site stands in a file. Only the site's digests can tell.

use super::case::{Case, Said, is_log};
use crate::finding::{KEY_LITERAL, Severity};
use crate::lint::sighting::{Manner, Setting};

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let known = case.known()?;
    let sighting = case.sighting();
    // What was really sent is told by the rule about how it travelled.
    let was_sent = is_log(sighting.setting) || sighting.setting == Setting::Capture;
    if was_sent && sighting.manner != Manner::Header {
        return None;
    }
    let severity = if known.owner.is_stale() { Severity::Note } else { known.opens.severity() };
    Some(Said::of(&KEY_LITERAL, format!("{} stands in the file", known.name())).weighing(severity))
}
