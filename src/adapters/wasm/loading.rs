//! From a `[[policy]]` to something that can be asked.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
use wasmtime::Store;
use wasmtime::component::Component;

use super::asking::{self, Patience, Trial};
use super::bindings::PolicyPre;
use super::lanes::{PolicySet, SLOW_PER_POLICY_MAX};
use super::load_fault::{LoadFault, WhyNot};
use super::passport::Passport;
use super::sandbox::{Guest, Sandbox};
use super::wrap::Kind;
use super::{settings, translate};
use crate::policy::{
    Exchange, LOADING_MS_MAX, MODULE_BYTES_MAX, POLICY_MS_MAX, PolicyInfo, SETTINGS_BYTES_MAX,
};
use crate::site::PolicyBinding;

/// How much of a module is read at once to tell its digest, in bytes.
const PIECE_BYTES: usize = 64 << 10;

const LOADING: Patience = Patience::UpTo(Duration::from_millis(LOADING_MS_MAX));

/// A component that was compiled, checked and asked what it is.
pub struct CompiledPolicy {
    digest: [u8; 32],
    pub(super) pre: PolicyPre<Guest>,
    info: PolicyInfo,
    passport: Passport,
    from_cache: bool,
}

/// A policy of a site, ready to be asked.
pub struct LoadedPolicy {
    pub(super) binding: PolicyBinding,
    pub(super) settings: String,
    pub(super) compiled: Arc<CompiledPolicy>,
    pub(super) lane: Arc<Semaphore>,
    /// Questions that go to the slow lane at once, because a recent one was not quick.
    pub(super) known_slow: AtomicU32,
}

/// How loading goes on, for whoever shows progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loading {
    /// Components that are ready.
    pub ready: usize,
    /// All of them.
    pub all: usize,
}

