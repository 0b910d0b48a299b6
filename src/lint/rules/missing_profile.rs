//! `missing-profile`: the key and the environment that the URL names do not fit.

use super::case::{Case, Known, Said};
use crate::finding::MISSING_PROFILE;
use crate::lint::sighting::{Setting, Sighting};
use crate::site::{DEFAULT_ENVIRONMENT, Generation};

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let known = case.known()?;
    let site = known.knowledge.site();
    let own = known.knowledge.environment(known.owner.key)?;
    let sighting = case.sighting();
    if !known.knowledge.is_own_host(sighting.url.host.as_deref()) {
        return None;
    }
    let misfit = match site.parts().generation {
        Generation::Modern => {
            let host = sighting.url.host.as_deref()?;
            let other = site.environments().iter().find(|place| place.hostname.eq_ignore_ascii_case(host))?;
            (!other.is_named(own.name.as_str()))
                .then(|| format!("{} is sent to `{host}`, which is `{}`", known.name(), other.name))
        }
        Generation::Classic => by_profile(known, own.name.as_str(), sighting),
    }?;
    let help = match site.parts().generation {
        Generation::Modern => format!("call `{}`", own.hostname),
        Generation::Classic if own.is_named(DEFAULT_ENVIRONMENT) => "leave `_profile` out".to_owned(),
        Generation::Classic => format!("add `_profile={}` to the querystring", own.name),
    };
    Some(Said { help: Some(help), ..Said::of(&MISSING_PROFILE, misfit) })
}

fn by_profile(known: &Known<'_>, own: &str, sighting: &Sighting) -> Option<String> {
    let site = known.knowledge.site();
    match &sighting.url.profile {
        // It is filled in later.
        Some(None) => None,
        Some(Some(named)) => {
            let named = site.environment_named(named).and_then(|at| site.environment(at));
            match named {
                Some(place) if place.is_named(own) => None,
                Some(place) => Some(format!("{}, and the URL says `_profile={}`", known.name(), place.name)),
                None => {
                    Some(format!("{}, and the URL's `_profile` is no environment of the site", known.name()))
                }
            }
        }
        None => {
            let is_default = own.eq_ignore_ascii_case(DEFAULT_ENVIRONMENT);
            // A query that is built elsewhere may have it there.
            let is_whole = sighting.url.path.is_some()
                && (sighting.url.span.is_some()
                    || matches!(sighting.setting, Setting::Capture | Setting::Log | Setting::Collection));
            (!is_default && is_whole).then(|| {
                format!(
                    "{}, and the URL names no `_profile`: the call goes to {DEFAULT_ENVIRONMENT}",
                    known.name()
                )
            })
        }
    }
}
