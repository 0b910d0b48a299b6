//! A key as lists show it: everything but its secrets.

use std::time::Duration;

use serde::Serialize;

use super::api_key::{ApiKey, KeyState, Permitted, Slot, WorksUntil};
use super::moment::Moment;
use super::whole::Site;

/// A key as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Its name.
    pub name: String,
    /// Whether it is enabled.
    pub enabled: bool,
    /// When it was disabled, where that is known.
    pub disabled_at: Option<Moment>,
    /// Until when a disabled key works.
    pub works_until: Option<Moment>,
    /// Its target environment; `null` for an untargeted one.
    pub environment: Option<String>,
    /// Its permitted Workflows; `["*"]` for all.
    pub workflows: Vec<String>,
    /// The slots that hold a live secret.
    pub slots: Vec<Slot>,
}

impl KeyView {
    /// A key as its site's lists show it.
    #[must_use]
    pub fn of(key: &ApiKey, site: &Site) -> Self {
        let disable_lag: Duration = site.parts().disable_lag;
        let name_of = |index| site.workflow(index).map(|workflow| workflow.name.to_string());
        Self {
            name: key.name.to_string(),
            enabled: key.state == KeyState::Enabled,
            disabled_at: match key.state {
                KeyState::DisabledAt(at) => Some(at),
                KeyState::Enabled | KeyState::Disabled => None,
            },
            works_until: match key.state.works_until(disable_lag) {
                WorksUntil::Moment(end) => Some(end),
                WorksUntil::Forever | WorksUntil::Over => None,
            },
            environment: key
                .environment
                .and_then(|at| site.environment(at))
                .map(|found| found.name.to_string()),
            workflows: match &key.permitted {
                Permitted::All => vec!["*".to_owned()],
                Permitted::Only(workflows) => workflows.iter().filter_map(|index| name_of(*index)).collect(),
            },
            slots: key.secrets.iter().map(|(slot, _)| *slot).collect(),
        }
    }
}
