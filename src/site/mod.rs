//! Nouns: what a Flowgear site is made of. Knows nothing of traffic, files or the network.

mod key_secret;

pub use key_secret::{KeySecret, SECRET_BYTES, SECRET_BYTES_MAX, SECRET_CHARS, SecretDigest};
