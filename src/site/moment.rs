//! Points in time and stretches of it, as a site file writes them.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// A point in time; where it comes from (the system, or a test's frozen clock) is not its business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(Timestamp);

impl Moment {
    /// Reads RFC 3339, such as `2026-03-01T09:00:00Z`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self)
    }

    /// The moment that lies so many microseconds after 1970; the ends of the calendar beyond them.
    #[must_use]
    pub fn from_unix_micros(micros: i64) -> Self {
        let end = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Self(Timestamp::from_microsecond(micros).unwrap_or(end))
    }

    /// Microseconds since 1970.
    #[must_use]
    pub fn unix_micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// This moment and a while; the end of the calendar when that lies beyond it.
    #[must_use]
    pub fn after(self, while_: Duration) -> Self {
        Self(self.0.saturating_add(while_).unwrap_or(Timestamp::MAX))
    }
}

/// RFC 3339 in UTC.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Longest stretch of time that a file or a control call may name.
pub const DURATION_MAX: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Reads a stretch of time such as `5m`, `50ms`, `1h 30m` or `0s`.
///
/// # Errors
/// A sentence saying what was expected.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let expected = || format!("expected a duration such as `5m`, `50ms` or `0s`, found `{text}`");
    let signed: jiff::SignedDuration = text.trim().parse().map_err(|_| expected())?;
    let duration = Duration::try_from(signed).map_err(|_| expected())?;
    if duration > DURATION_MAX {
        return Err(format!("`{text}` is longer than a year, which is the most"));
    }
    Ok(duration)
}
