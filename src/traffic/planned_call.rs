//! A call that a contract wants sent, and what was heard back. Neither holds a secret: only a target knows those.

use bytes::Bytes;
use http::Method;

use super::presented_key::Carrier;
use crate::site::Slot;

/// A call as a contract writes it: a key by its name, an environment by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCall {
    /// The method.
    pub method: Method,
    /// Path and query, encoded, without a key and without what names the environment.
    pub target: String,
    /// Headers, in their order; none of them is `Authorization`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// The environment; `None` is whatever a call means that names none.
    pub environment: Option<String>,
    /// What is presented as a key.
    pub credential: Credential,
}

/// What a planned call presents as its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    Absent,
    /// An `Authorization` header that is no key.
    Malformed,
    /// A secret of the right shape that no key has.
    Wrong(Carrier),
    /// The secret in a slot of a key.
    Key {
        /// The key's name.
        name: String,
        /// Which of its secrets.
        slot: Slot,
        /// How it travels.
        carrier: Carrier,
    },
}

/// What came back, every secret in it hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The status.
    pub status: u16,
    /// The slug that says why the call was refused, where the target tells it.
    pub reason: Option<String>,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// How long it took, in microseconds.
    pub micros: u64,
}

impl Heard {
    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are none are replaced.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as JSON, where it is.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// A planned call as a target sends it, its key left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// What stands before the path: a URL, or a shell variable that holds one.
    pub base: String,
    /// Path and query, with what names the environment.
    pub target: String,
    /// Headers that name the environment.
    pub headers: Vec<(String, String)>,
}

/// Why nothing was heard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// The target knows no such secret.
    #[error("no secret of the key `{key}` ({slot}) is known")]
    NoSecret {
        /// The key.
        key: String,
        /// The slot.
        slot: Slot,
    },
    /// The target has no address for the environment.
    #[error("the target has no address for the environment `{0}`; add `--target {0}=URL`")]
    NoAddress(String),
    /// The call cannot be sent as it is written.
    #[error("the call cannot be sent: {0}")]
    Unsendable(String),
    /// The network, or who is at its other end.
    #[error("no answer: {0}")]
    Network(String),
}

/// What a contract may change of an emulated site between two calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The clock moves on.
    Advance(std::time::Duration),
    /// The key is disabled as of now.
    Disable(String),
    /// The key is enabled again.
    Enable(String),
    /// A slot of the key gets another secret, which later calls present.
    Rotate(String, Slot),
}