impl Sandbox {
    /// Loads the policies of a site, or says all that is wrong with them.
    ///
    /// What has compiled code is loaded first and here: threads for it would cost more than it does. The rest is
    /// compiled side by side, at most one per processor; each component only once, whatever the number of policies
    /// made of it, and not at all when a former load of this sandbox is still in use.
    ///
    /// # Errors
    /// One fault per policy that cannot be used.
    pub fn load(
        self: &Arc<Self>,
        bindings: &[PolicyBinding],
        progress: &(dyn Fn(Loading) + Sync),
    ) -> Result<PolicySet, Vec<LoadFault>> {
        let ready = AtomicUsize::new(0);
        let loaded = Mutex::new(Vec::new());
        let done = |binding, one| {
            loaded.lock().unwrap_or_else(PoisonError::into_inner).push((binding, one));
            let ready = ready.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Loading { ready, all: bindings.len() });
        };
        let mut cold = Vec::new();
        for binding in bindings {
            match self.load_compiled(binding) {
                Some(one) => done(binding, one),
                None => cold.push(binding),
            }
        }
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(binding) = cold.get(next.fetch_add(1, Ordering::Relaxed)) {
                done(binding, self.load_one(binding));
            }
        };
        let workers = thread::available_parallelism().map_or(1, usize::from).min(cold.len());
        thread::scope(|scope| {
            for _ in 1..workers {
                scope.spawn(work);
            }
            work();
        });
        let mut loaded = loaded.into_inner().unwrap_or_else(PoisonError::into_inner);
        let order = |binding: &PolicyBinding| bindings.iter().position(|other| std::ptr::eq(other, binding));
        loaded.sort_by_key(|(binding, _)| order(binding));
        let mut policies = Vec::new();
        let mut faults = Vec::new();
        for (binding, one) in loaded {
            match one {
                Ok(policy) => policies.push(Arc::new(policy)),
                Err(why) => faults.push(LoadFault {
                    policy: binding.name.as_str().to_owned(),
                    module: binding.module.clone(),
                    why,
                }),
            }
        }
        if faults.is_empty() { Ok(PolicySet::new(Arc::clone(self), policies)) } else { Err(faults) }
    }

    fn load_one(&self, binding: &PolicyBinding) -> Result<LoadedPolicy, WhyNot> {
        check_timeout(binding)?;
        self.policy_of(binding, self.compile(&read(&binding.module)?)?)
    }

    /// As [`Sandbox::load_one`], `None` when the component is still to be compiled.
    fn load_compiled(&self, binding: &PolicyBinding) -> Option<Result<LoadedPolicy, WhyNot>> {
        // A fault is told by `load_one`.
        check_timeout(binding).ok()?;
        let digest = digest_of_file(&binding.module).ok()?;
        let compiled = match self.known(&digest) {
            Some(compiled) => Ok(compiled),
            None => self.compiled_before(digest)?,
        };
        Some(compiled.and_then(|compiled| self.policy_of(binding, compiled)))
    }

    fn policy_of(
        &self,
        binding: &PolicyBinding,
        compiled: Arc<CompiledPolicy>,
    ) -> Result<LoadedPolicy, WhyNot> {
        let settings = compiled.checked_settings(self, &binding.settings)?;
        Ok(LoadedPolicy {
            binding: binding.clone(),
            settings,
            compiled,
            lane: Arc::new(Semaphore::new(SLOW_PER_POLICY_MAX)),
            known_slow: AtomicU32::new(0),
        })
    }

    /// Compiles a component (or takes its code from the cache), reads its passport and asks what it is.
    ///
    /// # Errors
    /// When it is no policy that this localgear can run.
    pub fn compile(&self, bytes: &[u8]) -> Result<Arc<CompiledPolicy>, WhyNot> {
        match Kind::of(bytes) {
            Kind::Component => {}
            Kind::CoreModule => return Err(WhyNot::CoreModule),
            Kind::Text => return Err(WhyNot::Text),
            Kind::CompiledCode => return Err(WhyNot::CompiledElsewhere),
            Kind::Other => return Err(WhyNot::NotWasm),
        }
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        if let Some(compiled) = self.known(&digest) {
            return Ok(compiled);
        }
        if let Some(compiled) = self.compiled_before(digest) {
            return compiled;
        }
        let component = Component::from_binary(self.engine(), bytes).map_err(broken)?;
        let compiled = self.questioned(digest, &component, false)?;
        if let Some(cache) = self.cache() {
            cache.keep_code(&digest, &component);
        }
        Ok(compiled)
    }

    /// The component whose code is in the cache.
    fn compiled_before(&self, digest: [u8; 32]) -> Option<Result<Arc<CompiledPolicy>, WhyNot>> {
        let component = self.cache()?.code(self.engine(), &digest)?;
        Some(self.questioned(digest, &component, true))
    }

    /// Reads the component's passport and asks what it is, unless it said so at the start that compiled it.
    fn questioned(
        &self,
        digest: [u8; 32],
        component: &Component,
        from_cache: bool,
    ) -> Result<Arc<CompiledPolicy>, WhyNot> {
        let passport = Passport::of(component, self.engine())?;
        let pre = self.linker().instantiate_pre(component).map_err(misfit)?;
        let pre = PolicyPre::new(pre).map_err(misfit)?;
        let before = self.cache().filter(|_| from_cache).and_then(|cache| cache.description(&digest));
        let info = match before {
            Some(info) => info,
            None => self.described(&digest, &pre)?,
        };
        let compiled = Arc::new(CompiledPolicy { digest, pre, info, passport, from_cache });
        self.remember(digest, &compiled);
        Ok(compiled)
    }

    fn described(&self, digest: &[u8; 32], pre: &PolicyPre<Guest>) -> Result<PolicyInfo, WhyNot> {
        let (said, _) =
            asking::with_instance(self, pre, LOADING, |policy, store| policy.call_describe(store));
        let info =
            translate::policy_info(said.map_err(WhyNot::Speechless)?).map_err(WhyNot::BadDescription)?;
        if let Some(cache) = self.cache() {
            cache.keep_description(digest, &info);
        }
        Ok(info)
    }
}

impl CompiledPolicy {
    /// What it says of itself.
    #[must_use]
    pub fn info(&self) -> &PolicyInfo {
        &self.info
    }

    /// What it is before it runs.
    #[must_use]
    pub fn passport(&self) -> &Passport {
        &self.passport
    }

    /// Whether its code came from the cache.
    #[must_use]
    pub fn is_from_cache(&self) -> bool {
        self.from_cache
    }

