//! How much of what a site permits was used: Workflows × keys × environments.

use super::usage::{Cell, Usage};
use crate::site::{ApiKey, EnvironmentIndex, LiveSite, Permitted, Workflow, WorkflowIndex};

/// Combinations that were permitted and not used which are named; the rest is counted.
pub const MISSING_MAX: usize = 20;

/// How much of what a site permits was used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Combinations that were used.
    pub covered: u64,
    /// Combinations that are permitted.
    pub permitted: u64,
    /// The first that were not used, in the site's order.
    pub missing: Vec<Cell>,
}

impl Coverage {
    /// What was used of what the site permits. A call that the site no longer permits covers nothing.
    #[must_use]
    pub fn of(live: &LiveSite, usage: &Usage) -> Self {
        let mut coverage = Self { covered: covered(live, usage), ..Self::default() };
        let site = live.site();
        // Keys that may call everything are many in a large site; what everything is does not depend on them.
        let is_bound = |workflow: &&Workflow, at| workflow.binding.is_some() && workflow.is_published_in(at);
        let published = (0..).map(EnvironmentIndex).zip(site.environments());
        let published =
            published.map(|(at, _)| site.workflows().iter().filter(|known| is_bound(known, at)).count());
        let published: Vec<usize> = published.collect();
        for key in live.keys().keys() {
            for environment in environments(live, key) {
                let permitted = match key.permitted {
                    Permitted::All => published.get(usize::from(environment.0)).copied().unwrap_or_default(),
                    Permitted::Only(_) => workflows(live, key, environment).count(),
                };
                coverage.permitted += permitted as u64;
                if coverage.missing.len() == MISSING_MAX {
                    continue;
                }
                for workflow in workflows(live, key, environment) {
                    let names = site.workflow(workflow).zip(site.environment(environment));
                    let Some((workflow, environment)) = names else { continue };
                    let cell = Cell {
                        workflow: workflow.name.to_string(),
                        key: key.name.to_string(),
                        environment: environment.name.to_string(),
                    };
                    if coverage.missing.len() < MISSING_MAX && !usage.cells().contains_key(&cell) {
                        coverage.missing.push(cell);
                    }
                }
            }
        }
        coverage
    }

    /// Whole percent, rounded down, so that 100 means everything; a site that permits nothing is covered.
    #[must_use]
    pub fn percent(&self) -> u64 {
        (self.covered * 100).checked_div(self.permitted).unwrap_or(100)
    }
}

fn covered(live: &LiveSite, usage: &Usage) -> u64 {
    let site = live.site();
    let is_permitted = |cell: &&Cell| {
        let workflow = site.workflow_named(&cell.workflow);
        let environment = site.environment_named(&cell.environment);
        let key = live.keys().named(&cell.key);
        let (Some(workflow), Some(environment), Some((_, key))) = (workflow, environment, key) else {
            return false;
        };
        key.environment.is_none_or(|target| target == environment)
            && key.permitted.includes(workflow)
            && site.workflow(workflow).is_some_and(|known| known.is_published_in(environment))
    };
    usage.cells().keys().filter(is_permitted).count() as u64
}

/// The environments that a key may call.
fn environments(live: &LiveSite, key: &ApiKey) -> impl Iterator<Item = EnvironmentIndex> {
    let target = key.environment;
    let all = (0..).map(EnvironmentIndex).zip(live.site().environments()).map(|(at, _)| at);
    all.filter(move |at| target.is_none_or(|target| target == *at))
}

/// The Workflows that a key may call in an environment.
fn workflows<'s>(
    live: &'s LiveSite,
    key: &'s ApiKey,
    environment: EnvironmentIndex,
) -> impl Iterator<Item = WorkflowIndex> + 's {
    let site = live.site();
    let named: &[WorkflowIndex] = match &key.permitted {
        Permitted::All => &[],
        Permitted::Only(workflows) => workflows,
    };
    let every = matches!(key.permitted, Permitted::All).then_some(site.workflows());
    let every = (0..).map(WorkflowIndex).zip(every.unwrap_or_default()).map(|(at, _)| at);
    let is_there = move |at: &WorkflowIndex| {
        site.workflow(*at).is_some_and(|known| known.binding.is_some() && known.is_published_in(environment))
    };
    named.iter().copied().chain(every).filter(is_there)
}
