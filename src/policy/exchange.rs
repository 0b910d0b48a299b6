//! What a policy is shown of a call.

use serde::{Deserialize, Serialize};

/// A call as policies see it, and, in recordings, what came back.
///
/// Whoever makes one replaces secrets structurally, by [`super::Mask`] and by the fields that carry keys: there is no
/// member that may hold a secret, nor a digest that could be tried offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The call's id in the journal.
    pub id: String,
    /// Whether there can be a response.
    pub phase: Phase,
    /// Where it was seen.
    pub source: Source,
    /// Milliseconds since 1970, of the site's clock.
    pub received_ms: Option<u64>,
    /// The caller's address, without its port.
    pub client: Option<String>,
    /// What was called.
    pub target: Target,
    /// Who called.
    pub key: Option<KeyIdentity>,
    /// What was sent.
    pub request: AskedRequest,
    /// What came back.
    pub response: Option<AskedResponse>,
    /// What later releases add without a new version of the interface.
    pub extra: Vec<(String, String)>,
}

/// When a policy is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Before the Workflow runs.
    Request,
    /// With the response, as a recording has it.
    Exchange,
}

/// Where an exchange was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Just now, by the emulated site.
    Live,
    /// In an HTTP archive.
    Har,
    /// In a log of calls.
    AccessLog,
    /// In an API description.
    OpenApi,
    /// In a collection.
    Postman,
    /// Elsewhere.
    Other,
}

/// What was called, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// The site's name.
    pub site: String,
    /// The Environment.
    pub environment: String,
    /// The Workflow.
    pub workflow: Option<String>,
    /// The Workflow's path, such as `/customers/{id}`.
    pub template: Option<String>,
}

/// Who called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyIdentity {
    /// The key's name; empty when the site does not know the key.
    pub name: String,
    /// Which of its secrets was presented.
    pub slot: KeySlot,
    /// How it travelled.
    pub carrier: KeyCarrier,
    /// Tells two secrets apart within one run; meaningless outside it.
    pub fingerprint: String,
    /// Whether the key is enabled (a disabled one may go on working for a while).
    pub enabled: bool,
    /// The Environment it is for; `None`: all.
    pub target_environment: Option<String>,
    /// Names of the Workflows that it may call.
    pub permitted_workflows: Vec<String>,
}

/// Which of a key's secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySlot {
    /// The first.
    Primary,
    /// The second.
    Secondary,
    /// One of this run only.
    Minted,
    /// Nobody knows.
    Unknown,
}

/// How a key travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCarrier {
    /// `Authorization: Key=…`
    HeaderKey,
    /// `Authorization: Bearer …`
    HeaderBearer,
    /// `?auth-key=…`
    Query,
}

/// A header or a query pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name; a header's in lower case.
    pub name: String,
    /// Its value, `***` for a secret.
    pub value: String,
    /// Whether the value was a secret.
    pub secret: bool,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskedRequest {
    /// The method.
    pub method: String,
    /// `http` or `https`.
    pub scheme: String,
    /// Host, and port where one was given.
    pub authority: String,
    /// The path as it was sent.
    pub path: String,
    /// The query, percent-decoded, in order.
    pub query: Vec<Field>,
    /// The headers, in order.
    pub headers: Vec<Field>,
    /// The body, if a policy wants it.
    pub body: Option<Body>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedResponse {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<Field>,
    /// The body, if a policy wants it.
    pub body: Option<Body>,
    /// How long it took, in microseconds.
    pub duration_us: Option<u64>,
}

/// A body, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// As `content-type` says, or empty.
    pub media_type: String,
    /// The size of the whole body, in bytes.
    pub size: u64,
    /// Whether there was more than is shown.
    pub truncated: bool,
    /// Its first [`super::BODY_BYTES_MAX`] bytes.
    pub bytes: Vec<u8>,
}
