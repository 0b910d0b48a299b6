//! `stale-key`: a disabled or rotated-out API Key is still used.

use super::case::{Case, Said};
use crate::finding::STALE_KEY;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let known = case.known().filter(|known| known.owner.is_stale())?;
    let why = match known.owner.slot {
        None => "was rotated out: calls with it are refused",
        Some(_) => {
            "is disabled: calls with it are refused, at the latest when the site's `disable-lag` is over"
        }
    };
    Some(Said::of(&STALE_KEY, format!("{} {why}", known.name())))
}