    /// The settings as the policy is given them, once its schema and the policy itself have agreed to them.
    ///
    /// # Errors
    /// When they do not fit.
    pub fn checked_settings(&self, sandbox: &Sandbox, settings: &Value) -> Result<String, WhyNot> {
        let text = settings.to_string();
        if text.len() > SETTINGS_BYTES_MAX {
            return Err(WhyNot::SettingsTooLarge(text.len()));
        }
        // Agreed to by the same component, to the letter: there is nothing to ask.
        let cache = sandbox.cache();
        if cache.is_some_and(|cache| cache.has_agreed(&self.digest, &text)) {
            return Ok(text);
        }
        settings::check(&self.info.settings_schema, settings)?;
        let (said, _) = asking::with_instance(sandbox, &self.pre, LOADING, |policy, store| {
            policy.call_validate(store, &text)
        });
        let problems = translate::problems(said.map_err(WhyNot::Undecided)?);
        if !problems.is_empty() {
            return Err(WhyNot::BadSettings(problems));
        }
        if let Some(cache) = cache {
            cache.keep_agreement(&self.digest, &text);
        }
        Ok(text)
    }

    /// A developer's question, with settings as [`CompiledPolicy::checked_settings`] gives them.
    #[must_use]
    pub fn try_once(
        &self,
        sandbox: &Sandbox,
        exchange: &Exchange,
        settings: &str,
        timeout: Duration,
    ) -> Trial {
        let mut exchange = exchange.clone();
        if !self.info.wants_body {
            exchange.request.body = None;
            exchange.response.iter_mut().for_each(|response| response.body = None);
        }
        let exchange = translate::exchange(exchange);
        let (said, store) =
            asking::evaluate(sandbox, &self.pre, Patience::UpTo(timeout), &exchange, settings);
        let answer = asking::answer(said, &self.info.name, &self.info);
        asking::trial(answer, store)
    }

    /// One instance asked again and again, for `policy bench`: what a fresh instance per question costs is the
    /// difference to [`CompiledPolicy::try_once`].
    ///
    /// # Errors
    /// The first failure.
    pub fn reused<'a>(
        &'a self,
        sandbox: &'a Sandbox,
        exchange: &Exchange,
        settings: &'a str,
    ) -> Result<impl FnMut() -> Result<(), WhyNot> + 'a, WhyNot> {
        let exchange = translate::exchange(exchange.clone());
        let mut store: Store<Guest> = sandbox.store();
        store.set_epoch_deadline(u64::MAX / 2);
        let policy = self.pre.instantiate(&mut store).map_err(misfit)?;
        Ok(move || {
            store.set_hostcall_fuel(crate::policy::HANDED_BACK_BYTES_MAX);
            policy.call_evaluate(&mut store, &exchange, settings).map(drop).map_err(broken)
        })
    }
}

fn check_timeout(binding: &PolicyBinding) -> Result<(), WhyNot> {
    match binding.timeout.as_millis() {
        millis if millis == 0 || millis > u128::from(POLICY_MS_MAX) => Err(WhyNot::BadTimeout(millis)),
        _ => Ok(()),
    }
}

/// The bytes of a module, bounded.
fn read(path: &Path) -> Result<Vec<u8>, WhyNot> {
    let (file, length) = open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(MODULE_BYTES_MAX).read_to_end(&mut bytes).map_err(WhyNot::Unreadable)?;
    Ok(bytes)
}

/// The digest of a module, without holding its bytes.
fn digest_of_file(path: &Path) -> Result<[u8; 32], WhyNot> {
    let (file, _) = open(path)?;
    let mut file = file.take(MODULE_BYTES_MAX);
    let mut hasher = Sha256::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hasher.finalize().into()),
            Ok(read) => hasher.update(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(WhyNot::Unreadable(error)),
        }
    }
}

fn open(path: &Path) -> Result<(File, u64), WhyNot> {
    // Looked at before it is opened: opening a pipe would wait for somebody to write to it.
    let found = std::fs::metadata(path).map_err(WhyNot::Unreadable)?;
    if !found.is_file() {
        return Err(WhyNot::NotAFile);
    }
    if found.len() > MODULE_BYTES_MAX {
        return Err(WhyNot::TooLarge(found.len()));
    }
    Ok((File::open(path).map_err(WhyNot::Unreadable)?, found.len()))
}

#[expect(clippy::needless_pass_by_value, reason = "fits `map_err`")]
fn broken(error: wasmtime::Error) -> WhyNot {
    WhyNot::Broken(translate::clean(&error.root_cause().to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "fits `map_err`")]
fn misfit(error: wasmtime::Error) -> WhyNot {
    WhyNot::NotAPolicy(translate::clean(&error.root_cause().to_string()))
}
