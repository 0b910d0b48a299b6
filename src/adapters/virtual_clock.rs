//! The site's clock: the system's until a test freezes or moves it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use super::system_clock;
use crate::ports::Clock;
use crate::site::Moment;

/// A clock that follows the system until it is told otherwise.
///
/// A frozen clock stands still; one that was only advanced keeps running ahead of the system. Reading it takes no
/// lock.
#[derive(Debug)]
pub struct VirtualClock {
    /// Microseconds since 1970 at which the clock stands, or [`RUNNING`].
    frozen: AtomicI64,
    /// Microseconds that a running clock is ahead of the system.
    ahead: AtomicI64,
}

const RUNNING: i64 = i64::MIN;

impl Default for VirtualClock {
    fn default() -> Self {
        Self { frozen: AtomicI64::new(RUNNING), ahead: AtomicI64::new(0) }
    }
}

impl VirtualClock {
    /// Stops the clock at a moment.
    pub fn freeze(&self, at: Moment) {
        self.frozen.store(at.unix_micros(), Ordering::Release);
    }

    /// Moves the clock on: a frozen one to where it stands from then on, a running one so much ahead of the system.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        let moved = self.frozen.fetch_update(Ordering::AcqRel, Ordering::Acquire, |at| {
            (at != RUNNING).then(|| at.saturating_add(by))
        });
        if moved.is_err() {
            let add = |ahead: i64| Some(ahead.saturating_add(by));
            // The closure always gives a value, so there is no failure to handle.
            self.ahead.fetch_update(Ordering::AcqRel, Ordering::Acquire, add).ok();
        }
    }

    /// Gives the clock back to the system.
    pub fn release(&self) {
        self.ahead.store(0, Ordering::Release);
        self.frozen.store(RUNNING, Ordering::Release);
    }

    /// Whether the clock stands still.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.frozen.load(Ordering::Acquire) != RUNNING
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Moment {
        match self.frozen.load(Ordering::Acquire) {
            RUNNING => {
                let ahead = self.ahead.load(Ordering::Acquire);
                Moment::from_unix_micros(system_clock::now().unix_micros().saturating_add(ahead))
            }
            at => Moment::from_unix_micros(at),
        }
    }
}
