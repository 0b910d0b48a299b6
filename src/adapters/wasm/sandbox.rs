//! One engine for all policies of the process.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use wasmtime::component::{HasSelf, Linker};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, StoreLimits,
    StoreLimitsBuilder,
};

use super::asking::LogLine;
use super::bindings::Policy;
use super::code_cache::{CodeCache, CodeCacheFault};
use super::loading::CompiledPolicy;
use super::ticker::Ticker;
use crate::policy::{Fingerprints, HANDED_BACK_BYTES_MAX, MEMORY_BYTES_MAX, TABLE_ELEMENTS_MAX};

/// Instances that can live at once. Quick answers need one per thread of the server, slow ones have lanes of their
/// own (`lanes`), far fewer than these.
const INSTANCES_MAX: u32 = 96;

/// Core modules and tables of one component: interpreters bring many, CPython 38.
const PARTS_PER_INSTANCE: u32 = 64;

/// Memories of one component: toolchains that stub something out bring one of their own for it.
const MEMORIES_PER_INSTANCE: u32 = 4;

/// Memory of an instance that stays mapped for the next one and is wiped by copying, in bytes. The kernel says which
/// pages were written (`PAGEMAP_SCAN`), so only those are wiped, and the next instance runs into no page faults.
const KEPT_BYTES: usize = 256 << 10;

/// Stacks of their own for policies that wait: none does, each runs on its caller's. Every one of wasmtime's thousand
/// would be a mapping to make at each start.
const STACKS_MAX: u32 = 1;

/// How deep a policy may recurse, in bytes of native stack; small enough for the threads of the server.
const STACK_BYTES_MAX: usize = 512 << 10;

/// Where policies run. Dear to make and shared by all sites of the process; made only when there is a policy.
pub struct Sandbox {
    engine: Engine,
    linker: Linker<Guest>,
    ticker: Ticker,
    allocation: Allocation,
    cache: Option<CodeCache>,
    cache_fault: Option<CodeCacheFault>,
    fingerprints: Fingerprints,
    compiled: Mutex<HashMap<[u8; 32], Weak<CompiledPolicy>>>,
}

/// How instances get their memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// From a pool reserved at the start: cheap instances.
    Pooled,
    /// One by one, because the pool could not be reserved (a limit on address space).
    OnDemand,
}

/// Why there can be no sandbox on this machine.
#[derive(Debug, thiserror::Error)]
pub enum SandboxFault {
    /// The engine refused to start.
    #[error("policies cannot run on this machine: {0}")]
    Engine(String),
    /// No thread for the ticker.
    #[error("policies cannot run: no thread for their clock")]
    Thread(#[source] std::io::Error),
}

/// What one instance has beside its memory: limits, and lines it logged.
pub(super) struct Guest {
    pub(super) limits: StoreLimits,
    pub(super) memory_bytes: usize,
    pub(super) log: Vec<LogLine>,
}

impl Sandbox {
    /// A sandbox whose compiled code is kept in that directory; `None`: nowhere.
    ///
    /// # Errors
    /// When the machine has no place for one.
    pub fn new(cache: Option<PathBuf>) -> Result<Arc<Self>, SandboxFault> {
        let (engine, allocation) = match Engine::new(&config(Allocation::Pooled)) {
            Ok(engine) => (engine, Allocation::Pooled),
            Err(_) => (engine(Allocation::OnDemand)?, Allocation::OnDemand),
        };
        Self::of(engine, allocation, cache)
    }

    /// As [`Sandbox::new`], without a pool.
    ///
    /// # Errors
    /// When the machine has no place for one.
    pub fn without_pool(cache: Option<PathBuf>) -> Result<Arc<Self>, SandboxFault> {
        Self::of(engine(Allocation::OnDemand)?, Allocation::OnDemand, cache)
    }

