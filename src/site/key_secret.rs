//! The characters that open a door, and what may be kept of them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Random bytes behind a generated secret, as on the platform: 64 bytes make 86 characters of base64url without
/// padding (observed in public client code of five sites).
pub const SECRET_BYTES: usize = 64;

/// Characters of a generated secret.
pub const SECRET_CHARS: usize = 86;

/// Longest secret that a site file may hold or a caller may present, in bytes.
pub const SECRET_BYTES_MAX: usize = 1024;

/// The characters of a key's secret.
///
/// It can be compared (by digest) and, once, shown to the person who asked for it; it cannot be printed,
/// serialised or dereferenced by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecret(Box<str>);

impl KeySecret {
    /// The secret a caller or a file holds. `None` when it is empty or longer than [`SECRET_BYTES_MAX`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (1..=SECRET_BYTES_MAX).contains(&text.len()).then(|| Self(text.into()))
    }

    /// Whether a header could carry the secret: visible ASCII only.
    #[must_use]
    pub fn fits_a_header(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// A secret of the platform's shape from [`SECRET_BYTES`] bytes of somebody else's randomness.
    #[must_use]
    pub fn from_random(bytes: &[u8; SECRET_BYTES]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes).into())
    }

    /// What is kept of the secret: enough to recognise it, not enough to use it.
    #[must_use]
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(self.0.as_bytes())
    }

    /// The characters themselves, for the one place that may show or send them.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(***)")
    }
}

/// SHA-256 of a secret's text.
///
/// One round is enough because a generated secret has 512 random bits; looking a digest up in a hash table tells a
/// caller nothing about the secrets that are there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretDigest([u8; 32]);

impl SecretDigest {
    /// How a digest is written in a site file, before its 64 hexadecimal digits.
    pub const PREFIX: &'static str = "sha256:";

    /// The digest of a secret's bytes.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// Reads `sha256:<64 hex>`; upper and lower case are the same.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.strip_prefix(Self::PREFIX)?, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// The 32 bytes, for whoever derives an identity from them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// `sha256:<64 hex>`, as a site file holds it.
impl fmt::Display for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::PREFIX, hex::encode(self.0))
    }
}

/// Eight digits: enough to tell two apart in a debugger.
impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretDigest({}…)", hex::encode(&self.0[..4]))
    }
}
