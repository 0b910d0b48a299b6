//! `[[policy]]`: what a site says of its policies. The components themselves are loaded elsewhere.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use super::faults::Faults;
use super::weigh::Desk;
use super::{names, raw, words};
use crate::site::{OnFailure, POLICY_TIMEOUT_DEFAULT, PolicyBinding, PolicyMode, WorkflowIndex};

/// Longest time that a policy may be given for one answer.
const POLICY_TIMEOUT_MAX: Duration = Duration::from_secs(10);

/// Every policy of the file, in its order.
pub(super) fn all(file: &raw::SiteFile, folder: Option<&Path>, desk: &mut Desk<'_>) -> Vec<PolicyBinding> {
    let mut seen = HashSet::new();
    for name in file.policy.iter().filter_map(|table| table.name.as_ref()) {
        if !seen.insert(name.as_str()) {
            names::twice("policies", name, &mut desk.faults);
        }
    }
    file.policy.iter().filter_map(|table| one(table, folder, desk)).collect()
}

fn one(table: &raw::PolicyTable, folder: Option<&Path>, desk: &mut Desk<'_>) -> Option<PolicyBinding> {
    let faults = &mut desk.faults;
    let name = table.name.as_ref().and_then(|name| words::name(name, faults));
    let modes = [("enforce", PolicyMode::Enforce), ("monitor", PolicyMode::Monitor)];
    let mode = table.mode.as_ref().and_then(|text| words::word(text, &modes, faults));
    let answers = [("deny", OnFailure::Deny), ("allow", OnFailure::Allow)];
    let on_failure = table.on_failure.as_ref().and_then(|text| words::word(text, &answers, faults));
    let timeout = timeout(table, faults);
    let workflows = workflows(table, desk);
    let module = Path::new(&table.module.as_ref()?.value);
    Some(PolicyBinding {
        name: name?,
        module: folder.map_or_else(|| module.to_owned(), |folder| folder.join(module)),
        mode: mode.unwrap_or_default(),
        settings: table.settings.clone().unwrap_or_else(|| serde_json::Value::Object(serde_json::Map::new())),
        timeout,
        workflows,
        on_failure: on_failure.unwrap_or_default(),
    })
}

fn timeout(table: &raw::PolicyTable, faults: &mut Faults) -> Duration {
    let Some(text) = &table.timeout else { return POLICY_TIMEOUT_DEFAULT };
    let timeout = words::duration(text, POLICY_TIMEOUT_MAX, faults);
    if timeout == Some(Duration::ZERO) {
        faults.add("bad-duration", &text.span, "a policy needs some time to answer", "write such as `50ms`");
    }
    timeout.unwrap_or(POLICY_TIMEOUT_DEFAULT)
}

fn workflows(table: &raw::PolicyTable, desk: &mut Desk<'_>) -> Vec<WorkflowIndex> {
    let Some(named) = &table.workflows else { return Vec::new() };
    if named.is_empty() {
        let advice = "name a Workflow, or leave `workflows` out to ask about all";
        desk.faults.add(
            "idle-policy",
            &table.span,
            "`workflows` is empty, so the policy is asked about none",
            advice,
        );
    }
    let found = named.iter().filter_map(|name| desk.names.workflow(name, &mut desk.faults));
    let mut found: Vec<WorkflowIndex> = found.map(|(index, _)| index).collect();
    found.sort_unstable();
    found.dedup();
    found
}
