//! What a site file tells the linter: whose key a string is, what it opens, which Workflow a URL calls.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::Severity;
use crate::lint::sighting::SeenUrl;
use crate::site::{
    ApiKey, Environment, EnvironmentIndex, Generation, KeySecret, KeyState, PathSegment, Site, Slot,
    Workflow, WorkflowIndex,
};

/// What stands in a seen path where something is not known.
const UNKNOWN: &str = "{}";

/// What is known of a site when its traffic is looked for.
#[derive(Debug, Clone)]
pub struct Knowledge {
    site: Arc<Site>,
}

/// Whose key a string is.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'k> {
    /// The key.
    pub key: &'k ApiKey,
    /// Which of its secrets; `None`: one that was rotated out.
    pub slot: Option<Slot>,
}

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opens {
    /// REST-bound Workflows that it may call.
    pub workflows: usize,
    /// How many of them may change something.
    pub writing: usize,
    /// Whether it may call them in Production.
    pub production: bool,
}

/// What a URL calls.
#[derive(Debug, Clone, Copy)]
pub enum Called<'k> {
    /// This Workflow.
    Workflow(WorkflowIndex, &'k Workflow),
    /// The path has Workflows, and none answers that method.
    OtherMethod,
    /// The site has no such path.
    Nothing,
    /// The URL does not say enough, or is another site's.
    Unknown,
}

impl Knowledge {
    /// What that site tells.
    #[must_use]
    pub fn new(site: Arc<Site>) -> Self {
        Self { site }
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Whose key that is: a live secret or one rotated out, as it stands or percent-encoded once more than it seemed.
    #[must_use]
    pub fn owner(&self, secret: &KeySecret) -> Option<Owner<'_>> {
        let decoded = percent_encoding::percent_decode_str(secret.reveal()).decode_utf8().ok();
        let decoded =
            decoded.filter(|text| *text != secret.reveal()).and_then(|text| KeySecret::parse(&text));
        std::iter::once(secret).chain(decoded.as_ref()).find_map(|candidate| {
            let digest = candidate.digest();
            let keys = self.site.keys();
            let live = keys.find(&digest).map(|(key, _, slot)| Owner { key, slot: Some(slot) });
            live.or_else(|| keys.find_retired(&digest).map(|key| Owner { key, slot: None }))
        })
    }

    /// What the key opens.
    #[must_use]
    pub fn opens(&self, key: &ApiKey) -> Opens {
        let permitted = (0..)
            .map(WorkflowIndex)
            .zip(self.site.workflows())
            .filter(|(at, workflow)| workflow.binding.is_some() && key.permitted.includes(*at));
        let (workflows, writing) = permitted.fold((0, 0), |(all, writing), (_, workflow)| {
            (all + 1, writing + usize::from(workflow.writes()))
        });
        let production = key.environment.is_none() || key.environment == self.site.default_environment();
        Opens { workflows, writing, production }
    }

    /// The environment that the key is for.
    #[must_use]
    pub fn environment(&self, key: &ApiKey) -> Option<&Environment> {
        key.environment.and_then(|at| self.site.environment(at))
    }

    /// Whether the host could be the site's: its own names, this machine, or not said.
    #[must_use]
    pub fn is_own_host(&self, host: Option<&str>) -> bool {
        // A host that begins with a placeholder may be any site's.
        let Some(host) = host.filter(|host| !host.starts_with("{}")) else { return true };
        let name = self.site.name().as_str();
        let of_platform = |suffix| {
            host.strip_suffix(suffix).is_some_and(|first| {
                first.eq_ignore_ascii_case(name)
                    || first.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
                        && first.get(name.len()..).is_some_and(|rest| rest.starts_with('-'))
            })
        };
        let own = || self.site.environments().iter().any(|place| place.hostname.eq_ignore_ascii_case(host));
        host.contains(UNKNOWN)
            || is_loopback(host)
            || of_platform(".flowgear.net")
            || of_platform(".flowgear.io")
            || self.site.parts().generation == Generation::Modern && own()
    }

    /// What the URL calls in an environment, as far as it can be read.
    #[must_use]
    pub fn called(
        &self,
        url: &SeenUrl,
        method: Option<&str>,
        environment: Option<EnvironmentIndex>,
    ) -> Called<'_> {
        let Some(path) = url.path.as_deref().filter(|_| self.is_own_host(url.host.as_deref())) else {
            return Called::Unknown;
        };
        let environment = environment.or_else(|| self.site.default_environment());
        let Some(environment) = environment.filter(|_| path.starts_with('/')) else { return Called::Unknown };
        let trimmed = path.trim_start_matches('/').trim_end_matches('/');
        let segments: Vec<PathSegment> = match trimmed {
            "" => Vec::new(),
            some => some.split('/').map(|text| PathSegment::new(text.to_owned())).collect(),
        };
        let on_path = self.site.matching(environment, &segments);
        let fits =
            |bound: &http::Method| method.is_none_or(|method| bound.as_str().eq_ignore_ascii_case(method));
        let found: BTreeSet<WorkflowIndex> =
            on_path.iter().filter(|(bound, _)| fits(bound)).map(|(_, workflow)| *workflow).collect();
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(only), None) => {
                self.site.workflow(only).map_or(Called::Unknown, |workflow| Called::Workflow(only, workflow))
            }
            (Some(_), Some(_)) => Called::Unknown,
            (None, _) if path.contains(UNKNOWN) => Called::Unknown,
            (None, _) if on_path.is_empty() => Called::Nothing,
            (None, _) => Called::OtherMethod,
        }
    }
}

impl Owner<'_> {
    /// Whether the key no longer opens anything, or soon will not: rotated out or disabled.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.slot.is_none() || self.key.state != KeyState::Enabled
    }
}

impl Opens {
    /// How much it matters when somebody else has such a key.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.production && self.writing > 0 { Severity::Error } else { Severity::Warning }
    }
}

/// Whether calls to that host stay on the machine.
#[must_use]
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host.get(host.len().saturating_sub(10)..).is_some_and(|end| end.eq_ignore_ascii_case(".localhost"))
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}
