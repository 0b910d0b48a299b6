//! A site's policies, for every command that runs or explains one.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use super::screen;
use crate::adapters::wasm::{LoadFault, Loading, PolicySet, Sandbox};
use crate::ports::Policies;
use crate::site::Site;

/// Compiling for longer than this is worth a word on a terminal.
const SILENT_MAX: Duration = Duration::from_secs(1);

/// Where compiled policies are kept.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CacheArgs {
    /// A directory of yours, with no rights for others, for compiled policies.
    #[arg(long, value_name = "DIR", env = "LOCALGEAR_POLICY_CACHE", global = true)]
    policy_cache: Option<PathBuf>,

    #[arg(long, env = "XDG_CACHE_HOME", hide = true, hide_env_values = true, global = true)]
    cache_home: Option<PathBuf>,

    #[arg(long, env = "HOME", hide = true, hide_env_values = true, global = true)]
    user_home: Option<PathBuf>,
}

impl CacheArgs {
    /// The directory: as said, or `localgear/policies` among the user's caches.
    pub(crate) fn directory(&self) -> Option<PathBuf> {
        let of_user =
            || self.user_home.as_ref().filter(|home| home.is_absolute()).map(|home| home.join(".cache"));
        let caches = self.cache_home.clone().filter(|home| home.is_absolute()).or_else(of_user);
        self.policy_cache.clone().or_else(|| caches.map(|caches| caches.join("localgear/policies")))
    }
}

/// A site's policies, `None` when it has none; or what is wrong with each that cannot be used.
pub(crate) type TriedPolicies = Result<Option<Arc<dyn Policies>>, Vec<LoadFault>>;

/// Loads the policies of a site, and of the same site after a change. The sandbox is made for the first site that has
/// any.
pub(crate) struct PolicyHost {
    cache: Option<PathBuf>,
    sandbox: OnceLock<Arc<Sandbox>>,
}

impl PolicyHost {
    pub(crate) fn new(cache: &CacheArgs) -> Self {
        Self { cache: cache.directory(), sandbox: OnceLock::new() }
    }

    /// The site's policies; `None` when it has none.
    ///
    /// # Errors
    /// When one of them cannot be used; what is wrong with each was said before.
    pub(crate) fn load(&self, site: &Site) -> anyhow::Result<Option<Arc<dyn Policies>>> {
        self.try_load(site)?.map_err(|faults| {
            for LoadFault { policy, module, why } in &faults {
                let module = module.display();
                screen::complain(&format!(
                    "the policy `{policy}` cannot be used: `{module}`: {why}; {}",
                    why.advice()
                ));
            }
            let names: Vec<String> = faults.iter().map(|fault| format!("`{}`", fault.policy)).collect();
            anyhow::anyhow!("without its policies a site is not served: mend {}", names.join(", "))
        })
    }

    /// The site's policies, or what is wrong with each that cannot be used; nothing is said of it here.
    ///
    /// # Errors
    /// When no policy at all can run on this machine.
    pub(crate) fn try_load(&self, site: &Site) -> anyhow::Result<TriedPolicies> {
        let bindings = &site.parts().policies;
        if bindings.is_empty() {
            return Ok(Ok(None));
        }
        let sandbox = self.sandbox()?;
        let loaded = with_progress(|progress| sandbox.load(bindings, progress));
        Ok(loaded.map(|policies| Some(Arc::new(policies) as Arc<dyn Policies>)))
    }

    fn sandbox(&self) -> anyhow::Result<&Arc<Sandbox>> {
        if let Some(sandbox) = self.sandbox.get() {
            return Ok(sandbox);
        }
        let sandbox = Sandbox::new(self.cache.clone())?;
        if let Some(fault) = sandbox.cache_fault() {
            screen::remark(&format!("warning: {fault}; each start compiles anew"));
        }
        Ok(self.sandbox.get_or_init(|| sandbox))
    }
}

/// Files beside the site file that a change of policies comes from.
pub(crate) fn modules(site: &Site) -> impl Iterator<Item = PathBuf> {
    site.parts().policies.iter().map(|policy| policy.module.clone())
}

/// Loads, and says on a terminal how it goes on if it takes long.
fn with_progress(
    load: impl FnOnce(&(dyn Fn(Loading) + Sync)) -> Result<PolicySet, Vec<LoadFault>>,
) -> Result<PolicySet, Vec<LoadFault>> {
    let (steps, told) = mpsc::channel();
    thread::scope(|scope| {
        if std::io::stderr().is_terminal() {
            scope.spawn(move || tell(&told));
        }
        let loaded = load(&|step| {
            // Nobody listens where there is no terminal.
            steps.send(step).ok();
        });
        drop(steps);
        loaded
    })
}

fn tell(told: &mpsc::Receiver<Loading>) {
    let mut latest = None;
    loop {
        match told.recv_timeout(SILENT_MAX) {
            Ok(step) => latest = Some(step),
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let how_far = latest.map(|Loading { ready, all }| format!(", {ready} of {all} ready"));
                screen::remark(&format!(
                    "compiling policies{}; the next start takes what this one compiled",
                    how_far.unwrap_or_default()
                ));
            }
        }
    }
}
