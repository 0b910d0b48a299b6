//! `key-literal`: an API Key of the site stands in a file. Only the site's digests can tell.

use super::case::{Case, Said};
use crate::finding::{KEY_LITERAL, Severity};
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let known = case.known()?;
    // In a querystring it is told by the rule about that, which says whose it is, too.
    if case.sighting().manner != Manner::Header {
        return None;
    }
    let severity = if known.owner.is_stale() { Severity::Note } else { known.opens.severity() };
    Some(Said::of(&KEY_LITERAL, format!("{} stands in the file", known.name())).weighing(severity))
}
