//! Step 1: where in a file could a key be sent at all? One pass; everything else costs nothing more.

use aho_corasick::AhoCorasick;

/// Where a name of interest may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The first byte of what was found.
    pub at: usize,
}

/// Finds spellings of the name and of what goes with it.
#[derive(Debug, Clone)]
pub struct Prefilter(AhoCorasick);

impl Default for Prefilter {
    fn default() -> Self {
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build([
            "auth-key",
            "authorization",
            "auth%2dkey",
        ]);
        Self(search.expect("three short words"))
    }
}

impl Prefilter {
    /// Every place worth a look, in their order.
    #[must_use]
    pub fn hits(&self, bytes: &[u8]) -> Vec<Hit> {
        self.0.find_iter(bytes).map(|found| Hit { at: found.start() }).collect()
    }
}
