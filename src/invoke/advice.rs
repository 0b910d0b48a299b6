//! What to do about a refusal: a sentence for a person, and the nearest call that would succeed.

use http::Uri;
use serde::Serialize;

use super::accept::{PROFILE_NAME, split_path};
use super::record::{Record, TurnedAway};
use crate::site::{
    ApiKey, DEFAULT_ENVIRONMENT, EnvironmentIndex, Generation, LiveSite, Segment, Site, UriTemplate,
    Workflow, WorkflowIndex, encode, nearest,
};
use crate::traffic::{Difference, RawCall, Refusal, Reply, is_query_secret, query};

/// What to do about a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// A sentence for a person.
    pub hint: String,
    /// The nearest call that would succeed, if one would.
    pub nearest: Option<NearCall>,
}

/// A call that would succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearCall {
    /// Its method.
    pub method: String,
    /// Its path and query, without a key.
    pub url: String,
    /// The environment it is for.
    pub environment: String,
    /// The host, where the host chooses the environment.
    pub host: Option<String>,
    /// The Workflow it reaches.
    pub workflow: String,
    /// A key that may make it, by name; its secret goes into `Authorization: Key=…`.
    pub key: String,
}

/// Advice about a refused call, where somebody listens.
pub(super) fn advise(
    live: &LiveSite,
    raw: &RawCall,
    outcome: &Result<Reply, TurnedAway>,
    record: &Record,
) -> Option<Advice> {
    let turned_away = outcome.as_ref().err().filter(|_| record.trace.is_told())?;
    let nearest = target(live.site(), raw, turned_away.refusal, record)
        .and_then(|(workflow, environment)| near_call(live, raw, workflow, environment, record));
    Some(Advice { hint: hint(live, turned_away, record, nearest.as_ref()), nearest })
}

fn hint(
    live: &LiveSite,
    turned_away: &TurnedAway,
    record: &Record,
    nearest_call: Option<&NearCall>,
) -> String {
    let advice = match turned_away.refusal {
        Refusal::BodyTooLarge => "send less, or raise `body-limit` in `[site]`".to_owned(),
        Refusal::UnknownEnvironment => {
            let names: Vec<_> = live.site().environments().iter().map(|known| known.name.as_str()).collect();
            format!("the site's environments are `{}`", names.join("`, `"))
        }
        Refusal::NoRoute | Refusal::WrongMethod => match record.closest.first() {
            Some(near) => {
                let what = match &near.differs {
                    Difference::Method { expected } => format!("call it with `{expected}`"),
                    Difference::Environment { expected } => {
                        format!("it is published in `{expected}`, call it there")
                    }
                    Difference::Segment { position, expected, found } if expected.is_empty() => {
                        format!("leave out segment {position}, `{found}`")
                    }
                    Difference::Segment { position, expected, found } if found.is_empty() => {
                        format!("segment {position} is missing: `{expected}`")
                    }
                    Difference::Segment { position, expected, found } => {
                        format!("segment {position} is `{found}`, and the template has `{expected}`")
                    }
                };
                format!("the closest route is `{} {}` (`{}`): {what}", near.method, near.path, near.workflow)
            }
            None => {
                "no route of the site is like this one; `localgear check` and the start of `serve` list them"
                    .to_owned()
            }
        },
        Refusal::RouteClash => {
            "change one of the templates so that no URL matches both, or publish them in different \
                                environments; `localgear check` shows every clash with a URL"
                .to_owned()
        }
        Refusal::NoCredential => "send `Authorization: Key=…`".to_owned(),
        Refusal::MalformedCredential => {
            "write `Authorization: Key=…` or `Authorization: Bearer …`, without quotes".to_owned()
        }
        Refusal::UnknownKey => {
            "use a live secret of one of the site's keys; a lost one is replaced by `localgear key rotate`"
                .to_owned()
        }
        Refusal::KeyDisabled => {
            "enable the key (`localgear key enable`), or call with another one".to_owned()
        }
        Refusal::NotPermitted => {
            "add the Workflow to the key's `workflows`, or call with a key that permits it".to_owned()
        }
        Refusal::WrongEnvironment => match live.site().parts().generation {
            Generation::Classic => {
                "name the key's environment in the URL as `_profile`, or call with another key".to_owned()
            }
            Generation::Modern => {
                "call the host of the key's environment, or call with another key".to_owned()
            }
        },
        Refusal::PolicyDenied => "the findings say what the policy asks for".to_owned(),
        Refusal::PolicyFailed => {
            "mend the policy, or set `on-failure = \"allow\"` while it is being mended".to_owned()
        }
        Refusal::MalformedBody => {
            "mend the body, or declare the input `FgRequestBody` to read it raw".to_owned()
        }
        Refusal::StubFailed => "mend the stub's template in the site file".to_owned(),
    };
    let with_key =
        nearest_call.map(|call| format!("; the key `{}` may call it", call.key)).unwrap_or_default();
    format!("{}; {advice}{with_key}", turned_away.detail)
}

