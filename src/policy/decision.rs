//! What a policy answers.

use crate::finding::Severity;

/// A policy's decision on an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether the call may go on.
    pub word: Word,
    /// The status of a refusal; `None`: [`super::STATUS_DENIED`].
    pub status: Option<u16>,
    /// What the policy saw.
    pub findings: Vec<PolicyFinding>,
}

/// Whether a call may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// It may.
    Allow,
    /// It may, and somebody should look.
    Warn,
    /// It may not.
    Deny,
}

impl Word {
    /// The word that cases and reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// Reads what [`Word::as_str`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Allow, Self::Warn, Self::Deny].into_iter().find(|word| word.as_str() == text)
    }
}

/// Something that a policy saw in an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFinding {
    /// `policy/<policy>/<rule>`, or [`super::FAILURE_RULE`].
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What was seen.
    pub message: String,
    /// Where.
    pub at: Location,
    /// A change that would mend it.
    pub fix: Option<Fix>,
    /// How to mend it, in words.
    pub help: Option<String>,
}

/// A place in an exchange. Texts are names of query pairs or headers; for bodies a JSON pointer, empty for all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// All of it.
    Whole,
    /// The method.
    Method,
    /// The path.
    Path,
    /// The response's status.
    Status,
    /// A query pair.
    Query(String),
    /// A header of the request.
    Header(String),
    /// A place in the request's body.
    RequestBody(String),
    /// A header of the response.
    ResponseHeader(String),
    /// A place in the response's body.
    ResponseBody(String),
}

/// The place in a few words, such as ``header `origin` ``.
impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole => f.write_str("the call"),
            Self::Method => f.write_str("method"),
            Self::Path => f.write_str("path"),
            Self::Status => f.write_str("status"),
            Self::Query(name) => write!(f, "query `{name}`"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::RequestBody(pointer) => write!(f, "body `{pointer}`"),
            Self::ResponseHeader(name) => write!(f, "response header `{name}`"),
            Self::ResponseBody(pointer) => write!(f, "response body `{pointer}`"),
        }
    }
}

/// A change that would mend a finding. A live call is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The change in a few words.
    pub title: String,
    /// What would change.
    pub at: Location,
    /// Into what.
    pub edit: Edit,
}

/// How a place would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It gets this value.
    SetValue(String),
    /// It gets this name.
    Rename(String),
    /// It goes away.
    Remove,
    /// A name and a value are added there.
    Add(String, String),
}
