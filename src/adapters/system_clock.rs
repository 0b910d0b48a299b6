//! The system's clock: the one place that asks what time it is.

use crate::site::Moment;

/// What time the system says it is.
#[must_use]
pub fn now() -> Moment {
    Moment::from_unix_micros(jiff::Timestamp::now().as_microsecond())
}

/// Measures how long something takes, whatever a test does to the site's clock.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place that the ban points to")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Microseconds since the start.
    #[must_use]
    pub fn micros(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::now;

    #[test]
    fn the_clock_does_not_run_backwards_between_two_looks() {
        let earlier = now();
        assert!(earlier <= now());
    }
}
