//! The heartbeat by which running policies are measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use wasmtime::Engine;

/// Time between two beats: the unit in which a policy's time is counted.
pub(super) const TICK: Duration = Duration::from_millis(1);

/// Beats with nobody asking after which the ticker sleeps until it is woken.
const IDLE_TICKS_MAX: u32 = 100;

/// A thread that advances the engine's epoch while a policy runs, and sleeps while none does: a site at rest costs
/// nothing.
pub(super) struct Ticker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    running: AtomicUsize,
    asleep: AtomicBool,
    stopped: AtomicBool,
}

/// The ticker beats as long as one of these lives.
pub(super) struct Running<'a>(&'a Shared);

impl Ticker {
    pub(super) fn start(engine: Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread =
            thread::Builder::new().name("policy-ticker".to_owned()).spawn(move || theirs.beat(&engine))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Keeps the ticker beating, waking it if need be.
    pub(super) fn running(&self) -> Running<'_> {
        // Paired with `beat`: either it sees this one running before it parks, or this sees it asleep and wakes it.
        self.shared.running.fetch_add(1, Ordering::SeqCst);
        if self.shared.asleep.load(Ordering::SeqCst)
            && let Some(thread) = &self.thread
        {
            thread.thread().unpark();
        }
        Running(&self.shared)
    }
}

impl Shared {
    fn beat(&self, engine: &Engine) {
        let mut idle = 0;
        while !self.stopped.load(Ordering::SeqCst) {
            idle = if self.running.load(Ordering::SeqCst) == 0 { idle + 1 } else { 0 };
            if idle > IDLE_TICKS_MAX {
                self.asleep.store(true, Ordering::SeqCst);
                if self.running.load(Ordering::SeqCst) == 0 && !self.stopped.load(Ordering::SeqCst) {
                    thread::park();
                }
                self.asleep.store(false, Ordering::SeqCst);
                idle = 0;
            }
            thread::sleep(TICK);
            engine.increment_epoch();
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It ends within a beat; if it panicked there is nothing left to end.
            drop(thread.join());
        }
    }
}
