//! Telling two secrets apart without knowing either.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::site::SecretDigest;

/// Bytes of a run's key: a block of SHA-256, so that it is used as it is.
const FINGERPRINT_KEY_BYTES: usize = 64;

/// Makes fingerprints of secrets that are good for one run only: without the run's own key nobody can try guesses
/// against them.
#[derive(Clone)]
pub struct Fingerprints([u8; FINGERPRINT_KEY_BYTES]);

impl Fingerprints {
    /// Fingerprints under a key of somebody else's randomness.
    #[must_use]
    pub fn new(key: [u8; FINGERPRINT_KEY_BYTES]) -> Self {
        Self(key)
    }

    /// Eight hexadecimal digits.
    #[must_use]
    pub fn of(&self, digest: &SecretDigest) -> String {
        let mut mac = Hmac::<Sha256>::new(&self.0.into());
        mac.update(digest.as_bytes());
        hex::encode(&mac.finalize().into_bytes()[..4])
    }
}

/// The run's key stays inside.
impl fmt::Debug for Fingerprints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprints(…)")
    }
}
