//! The journal: a bounded ring in memory. The oldest entries make room, and it says how many did.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ports::Journal;
use crate::traffic::JournalEntry;

/// Entries that are kept.
pub const JOURNAL_ENTRIES_MAX: usize = 1000;

/// Memory that the kept entries may hold together, in bytes.
pub const JOURNAL_BYTES_MAX: usize = 8 << 20;

/// The bounded store of entries.
#[derive(Debug, Default)]
pub struct JournalStore(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    entries: VecDeque<(Arc<JournalEntry>, usize)>,
    bytes: usize,
    dropped: u64,
}

/// What the store holds at one moment.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The entries, newest last.
    pub entries: Vec<Arc<JournalEntry>>,
    /// Entries that had to make room since the journal was last cleared.
    pub dropped: u64,
}

impl JournalStore {
    /// What is kept now.
    #[must_use]
    pub fn kept(&self) -> Kept {
        let ring = self.ring();
        Kept {
            entries: ring.entries.iter().map(|(entry, _)| Arc::clone(entry)).collect(),
            dropped: ring.dropped,
        }
    }

    /// Forgets everything, the count of what was dropped included.
    pub fn clear(&self) {
        *self.ring() = Ring::default();
    }

    /// A panic elsewhere cannot leave the ring half changed, so a poisoned lock is as good as any.
    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Journal for JournalStore {
    fn record(&self, entry: &Arc<JournalEntry>) {
        let weight = entry.weight();
        let mut ring = self.ring();
        ring.entries.push_back((Arc::clone(entry), weight));
        ring.bytes += weight;
        let mut freed = Vec::new();
        while ring.entries.len() > JOURNAL_ENTRIES_MAX
            || (ring.bytes > JOURNAL_BYTES_MAX && ring.entries.len() > 1)
        {
            let Some((oldest, weight)) = ring.entries.pop_front() else { break };
            ring.bytes -= weight;
            ring.dropped += 1;
            freed.push(oldest);
        }
        // Freeing memory can wait until nobody waits for the ring.
        drop(ring);
        drop(freed);
    }
}
