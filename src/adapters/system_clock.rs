//! The system's clock: the one place that asks what time it is.

use crate::site::Moment;

/// What time the system says it is.
#[must_use]
pub fn now() -> Moment {
    Moment::from_unix_micros(jiff::Timestamp::now().as_microsecond())
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