/// Where the nearest call goes.
fn target(
    site: &Site,
    raw: &RawCall,
    refusal: Refusal,
    record: &Record,
) -> Option<(WorkflowIndex, EnvironmentIndex)> {
    match refusal {
        Refusal::NoRoute | Refusal::WrongMethod => {
            let near = record.closest.first()?;
            let environment = match &near.differs {
                Difference::Environment { expected } => site.environment_named(expected)?,
                Difference::Method { .. } | Difference::Segment { .. } => record.environment?,
            };
            Some((site.workflow_named(&near.workflow)?, environment))
        }
        Refusal::UnknownEnvironment => {
            let names = site.environments().iter().map(|known| known.name.as_str());
            let asked = super::accept::profile(raw).unwrap_or_default();
            let name = nearest(&asked, names).unwrap_or(DEFAULT_ENVIRONMENT);
            let environment = site
                .environment_named(name)
                .or_else(|| site.environment_named(site.environments().first()?.name.as_str()))?;
            let matching = site.matching(environment, &split_path(raw.uri.path()));
            matching
                .into_iter()
                .find(|(method, _)| *method == raw.method)
                .map(|(_, workflow)| (workflow, environment))
        }
        Refusal::NoCredential
        | Refusal::MalformedCredential
        | Refusal::UnknownKey
        | Refusal::KeyDisabled
        | Refusal::NotPermitted
        | Refusal::MalformedBody => Some((record.workflow?, record.environment?)),
        Refusal::WrongEnvironment => {
            let (workflow, called) = (record.workflow?, record.environment?);
            let published = |at: &EnvironmentIndex| {
                site.workflow(workflow).is_some_and(|known| known.is_published_in(*at))
            };
            let (key, ..) = record.key?;
            let target = site.keys().get(key).and_then(|key| key.environment).filter(published);
            Some((workflow, target.unwrap_or(called)))
        }
        Refusal::BodyTooLarge
        | Refusal::RouteClash
        | Refusal::PolicyDenied
        | Refusal::PolicyFailed
        | Refusal::StubFailed => None,
    }
}

/// The call that reaches the Workflow in the environment, with the first key that may make it: the one that was used
/// if it may.
fn near_call(
    live: &LiveSite,
    raw: &RawCall,
    workflow: WorkflowIndex,
    environment: EnvironmentIndex,
    record: &Record,
) -> Option<NearCall> {
    let site = live.site();
    let (known, place) = (site.workflow(workflow)?, site.environment(environment)?);
    let binding = known.binding.as_ref()?;
    let may = |key: &&ApiKey| {
        key.state.works_until(site.parts().disable_lag).includes(raw.received)
            && key.environment.is_none_or(|target| target == environment)
            && key.permitted.includes(workflow)
    };
    let used = record.key.and_then(|(index, ..)| live.keys().get(index));
    let key = used.filter(may).or_else(|| live.keys().keys().iter().find(may))?;
    let presentation = raw.presentation();
    let url = url(&raw.uri, &binding.template, known, place.name.as_str(), site.parts().generation);
    if !reaches(site, environment, &binding.method, &url, workflow) {
        return None;
    }
    Some(NearCall {
        method: binding.method.to_string(),
        url: live.mask().hide_encoded(&url, presentation.secret()).into_owned(),
        environment: place.name.to_string(),
        host: (site.parts().generation == Generation::Modern).then(|| place.hostname.clone()),
        workflow: known.name.to_string(),
        key: key.name.to_string(),
    })
}

/// Whether the URL reaches this Workflow and no other: what filled a variable may be another template's literal.
fn reaches(
    site: &Site,
    environment: EnvironmentIndex,
    method: &http::Method,
    url: &str,
    workflow: WorkflowIndex,
) -> bool {
    let path = url.split_once('?').map_or(url, |(path, _)| path);
    let found = site.matching(environment, &split_path(path));
    let mut found = found.iter().filter(|(bound, _)| bound == method).map(|(_, found)| *found);
    (found.next(), found.next()) == (Some(workflow), None)
}

/// A URL that reaches the Workflow in the environment, its variables filled with examples.
#[must_use]
pub fn near_url(site: &Site, workflow: &Workflow, environment: EnvironmentIndex) -> String {
    let (Some(binding), Some(place)) = (&workflow.binding, site.environment(environment)) else {
        return String::new();
    };
    url(&Uri::from_static("/"), &binding.template, workflow, place.name.as_str(), site.parts().generation)
}

/// The template filled with what the call had in the same places, else with examples; other query values are kept.
fn url(
    called: &Uri,
    template: &UriTemplate,
    workflow: &Workflow,
    environment: &str,
    generation: Generation,
) -> String {
    let path = split_path(called.path());
    let pairs: Vec<_> = query::pairs(called.query().unwrap_or_default()).collect();
    let mut url = template.render(|name| {
        let is_it = |segment: &Segment| matches!(segment, Segment::Variable(variable) if variable == name);
        let in_path = template.segments().iter().position(is_it).and_then(|at| path.get(at));
        let in_path = in_path.map(|segment| segment.text.clone()).filter(|text| !text.is_empty());
        let in_query = || {
            let part = template.query().iter().find(|part| part.variable == *name)?;
            pairs.iter().find(|pair| pair.name() == part.key.as_str()).map(|pair| pair.value().into_owned())
        };
        let input = workflow.input_named(name.as_str()).and_then(|at| workflow.inputs.get(at));
        let example = || input.and_then(|input| input.example.clone().or_else(|| input.default.clone()));
        in_path.or_else(in_query).or_else(example).unwrap_or_else(|| "1".to_owned()).into()
    });
    let is_bound = |name: &str| template.query().iter().any(|part| part.key == name);
    let others = pairs.iter().filter(|pair| {
        let name = pair.name();
        !is_query_secret(pair) && !is_bound(&name) && !name.eq_ignore_ascii_case(PROFILE_NAME)
    });
    let others = others.map(|pair| (pair.name().into_owned(), pair.value().into_owned()));
    let names_profile = generation == Generation::Classic && environment != DEFAULT_ENVIRONMENT;
    let profile = names_profile.then(|| (PROFILE_NAME.to_owned(), environment.to_owned()));
    for (name, value) in others.chain(profile) {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&encode(&name));
        url.push('=');
        url.push_str(&encode(&value));
    }
    url
}
