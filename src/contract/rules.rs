//! The platform's rules of who may call what, said once more and from the site alone.
//!
//! Nothing here asks `invoke`: a matrix that asked the code it examines would always agree with it.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::site::{
    ApiKey, DEFAULT_ENVIRONMENT, EnvironmentIndex, Moment, Segment, Site, UriTemplate, WorkflowIndex,
    eq_ignore_case,
};
use crate::traffic::Refusal;

/// Whom a call comes from, as far as the rules care.
#[derive(Debug, Clone, Copy)]
pub enum Caller<'k> {
    /// No key at all.
    Nobody,
    /// An `Authorization` header that is no key.
    Garbled,
    /// A secret that no key has.
    Stranger,
    /// A key that works, or one that was disabled so long ago that it no longer does.
    Key(&'k ApiKey, Working),
}

/// Whether a key works at the moment of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Working {
    /// It does.
    Yes,
    /// It was disabled, and its lag has passed.
    No,
}

/// Whether the key works at a moment, as the site file has it.
#[must_use]
pub fn working(site: &Site, key: &ApiKey, now: Moment) -> Working {
    let works = key.state.works_until(site.parts().disable_lag).includes(now);
    if works { Working::Yes } else { Working::No }
}

/// The Workflow that a call reaches, or why it reaches none.
///
/// # Errors
/// The refusal that the call meets instead.
pub fn route(
    site: &Site,
    environment: EnvironmentIndex,
    method: &Method,
    target: &str,
) -> Result<WorkflowIndex, Refusal> {
    let path = target.split('?').next().unwrap_or_default();
    let mut on_path = false;
    let mut found = None;
    for (at, workflow) in (0..).map(WorkflowIndex).zip(site.workflows()) {
        let Some(binding) = &workflow.binding else { continue };
        if !workflow.is_published_in(environment) || !fits(&binding.template, path) {
            continue;
        }
        on_path = true;
        if binding.method == *method && found.replace(at).is_some() {
            return Err(Refusal::RouteClash);
        }
    }
    found.ok_or(if on_path { Refusal::WrongMethod } else { Refusal::NoRoute })
}

/// Whether the caller may have the Workflow there.
///
/// # Errors
/// The refusal that the call meets instead.
pub fn admit(
    caller: Caller<'_>,
    environment: EnvironmentIndex,
    workflow: WorkflowIndex,
) -> Result<(), Refusal> {
    let (key, working) = match caller {
        Caller::Nobody => return Err(Refusal::NoCredential),
        Caller::Garbled => return Err(Refusal::MalformedCredential),
        Caller::Stranger => return Err(Refusal::UnknownKey),
        Caller::Key(key, working) => (key, working),
    };
    if working == Working::No {
        return Err(Refusal::KeyDisabled);
    }
    if key.environment.is_some_and(|target| target != environment) {
        return Err(Refusal::WrongEnvironment);
    }
    if !key.permitted.includes(workflow) {
        return Err(Refusal::NotPermitted);
    }
    Ok(())
}

/// The environment that a name means; no name means Production.
#[must_use]
pub fn environment(site: &Site, name: Option<&str>) -> Option<EnvironmentIndex> {
    let name = name.unwrap_or(DEFAULT_ENVIRONMENT);
    let mut known = (0..).map(EnvironmentIndex).zip(site.environments());
    known.find(|(_, environment)| eq_ignore_case(environment.name.as_str(), name)).map(|(at, _)| at)
}

/// Whether a path, as it is sent, is one of the template's.
fn fits(template: &UriTemplate, path: &str) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let parts: Vec<&str> = if path.is_empty() { Vec::new() } else { path.split('/').collect() };
    let segments = template.segments();
    parts.len() == segments.len()
        && segments.iter().zip(parts).all(|(segment, part)| {
            let part = percent_decode_str(part).decode_utf8_lossy();
            match segment {
                Segment::Literal(text) => eq_ignore_case(text, &part),
                Segment::Variable(_) => !part.is_empty(),
            }
        })
}
