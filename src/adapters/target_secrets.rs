//! The secrets that a target puts into calls, and hides in what comes back.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::site::{KeyRing, KeySecret, Mask, SECRET_BYTES, Slot};
use crate::traffic::{Carrier, Credential, Heard, Unanswered, shown_header};

/// A header that says nothing of a key: well-formed, and of another scheme.
const MALFORMED: &str = "Basic bm90OmEta2V5";

/// Secrets by key and slot, with the mask that hides them.
pub(crate) struct TargetSecrets {
    known: BTreeMap<(String, Slot), KeySecret>,
    mask: Mask,
}

impl std::fmt::Debug for TargetSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TargetSecrets({} ***)", self.known.len())
    }
}

/// What a credential adds to a call.
pub(crate) struct Presents {
    /// The `Authorization` header.
    pub(crate) header: Option<String>,
    /// The `auth-key` of the query.
    pub(crate) query: Option<String>,
}

impl TargetSecrets {
    pub(crate) fn new(known: BTreeMap<(String, Slot), KeySecret>) -> Self {
        let mask = Mask::new(&KeyRing::default(), &known.values().cloned().collect::<Vec<_>>());
        Self { known, mask }
    }

    /// The same with another secret in a slot; the old one is hidden as before.
    pub(crate) fn with(&self, key: &str, slot: Slot, secret: KeySecret) -> Self {
        let mut known = self.known.clone();
        let old = known.insert((key.to_owned(), slot), secret);
        let all: Vec<KeySecret> = known.values().cloned().chain(old).collect();
        let mask = Mask::new(&KeyRing::default(), &all);
        Self { known, mask }
    }

    /// What a call carries for its credential.
    pub(crate) fn present(&self, credential: &Credential) -> Result<Presents, Unanswered> {
        let (secret, carrier) = match credential {
            Credential::Absent => return Ok(Presents { header: None, query: None }),
            Credential::Malformed => {
                return Ok(Presents { header: Some(MALFORMED.to_owned()), query: None });
            }
            Credential::Wrong(carrier) => (nobodys(), carrier),
            Credential::Key { name, slot, carrier } => {
                let known = self.known.get(&(name.clone(), *slot));
                let missing = || Unanswered::NoSecret { key: name.clone(), slot: *slot };
                (known.cloned().ok_or_else(missing)?, carrier)
            }
        };
        let secret = secret.reveal();
        Ok(match carrier {
            Carrier::HeaderKey => Presents { header: Some(format!("Key={secret}")), query: None },
            Carrier::HeaderBearer => Presents { header: Some(format!("Bearer {secret}")), query: None },
            Carrier::Query => Presents { header: None, query: Some(crate::site::encode(secret)) },
        })
    }

    /// An answer with every secret hidden.
    pub(crate) fn heard(
        &self,
        status: http::StatusCode,
        headers: &http::HeaderMap,
        body: &Bytes,
        micros: u64,
    ) -> Heard {
        let shown = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.as_str().to_owned(), shown_header(name.as_str(), value, &self.mask, None))
        };
        let headers: Vec<_> = headers.iter().map(shown).collect();
        let reason = headers.iter().find(|(name, _)| name == crate::invoke::REASON_HEADER);
        let reason = reason.map(|(_, slug)| slug.clone());
        Heard { status: status.as_u16(), reason, headers, body: self.hide_in(body), micros }
    }

    /// A text with every secret hidden.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.mask.hide_encoded(text, None).into_owned()
    }

    fn hide_in(&self, body: &Bytes) -> Bytes {
        let text = String::from_utf8_lossy(body);
        match self.mask.hide(&text, None) {
            std::borrow::Cow::Owned(hidden) => hidden.into(),
            std::borrow::Cow::Borrowed(_) => body.clone(),
        }
    }
}

/// A secret of the right shape that no key has: nobody's randomness gives 64 equal bytes.
fn nobodys() -> KeySecret {
    KeySecret::from_random(&[0x5A; SECRET_BYTES])
}
