//! The site as a whole.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use uuid::Uuid;

use super::api_key::ApiKey;
use super::environment::{DEFAULT_ENVIRONMENT, Environment, EnvironmentIndex};
use super::key_ring::KeyRing;
use super::policy_binding::PolicyBinding;
use super::route_index::{PathSegment, RouteIndex};
use super::template::Templates;
use super::workflow::{Workflow, WorkflowIndex};
use super::{KeySecret, Name};

/// How long after being disabled a key may still work, unless the site file says otherwise (documented).
pub const DISABLE_LAG_DEFAULT: Duration = Duration::from_secs(5 * 60);

/// Largest request body unless the site file says otherwise (ours; the platform documents none).
pub const BODY_BYTES_DEFAULT: u64 = 32 << 20;

/// Largest `body-limit` that a site file may ask for.
pub const BODY_BYTES_MAX: u64 = 1 << 30;

/// What a site file says, checked: everything here fits together.
#[derive(Debug)]
pub struct SiteParts {
    /// The site's name.
    pub name: Name,
    /// The site's GUID.
    pub id: Uuid,
    /// Which generation of the platform's edge it stands for.
    pub generation: Generation,
    /// How long after being disabled a key may still work.
    pub disable_lag: Duration,
    /// How refusals look on the wire.
    pub refusals: Refusals,
    /// Whether replies carry `X-Localgear-Reason`.
    pub reason_header: bool,
    /// Largest request body, in bytes.
    pub body_limit: u64,
    /// Its environments.
    pub environments: Vec<Environment>,
    /// Its Workflows.
    pub workflows: Vec<Workflow>,
    /// Its keys.
    pub keys: Vec<ApiKey>,
    /// Secrets that the file holds in plain text, kept so that they can be masked wherever they turn up.
    pub plain_secrets: Vec<KeySecret>,
    /// Its policies, in the order of asking.
    pub policies: Vec<PolicyBinding>,
    /// Its compiled templates.
    pub templates: Templates,
}

/// A Flowgear site: what was said of it, and the tables made of that once.
#[derive(Debug)]
pub struct Site {
    parts: SiteParts,
    keys: Arc<KeyRing>,
    routes: Vec<RouteIndex>,
}

/// Which generation of the platform's edge a site stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Generation {
    /// One hostname for the site; `_profile` chooses the environment.
    #[default]
    Classic,
    /// A hostname per environment.
    Modern,
}

impl Generation {
    /// What InitialisationXml calls the user behind a key (documented for both generations).
    #[must_use]
    pub fn username(self, key: &str) -> String {
        match self {
            Self::Classic => format!("Key: {key}"),
            Self::Modern => format!("Token-based Key: {key}"),
        }
    }
}

/// How refusals look on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refusals {
    /// As on the platform: 404 for nearly everything.
    #[default]
    Platform,
    /// 401, 403 and 405 by cause.
    Distinct,
}

impl Site {
    /// The site that these parts make.
    #[must_use]
    pub fn new(mut parts: SiteParts) -> Self {
        let environments = (0..).map(EnvironmentIndex).zip(&parts.environments);
        let routes = environments.map(|(index, _)| RouteIndex::new(&parts.workflows, index)).collect();
        let keys = Arc::new(KeyRing::new(std::mem::take(&mut parts.keys)));
        Self { parts, keys, routes }
    }

    /// What the site file says beside keys.
    #[must_use]
    pub fn parts(&self) -> &SiteParts {
        &self.parts
    }

    /// The site's name.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.parts.name
    }

    /// The keys as the site file has them; what control calls changed since is not in here.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The same, to be shared with a live site that changes nothing.
    pub(super) fn shared_keys(&self) -> Arc<KeyRing> {
        Arc::clone(&self.keys)
    }

    /// The environments.
    #[must_use]
    pub fn environments(&self) -> &[Environment] {
        &self.parts.environments
    }

    /// The environment at a position.
    #[must_use]
    pub fn environment(&self, index: EnvironmentIndex) -> Option<&Environment> {
        self.parts.environments.get(usize::from(index.0))
    }

    /// The environment of that name, without regard to case.
    #[must_use]
    pub fn environment_named(&self, name: &str) -> Option<EnvironmentIndex> {
        let mut environments = (0..).map(EnvironmentIndex).zip(&self.parts.environments);
        environments.find(|(_, environment)| environment.is_named(name)).map(|(index, _)| index)
    }

    /// Where a call goes that names no environment.
    #[must_use]
    pub fn default_environment(&self) -> Option<EnvironmentIndex> {
        self.environment_named(DEFAULT_ENVIRONMENT)
    }

    /// The Workflows.
    #[must_use]
    pub fn workflows(&self) -> &[Workflow] {
        &self.parts.workflows
    }

    /// The Workflow at a position.
    #[must_use]
    pub fn workflow(&self, index: WorkflowIndex) -> Option<&Workflow> {
        self.parts.workflows.get(index.0 as usize)
    }

    /// The Workflow of that name.
    #[must_use]
    pub fn workflow_named(&self, name: &str) -> Option<WorkflowIndex> {
        let mut workflows = (0..).map(WorkflowIndex).zip(&self.parts.workflows);
        workflows.find(|(_, workflow)| workflow.name.as_str() == name).map(|(index, _)| index)
    }

    /// The routes of an environment.
    #[must_use]
    pub fn routes(&self, environment: EnvironmentIndex) -> Option<&RouteIndex> {
        self.routes.get(usize::from(environment.0))
    }

    /// Every Workflow of an environment whose path matches, whatever its method.
    #[must_use]
    pub fn matching(
        &self,
        environment: EnvironmentIndex,
        path: &[PathSegment],
    ) -> Vec<(Method, WorkflowIndex)> {
        self.routes(environment).map(|routes| routes.matching(path)).unwrap_or_default()
    }
}
