//! Step 1: what was asked, of which environment, with what in hand.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;

use super::record::{Record, TurnedAway};
use super::trace::StepName;
use crate::finding::{Fingerprint, KEY_IN_QUERY, Severity};
use crate::site::{
    DEFAULT_ENVIRONMENT, EnvironmentIndex, Generation, LiveSite, PathSegment, SEGMENTS_MAX, Site,
};
use crate::traffic::{Presentation, Provenance, RawBody, RawCall, Refusal, is_query_key, page, query};

/// The emulator's own header that names an environment where the host cannot.
pub const ENVIRONMENT_HEADER: &str = "x-localgear-environment";

/// The querystring name that chooses the environment in the `classic` generation (documented).
pub(super) const PROFILE_NAME: &str = "_profile";

/// A call that is understood: where it goes and what it presents.
#[derive(Debug)]
pub struct Call {
    /// The environment it is for.
    pub environment: EnvironmentIndex,
    /// Its path, decoded after splitting, one slash at the end ignored.
    pub path: Vec<PathSegment>,
    /// What it presents as a key.
    pub presentation: Presentation,
}

/// Understands a call.
pub(super) fn accept(live: &LiveSite, raw: &RawCall, record: &mut Record) -> Result<Call, TurnedAway> {
    let presentation = raw.presentation();
    look_for_key_in_query(live, raw, &presentation, record);
    let environment = choose_environment(live.site(), raw, record)?;
    record.environment = Some(environment);
    if let RawBody::TooLarge(limit) = raw.body {
        let detail = format!("the body is larger than `body-limit`, {limit} bytes");
        return Err(TurnedAway::new(Refusal::BodyTooLarge, detail));
    }
    tell_credential(&presentation, record);
    Ok(Call { environment, path: split_path(raw.uri.path()), presentation })
}

/// The segments of a path. One slash at its end is ignored, percent-decoding comes after splitting, and an empty
/// segment stays one (all assumed: the platform's own pages disagree on the first and are silent on the others).
pub(super) fn split_path(path: &str) -> Vec<PathSegment> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Vec::new();
    }
    let decode = |segment| PathSegment::new(percent_decode_str(segment).decode_utf8_lossy().into_owned());
    path.split('/').take(SEGMENTS_MAX + 1).map(decode).collect()
}

fn choose_environment(
    site: &Site,
    raw: &RawCall,
    record: &mut Record,
) -> Result<EnvironmentIndex, TurnedAway> {
    let (asked, provenance, why) = match site.parts().generation {
        Generation::Classic => match profile(raw) {
            Some(name) => (name, Provenance::Documented(page::SITE_ENVIRONMENT), "`_profile` names it"),
            None => (
                DEFAULT_ENVIRONMENT.to_owned(),
                Provenance::Documented(page::SITE_ENVIRONMENT),
                "the call has no `_profile`, and calls go to Production unless they say otherwise",
            ),
        },
        Generation::Modern => by_host(site, raw, record)?,
    };
    let found = site.environment_named(&asked);
    record.trace.step(StepName::Environment, provenance, || {
        match found.and_then(|index| site.environment(index)) {
            Some(environment) => (environment.name.to_string(), why.to_owned()),
            None => {
                ("refused: unknown-environment".to_owned(), format!("{why}, and the site has no `{asked}`"))
            }
        }
    });
    found.ok_or_else(|| {
        TurnedAway::new(Refusal::UnknownEnvironment, format!("the site has no environment `{asked}`"))
    })
}

/// The name in `_profile`, where the querystring has one that is not empty.
pub(super) fn profile(raw: &RawCall) -> Option<String> {
    let pair = query::pairs(raw.uri.query()?).find(|pair| pair.name().eq_ignore_ascii_case(PROFILE_NAME))?;
    Some(pair.value().into_owned()).filter(|name| !name.is_empty())
}

/// In the `modern` generation the host chooses. A host that can be no site's, an address or plain `localhost`, means
/// Production unless the emulator's own header names another.
fn by_host(
    site: &Site,
    raw: &RawCall,
    record: &mut Record,
) -> Result<(String, Provenance, &'static str), TurnedAway> {
    let host = raw.host().unwrap_or_default();
    let is_anyones = host.is_empty() || host == "localhost" || host.parse::<IpAddr>().is_ok();
    if is_anyones {
        let ours =
            Provenance::Assumed("a host that is an address or `localhost` can be no environment's own");
        return Ok(match raw.header(ENVIRONMENT_HEADER) {
            Some(name) => (name.to_owned(), ours, "`X-Localgear-Environment` names it"),
            None => (DEFAULT_ENVIRONMENT.to_owned(), ours, "the host is an address or `localhost`"),
        });
    }
    let of_host = site.environments().iter().find(|environment| environment.hostname == host);
    let found = of_host.map(|environment| {
        (
            environment.name.to_string(),
            Provenance::Documented(page::SITE_DETAIL),
            "the host is this environment's",
        )
    });
    found.ok_or_else(|| {
        let refusal = Refusal::UnknownEnvironment;
        let detail = format!("no environment of the site has the host `{host}`");
        record.trace.step(StepName::Environment, refusal.provenance(), || {
            (format!("refused: {refusal}"), detail.clone())
        });
        TurnedAway::new(refusal, detail)
    })
}

/// A key in the querystring is a finding whatever becomes of the call: the URL is in somebody's log already.
fn look_for_key_in_query(live: &LiveSite, raw: &RawCall, presentation: &Presentation, record: &mut Record) {
    let Some(query) = raw.uri.query() else { return };
    let in_query = Presentation::in_query(query);
    if !query::pairs(query).any(|pair| is_query_key(&pair) && !pair.value().is_empty()) {
        return;
    }
    let known = in_query.secret().and_then(|secret| live.keys().find(&secret.digest()));
    let whose = known.map_or_else(|| "a key".to_owned(), |(key, ..)| format!("the key `{}`", key.name));
    let advice = "send it as `Authorization: Key=…`, because URLs end up in logs";
    // The path as the linter reads it in a file: decoded.
    let path = percent_decode_str(raw.uri.path()).decode_utf8_lossy();
    let fingerprint =
        in_query.secret().map(|secret| Fingerprint::of(KEY_IN_QUERY.id, secret.reveal().as_bytes(), &path));
    record.observe(
        KEY_IN_QUERY.id,
        Severity::Warning,
        format!("{whose} travelled in the querystring; {advice}"),
        fingerprint,
    );
    if in_query != *presentation && in_query.secret() != presentation.secret() {
        record.note("the querystring's key was ignored, because the `Authorization` header wins".to_owned());
    }
}

fn tell_credential(presentation: &Presentation, record: &mut Record) {
    let documented = Provenance::Documented(page::TOKEN_AUTHENTICATION);
    match presentation {
        Presentation::Absent => record.trace.step(StepName::Credential, documented, || {
            (
                "none".to_owned(),
                "neither an `Authorization` header nor `auth-key` in the querystring".to_owned(),
            )
        }),
        Presentation::Malformed(malformed) => {
            let provenance =
                Provenance::Assumed("the header wins over the querystring even when it is malformed");
            let explanation = malformed.explanation();
            record
                .trace
                .step(StepName::Credential, provenance, || ("malformed".to_owned(), explanation.to_owned()));
        }
        Presentation::Key(key) => record.trace.step(StepName::Credential, documented, || {
            ("presented".to_owned(), format!("carried as `{}`", key.carrier))
        }),
    }
}
