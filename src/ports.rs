//! Doors: what the journeys and the server ask of the world outside, each with more than one real answer.

use std::sync::Arc;

use crate::site::Moment;
use crate::traffic::JournalEntry;

/// What time it is on the site's clock: the system's, or a test's.
pub trait Clock: Send + Sync {
    /// The moment it is now.
    fn now(&self) -> Moment;
}

/// Where entries go: the bounded store that control calls read, a person's terminal, a line of JSON.
pub trait Journal: Send + Sync {
    /// Keeps or shows an entry.
    fn record(&self, entry: &Arc<JournalEntry>);
}
