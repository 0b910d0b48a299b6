//! Which routes a refused call was near to, and what kept it from them.

use std::collections::HashSet;

use http::Method;

use crate::site::{EnvironmentIndex, LiveSite, PathSegment, Segment, Site, WorkflowIndex};
use crate::traffic::{Difference, NearRoute};

/// Near routes that are named.
const NEAR_MAX: usize = 3;

/// The routes nearest to a call: another method first, then another environment, then another segment.
pub(super) fn closest(
    live: &LiveSite,
    method: &Method,
    environment: EnvironmentIndex,
    path: &[PathSegment],
) -> Vec<NearRoute> {
    let site = live.site();
    let by_method = site.matching(environment, path).into_iter().filter(|(bound, _)| bound != method);
    let by_method = by_method.map(|(bound, at)| (at, Difference::Method { expected: bound.to_string() }));
    let elsewhere = (0..).map(EnvironmentIndex).zip(site.environments()).filter(|(at, _)| *at != environment);
    let elsewhere = elsewhere.flat_map(|(at, other)| {
        let there = site.matching(at, path).into_iter().filter(|(bound, _)| bound == method);
        there.map(|(_, workflow)| (workflow, Difference::Environment { expected: other.name.to_string() }))
    });
    let mut seen = HashSet::new();
    let candidates = by_method.chain(elsewhere).chain(by_segment(site, method, environment, path));
    let first_of_each = candidates.filter(|(workflow, _)| seen.insert(*workflow));
    first_of_each
        .filter_map(|(workflow, differs)| near_route(site, workflow, differs))
        .take(NEAR_MAX)
        .collect()
}

/// Routes that differ in one segment, the most alike first.
fn by_segment(
    site: &Site,
    method: &Method,
    environment: EnvironmentIndex,
    path: &[PathSegment],
) -> Vec<(WorkflowIndex, Difference)> {
    let near = site.routes(environment).map(|routes| routes.near(path)).unwrap_or_default();
    let described = near.into_iter().filter_map(|(at, position)| {
        let binding = site.workflow(at)?.binding.as_ref()?;
        let found = path.get(position).map(|segment| segment.text.clone()).unwrap_or_default();
        let expected = match binding.template.segments().get(position) {
            Some(Segment::Literal(text)) => text.clone(),
            Some(Segment::Variable(name)) => format!("{{{name}}}"),
            None => String::new(),
        };
        let likeness =
            strsim::normalized_damerau_levenshtein(&found.to_lowercase(), &expected.to_lowercase());
        let other_method = binding.method != *method;
        Some((other_method, likeness, at, Difference::Segment { position: position + 1, expected, found }))
    });
    let mut ranked: Vec<_> = described.collect();
    ranked
        .sort_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)).then(one.2.cmp(&other.2)));
    ranked.into_iter().map(|(_, _, at, differs)| (at, differs)).collect()
}

fn near_route(site: &Site, at: WorkflowIndex, differs: Difference) -> Option<NearRoute> {
    let workflow = site.workflow(at)?;
    let binding = workflow.binding.as_ref()?;
    Some(NearRoute {
        workflow: workflow.name.to_string(),
        method: binding.method.to_string(),
        path: binding.template.to_string(),
        differs,
    })
}
