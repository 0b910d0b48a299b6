//! Signals that we pass on, and the end of our own parent.

use std::io;

use rustix::process::{Pid, Signal, getppid};
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

use crate::adapters::bounded_file;

/// Signals that are passed on.
const PASSED_ON: [Signal; 4] = [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT];

/// How the system tells us that our parent has ended. Ignored by default, so that a spurious one does no harm.
#[cfg(target_os = "linux")]
const ORPHANED: Signal = Signal::URG;

/// What happened while we wait.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    /// Somebody sent us a signal.
    Signal(Signal),
    /// Our parent has ended.
    Orphaned,
}

/// The signals that we listen to.
pub(super) struct Signals {
    streams: Vec<(Event, Stream)>,
    parent: Option<Pid>,
}

impl Signals {
    /// Listens from now on. A signal that whoever started us had ignored stays ignored, by us and by the command.
    pub(super) fn listen() -> io::Result<Self> {
        let ignored = ignored();
        let is_heard = |signal: &Signal| ignored & 1 << (signal.as_raw() - 1) == 0;
        let parent = getppid();
        let mut streams = Vec::new();
        for passed_on in PASSED_ON.into_iter().filter(is_heard) {
            streams.push((Event::Signal(passed_on), signal(SignalKind::from_raw(passed_on.as_raw()))?));
        }
        // Whoever ignores the hangup wants to go on without a parent, as `nohup` does.
        #[cfg(target_os = "linux")]
        if is_heard(&Signal::HUP) {
            streams.push((Event::Orphaned, signal(SignalKind::from_raw(ORPHANED.as_raw()))?));
            // A system that forbids it lets us run a little longer than our parent, no more.
            rustix::process::set_parent_process_death_signal(Some(ORPHANED)).ok();
        }
        Ok(Self { streams, parent })
    }

    /// The next thing that happens.
    pub(super) async fn next(&mut self) -> Event {
        loop {
            let event = std::future::poll_fn(|context| {
                for (event, stream) in &mut self.streams {
                    if stream.poll_recv(context).is_ready() {
                        return std::task::Poll::Ready(*event);
                    }
                }
                std::task::Poll::Pending
            });
            match event.await {
                // The system says so too when only the thread that started us has ended.
                Event::Orphaned if getppid() == self.parent => {}
                event @ (Event::Orphaned | Event::Signal(_)) => return event,
            }
        }
    }
}

/// The set of signals that we were told to ignore, a bit each.
fn ignored() -> u64 {
    let status = bounded_file::read_text(std::path::Path::new("/proc/self/status"), 64 << 10);
    let status = status.unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
