//! How much of what a site permits was asked for: Workflows × keys × environments, and by which carriers.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::example::Example;
use super::rules;
use super::suite::SuiteOutcome;
use crate::site::{EnvironmentIndex, KeyIndex, KeyState, PathSegment, Site, Workflow, WorkflowIndex};
use crate::traffic::{Carrier, Credential, PlannedCall};

/// Ways that were not taken and are named.
pub const MISSING_TOLD_MAX: usize = 20;

/// What was reached of what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// REST-bound Workflows.
    pub workflows: Share,
    /// Keys.
    pub keys: Share,
    /// Environments.
    pub environments: Share,
    /// Carriers.
    pub carriers: Share,
    /// Permitted ways: a key that may invoke a Workflow in an environment.
    pub ways: Share,
    /// Permitted ways that nobody took, [`MISSING_TOLD_MAX`] at most.
    pub missing: Vec<String>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Reached.
    pub reached: usize,
    /// There.
    pub all: usize,
}

impl Share {
    /// The share in whole percent, rounded down; of nothing all is reached.
    #[must_use]
    pub fn percent(self) -> u8 {
        let percent = (self.reached * 100).checked_div(self.all).unwrap_or(100);
        u8::try_from(percent).unwrap_or(100)
    }
}

type Place = (WorkflowIndex, KeyIndex, EnvironmentIndex);

/// What calls have reached of a site.
#[derive(Debug, Default)]
pub struct Reached {
    places: BTreeSet<Place>,
    carriers: BTreeSet<&'static str>,
}

impl Reached {
    /// Counts every call of the suites that was not turned away.
    pub fn count(&mut self, site: &Site, suites: &[SuiteOutcome]) {
        for suite in suites {
            for case in &suite.cases {
                let heard = case.last().and_then(|attempt| attempt.heard.as_ref());
                let (Some(call), Some(heard)) = (&case.call, heard) else { continue };
                // Where reasons are not told, only the status speaks.
                if heard.reason.is_none() && (suite.tells_reasons || heard.status < 400) {
                    self.note(site, call);
                }
            }
        }
    }

    fn note(&mut self, site: &Site, call: &PlannedCall) {
        let Credential::Key { name, carrier, .. } = &call.credential else { return };
        let Some((key, _)) = site.keys().named(name) else { return };
        let Some(environment) = rules::environment(site, call.environment.as_deref()) else { return };
        let Ok(workflow) = rules::route(site, environment, &call.method, &call.target) else { return };
        let place = (workflow, key, environment);
        if permits(site, place) {
            self.places.insert(place);
            self.carriers.insert(carrier.as_str());
        }
    }

    /// What that comes to.
    #[must_use]
    pub fn coverage(&self, site: &Site) -> Coverage {
        let mut all = Vec::new();
        for (workflow, found) in (0..).map(WorkflowIndex).zip(site.workflows()) {
            if found.binding.is_none() {
                continue;
            }
            for (environment, _) in (0..).map(EnvironmentIndex).zip(site.environments()) {
                if !answers_alone(site, workflow, found, environment) {
                    continue;
                }
                let keys = (0..).map(KeyIndex).zip(site.keys().keys());
                let places = keys.map(|(key, _)| (workflow, key, environment));
                all.extend(places.filter(|place| permits(site, *place)));
            }
        }
        let share = |of: &dyn Fn(&Place) -> u32| {
            let all: BTreeSet<u32> = all.iter().map(of).collect();
            let reached: BTreeSet<u32> = self.places.iter().map(of).collect();
            Share { reached: reached.len(), all: all.len() }
        };
        let missing = all.iter().filter(|place| !self.places.contains(place));
        Coverage {
            workflows: share(&|(workflow, ..)| workflow.0),
            keys: share(&|(_, key, _)| key.0),
            environments: share(&|(.., environment)| u32::from(environment.0)),
            carriers: Share { reached: self.carriers.len(), all: CARRIERS },
            ways: Share { reached: self.places.len(), all: all.len() },
            missing: missing.take(MISSING_TOLD_MAX).map(|place| in_words(site, *place)).collect(),
        }
    }
}

/// How many carriers there are.
const CARRIERS: usize = [Carrier::HeaderKey, Carrier::HeaderBearer, Carrier::Query].len();

fn permits(site: &Site, (workflow, key, environment): Place) -> bool {
    let published = site.workflow(workflow).is_some_and(|found| found.is_published_in(environment));
    published
        && site.keys().get(key).is_some_and(|key| {
            key.state == KeyState::Enabled
                && key.permitted.includes(workflow)
                && key.environment.is_none_or(|target| target == environment)
        })
}

/// Whether a call of the Workflow's examples reaches it and no other.
fn answers_alone(site: &Site, at: WorkflowIndex, workflow: &Workflow, environment: EnvironmentIndex) -> bool {
    let Some(example) = Example::of(workflow) else { return false };
    let path = example.target.split('?').next().unwrap_or_default().trim_matches('/');
    let decoded = |part| PathSegment::new(percent_decode_str(part).decode_utf8_lossy().into_owned());
    let path: Vec<PathSegment> =
        if path.is_empty() { Vec::new() } else { path.split('/').map(decoded).collect() };
    let found = site.matching(environment, &path);
    let mut same = found.iter().filter(|(method, _)| *method == example.method).map(|(_, found)| *found);
    (same.next(), same.next()) == (Some(at), None)
}

fn in_words(site: &Site, (workflow, key, environment): Place) -> String {
    let workflow = site.workflow(workflow).map(|found| found.name.as_str()).unwrap_or_default();
    let key = site.keys().get(key).map(|found| found.name.as_str()).unwrap_or_default();
    let environment = site.environment(environment).map(|found| found.name.as_str()).unwrap_or_default();
    format!("`{workflow}` by `{key}` in {environment}")
}
