//! Randomness, from the operating system only: secrets and run GUIDs.

use rand::TryRng as _;
use rand::rngs::SysRng;
use uuid::Uuid;

use crate::site::{KeySecret, SECRET_BYTES};

/// The operating system gave no random bytes; nothing that must be secret can be made.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes: {0}")]
pub struct NoChance(rand::rngs::SysError);

/// A fresh secret of the platform's shape.
///
/// # Errors
/// [`NoChance`] when the operating system gives no random bytes.
pub fn key_secret() -> Result<KeySecret, NoChance> {
    let mut bytes = [0; SECRET_BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(NoChance)?;
    Ok(KeySecret::from_random(&bytes))
}

/// A fresh random GUID (version 4).
///
/// # Errors
/// [`NoChance`] when the operating system gives no random bytes.
pub fn guid() -> Result<Uuid, NoChance> {
    let mut bytes = [0; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(NoChance)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// The GUID of a run: random, from a generator that is seeded by the system once a thread.
#[must_use]
pub fn run_guid() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::{guid, key_secret};
    use crate::site::SECRET_CHARS;

    #[test]
    fn two_secrets_differ_and_have_the_shape_of_the_platforms() {
        let (one, other) = (key_secret().unwrap(), key_secret().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), SECRET_CHARS);
        assert!(one.fits_a_header());
    }

    #[test]
    fn a_guid_is_random_and_says_so() {
        let one = guid().unwrap();
        assert_ne!(one, guid().unwrap());
        assert_eq!(one.get_version_num(), 4);
    }
}
