//! A key as people and control calls see it: everything but its secrets.

use serde::Serialize;

use super::api_key::{ApiKey, KeyState, Permitted, Slot, WorksUntil};
use super::moment::Moment;
use super::whole::Site;

/// A key as `GET keys` and `key list` show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Its name.
    pub name: String,
    /// Whether it may be used.
    pub enabled: bool,
    /// When it was disabled, where that is known.
    pub disabled_at: Option<Moment>,
    /// The moment from which it no longer works, where there is one: a key disabled without a moment no longer works
    /// at all, and an enabled one works without end.
    pub works_until: Option<Moment>,
    /// Target Site Environment; `None` is every one.
    pub environment: Option<String>,
    /// Permitted Workflows by name, or `*` alone.
    pub workflows: Vec<String>,
    /// The slots that hold a secret.
    pub slots: Vec<Slot>,
}

impl KeyView {
    /// What may be seen of a key.
    #[must_use]
    pub fn of(key: &ApiKey, site: &Site) -> Self {
        let environment = key.environment.and_then(|index| site.environment(index));
        let workflows = match &key.permitted {
            Permitted::All => vec!["*".to_owned()],
            Permitted::Only(workflows) => {
                let found = workflows.iter().filter_map(|index| site.workflow(*index));
                found.map(|workflow| workflow.name.to_string()).collect()
            }
        };
        Self {
            name: key.name.to_string(),
            enabled: key.state == KeyState::Enabled,
            disabled_at: match key.state {
                KeyState::DisabledAt(moment) => Some(moment),
                KeyState::Enabled | KeyState::Disabled => None,
            },
            works_until: match key.state.works_until(site.parts().disable_lag) {
                WorksUntil::Moment(moment) => Some(moment),
                WorksUntil::Forever | WorksUntil::Over => None,
            },
            environment: environment.map(|environment| environment.name.to_string()),
            workflows,
            slots: key.secrets.iter().map(|(slot, _)| *slot).collect(),
        }
    }
}
