//! Who is who in the file: what other tables may name.

use std::collections::HashMap;

use super::faults::{Faults, listed, quoted};
use super::place::{At, Span};
use super::raw;
use crate::site::{DEFAULT_ENVIRONMENT, EnvironmentIndex, WorkflowIndex};

/// Environments of a site whose file names none.
pub(super) const ENVIRONMENTS_DEFAULT: [&str; 2] = [DEFAULT_ENVIRONMENT, "Test"];

/// The names that the file gives, each with its position.
#[derive(Debug)]
pub(super) struct Names<'r> {
    environments: HashMap<String, EnvironmentIndex>,
    environment_list: Vec<&'r str>,
    workflows: HashMap<&'r str, (WorkflowIndex, bool)>,
    keys: HashMap<&'r str, ()>,
}

impl<'r> Names<'r> {
    /// Collects the names of a file and reports those that are given twice.
    pub(super) fn new(file: &'r raw::SiteFile, faults: &mut Faults) -> Self {
        let mut environments = HashMap::new();
        let mut environment_list = Vec::new();
        for (index, table) in (0..).map(EnvironmentIndex).zip(&file.environment) {
            let Some(name) = &table.name else { continue };
            environment_list.push(name.as_str());
            if environments.insert(name.value.to_lowercase(), index).is_some() {
                let message = format!("there are two environments named {}", quoted(&name.value));
                let advice = "upper and lower case are the same to the platform; rename one";
                faults.add_of_whole("duplicate-name", &name.span, message, advice);
            }
        }
        if file.environment.is_empty() {
            environment_list.extend(ENVIRONMENTS_DEFAULT);
            let named = ENVIRONMENTS_DEFAULT.iter().map(|name| name.to_lowercase());
            environments.extend(named.zip((0..).map(EnvironmentIndex)));
        }
        let mut workflows = HashMap::with_capacity(file.workflow.len());
        for (index, table) in (0..).map(WorkflowIndex).zip(&file.workflow) {
            let Some(name) = &table.name else { continue };
            let is_bound = table.method.is_some() || table.path.is_some();
            if workflows.insert(name.as_str(), (index, is_bound)).is_some() {
                twice("Workflows", name, faults);
            }
        }
        let mut keys = HashMap::with_capacity(file.key.len());
        for name in file.key.iter().filter_map(|table| table.name.as_ref()) {
            if keys.insert(name.as_str(), ()).is_some() {
                twice("keys", name, faults);
            }
        }
        Self { environments, environment_list, workflows, keys }
    }

    /// The environment that a text names, without regard to case.
    pub(super) fn environment(&self, name: &At<String>, faults: &mut Faults) -> Option<EnvironmentIndex> {
        let found = self.environments.get(&name.value.to_lowercase()).copied();
        if found.is_none() {
            dangling("environment", name, self.environment_list.iter().copied(), faults);
        }
        found
    }

    /// The Workflow that a text names, and whether it is REST-bound.
    pub(super) fn workflow(&self, name: &At<String>, faults: &mut Faults) -> Option<(WorkflowIndex, bool)> {
        let found = self.workflows.get(name.as_str()).copied();
        if found.is_none() {
            dangling("Workflow", name, self.workflows.keys().copied(), faults);
        }
        found
    }

    /// Whether a key has the name that a text says.
    pub(super) fn key(&self, name: &At<String>, faults: &mut Faults) -> bool {
        let found = self.keys.contains_key(name.as_str());
        if !found {
            dangling("key", name, self.keys.keys().copied(), faults);
        }
        found
    }
}

/// A name that is given twice, reported where it is given again.
pub(super) fn twice(what: &str, name: &At<String>, faults: &mut Faults) {
    let message = format!("there are two {what} named {}", quoted(&name.value));
    faults.add_of_whole("duplicate-name", &name.span, message, "rename or remove one");
}

fn dangling<'k>(what: &str, name: &At<String>, known: impl Iterator<Item = &'k str>, faults: &mut Faults) {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let advice = match (faults.nearest(name.as_str(), known.iter().copied()), known.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => format!("the file has no {what} yet"),
        (None, known) => format!("there is {}", listed(known.iter().copied())),
    };
    let code = match what {
        "environment" => "unknown-environment",
        "Workflow" => "unknown-workflow",
        _ => "unknown-key-name",
    };
    let span: &Span = &name.span;
    faults.add_of_whole(code, span, format!("no {what} is named {}", quoted(&name.value)), &advice);
}
