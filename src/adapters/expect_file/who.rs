//! The names of a site that expectations may speak of.

use crate::adapters::site_file::faults::{Faults, listed, quoted};
use crate::adapters::site_file::place::At;
use crate::site::{EnvironmentIndex, Site, Workflow};

/// The names of a site.
pub(super) struct Who<'s> {
    pub(super) site: &'s Site,
}

impl<'s> Who<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Self { site }
    }

    /// The Workflow of that name, which must be REST-bound: no call reaches another.
    pub(super) fn workflow(&self, name: &At<String>, faults: &mut Faults) -> Option<&'s Workflow> {
        let found = self.site.workflow_named(name.as_str()).and_then(|at| self.site.workflow(at));
        match found {
            Some(workflow) if workflow.binding.is_none() => {
                let message = format!("{} is not REST-bound, so no call reaches it", quoted(&name.value));
                faults.add("not-bound", &name.span, message, "name a Workflow with a method and a path");
                None
            }
            Some(workflow) => Some(workflow),
            None => {
                let known = self.site.workflows().iter().filter(|workflow| workflow.binding.is_some());
                let known = known.map(|workflow| workflow.name.as_str());
                unknown("unknown-workflow", "Workflow", name, known, faults);
                None
            }
        }
    }

    /// The name of a key.
    pub(super) fn key(&self, name: &At<String>, faults: &mut Faults) -> Option<String> {
        if self.site.keys().named(name.as_str()).is_none() {
            let known = self.site.keys().keys().iter().map(|key| key.name.as_str());
            unknown("unknown-key-name", "key", name, known, faults);
            return None;
        }
        Some(name.value.clone())
    }

    /// The name of an environment, as the site writes it.
    pub(super) fn environment(&self, name: &At<String>, faults: &mut Faults) -> Option<String> {
        let at: Option<EnvironmentIndex> = self.site.environment_named(name.as_str());
        let found = at.and_then(|at| self.site.environment(at));
        if found.is_none() {
            let known = self.site.environments().iter().map(|known| known.name.as_str());
            unknown("unknown-environment", "environment", name, known, faults);
        }
        found.map(|environment| environment.name.to_string())
    }
}

/// A name that nothing has.
pub(super) fn unknown<'k>(
    code: &'static str,
    what: &str,
    name: &At<String>,
    known: impl Iterator<Item = &'k str>,
    faults: &mut Faults,
) {
    let known: Vec<&str> = known.collect();
    let advice = match (faults.nearest(name.as_str(), known.iter().copied()), known.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => format!("the site has no {what} yet"),
        (None, known) => format!("there is {}", listed(known.iter().copied())),
    };
    faults.add(code, &name.span, format!("no {what} is named {}", quoted(&name.value)), &advice);
}
