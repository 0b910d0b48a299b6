//! All keys of a site, found by the digest of a secret.

use std::collections::HashMap;

use super::api_key::{ApiKey, KeyIndex, Slot};
use super::key_secret::SecretDigest;

/// The keys of a site and the table that finds them.
///
/// A look-up hashes what the caller presented and asks a hash table for the digest: it takes the same time whatever
/// the keys are, and how near a guess came cannot be felt.
#[derive(Debug, Clone, Default)]
pub struct KeyRing {
    keys: Vec<ApiKey>,
    by_digest: HashMap<SecretDigest, (KeyIndex, Slot)>,
    retired: HashMap<SecretDigest, KeyIndex>,
}

impl KeyRing {
    /// A ring of these keys. Two keys with the same secret are a fault that the site file reports; here the first wins.
    #[must_use]
    pub fn new(keys: Vec<ApiKey>) -> Self {
        let mut by_digest = HashMap::with_capacity(keys.len() * 2);
        let mut retired = HashMap::new();
        for (index, key) in (0..).map(KeyIndex).zip(&keys) {
            for (slot, digest) in &key.secrets {
                by_digest.entry(*digest).or_insert((index, *slot));
            }
            for digest in &key.retired {
                retired.entry(*digest).or_insert(index);
            }
        }
        Self { keys, by_digest, retired }
    }

    /// The keys in the site file's order.
    #[must_use]
    pub fn keys(&self) -> &[ApiKey] {
        &self.keys
    }

    /// The key at a position.
    #[must_use]
    pub fn get(&self, index: KeyIndex) -> Option<&ApiKey> {
        self.keys.get(index.0 as usize)
    }

    /// The key of that name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<(KeyIndex, &ApiKey)> {
        (0..).map(KeyIndex).zip(&self.keys).find(|(_, key)| key.name.as_str() == name)
    }

    /// The key and slot that a live secret of this digest opens.
    #[must_use]
    pub fn find(&self, digest: &SecretDigest) -> Option<(&ApiKey, KeyIndex, Slot)> {
        let (index, slot) = *self.by_digest.get(digest)?;
        Some((self.get(index)?, index, slot))
    }

    /// The key that a secret of this digest opened once, before it was rotated out.
    #[must_use]
    pub fn find_retired(&self, digest: &SecretDigest) -> Option<&ApiKey> {
        self.get(*self.retired.get(digest)?)
    }
}