    fn of(engine: Engine, allocation: Allocation, cache: Option<PathBuf>) -> Result<Arc<Self>, SandboxFault> {
        let mut linker = Linker::new(&engine);
        Policy::add_to_linker::<_, HasSelf<_>>(&mut linker, |guest: &mut Guest| guest)
            .map_err(|e| fault(&e))?;
        let ticker = Ticker::start(engine.clone()).map_err(SandboxFault::Thread)?;
        let (cache, cache_fault) = match cache.map(|at| CodeCache::open(at, &engine)) {
            Some(Ok(cache)) => (Some(cache), None),
            Some(Err(fault)) => (None, Some(fault)),
            None => (None, None),
        };
        let mut key = [0; 64];
        rand::fill(&mut key);
        let fingerprints = Fingerprints::new(key);
        Ok(Arc::new(Self {
            engine,
            linker,
            ticker,
            allocation,
            cache,
            cache_fault,
            fingerprints,
            compiled: Mutex::default(),
        }))
    }

    /// How instances get their memory.
    #[must_use]
    pub fn allocation(&self) -> Allocation {
        self.allocation
    }

    /// Why compiled code is not kept, if a directory was given and cannot be used.
    #[must_use]
    pub fn cache_fault(&self) -> Option<&CodeCacheFault> {
        self.cache_fault.as_ref()
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) fn linker(&self) -> &Linker<Guest> {
        &self.linker
    }

    pub(super) fn ticker(&self) -> &Ticker {
        &self.ticker
    }

    pub(super) fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    pub(super) fn cache(&self) -> Option<&CodeCache> {
        self.cache.as_ref()
    }

    /// The component with that digest, if some site still uses it.
    pub(super) fn known(&self, digest: &[u8; 32]) -> Option<Arc<CompiledPolicy>> {
        self.compiled.lock().unwrap_or_else(PoisonError::into_inner).get(digest)?.upgrade()
    }

    pub(super) fn remember(&self, digest: [u8; 32], compiled: &Arc<CompiledPolicy>) {
        let mut known = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, compiled| compiled.strong_count() > 0);
        known.insert(digest, Arc::downgrade(compiled));
    }

    /// A store for one instance: the only place where one is made, so that none is without limits.
    pub(super) fn store(&self) -> Store<Guest> {
        let limits = StoreLimitsBuilder::new()
            .memory_size(MEMORY_BYTES_MAX)
            .table_elements(TABLE_ELEMENTS_MAX)
            .instances(PARTS_PER_INSTANCE as usize)
            .tables(PARTS_PER_INSTANCE as usize)
            .memories(MEMORIES_PER_INSTANCE as usize)
            .build();
        let mut store = Store::new(&self.engine, Guest { limits, memory_bytes: 0, log: Vec::new() });
        store.limiter(|guest| guest);
        store.set_hostcall_fuel(HANDED_BACK_BYTES_MAX);
        store
    }
}

fn engine(allocation: Allocation) -> Result<Engine, SandboxFault> {
    Engine::new(&config(allocation)).map_err(|error| fault(&error))
}

fn fault(error: &wasmtime::Error) -> SandboxFault {
    SandboxFault::Engine(error.root_cause().to_string())
}

fn config(allocation: Allocation) -> Config {
    let mut config = Config::new();
    config.epoch_interruption(true).max_wasm_stack(STACK_BYTES_MAX).async_stack_size(2 * STACK_BYTES_MAX);
    if allocation == Allocation::Pooled {
        let mut pool = PoolingAllocationConfig::default();
        pool.total_component_instances(INSTANCES_MAX)
            .total_core_instances(INSTANCES_MAX * PARTS_PER_INSTANCE)
            .total_tables(INSTANCES_MAX * PARTS_PER_INSTANCE)
            .total_memories(INSTANCES_MAX * MEMORIES_PER_INSTANCE)
            .total_stacks(STACKS_MAX)
            .max_core_instances_per_component(PARTS_PER_INSTANCE)
            .max_tables_per_component(PARTS_PER_INSTANCE)
            .max_memories_per_component(MEMORIES_PER_INSTANCE)
            .max_component_instance_size(1 << 20)
            .max_core_instance_size(8 << 20)
            .max_memory_size(MEMORY_BYTES_MAX)
            .table_elements(TABLE_ELEMENTS_MAX)
            .linear_memory_keep_resident(KEPT_BYTES)
            .table_keep_resident(KEPT_BYTES)
            .pagemap_scan(Enabled::Auto);
        if !PoolingAllocationConfig::is_pagemap_scan_available() {
            // Without it, keeping pages means wiping all of them each time: dearer than new ones.
            pool.linear_memory_keep_resident(0).table_keep_resident(0);
        }
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    }
    config
}
