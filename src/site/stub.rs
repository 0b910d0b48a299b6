//! What stands in for a Workflow's own steps: raw replies chosen by conditions, or the default envelope.

use regex::Regex;

use super::environment::EnvironmentIndex;
use super::template::TemplateId;

/// Replies of one Workflow.
pub const REPLIES_MAX: usize = 1000;

/// A canned answer: the first whose condition holds is given.
#[derive(Debug, Clone)]
pub struct StubReply {
    /// When it applies.
    pub when: Condition,
    /// The status, 100 to 599 without the informational ones.
    pub status: u16,
    /// Headers beside the media type; values are templates.
    pub headers: Vec<(String, TemplateId)>,
    /// The media type, when the site file says one.
    pub content_type: Option<String>,
    /// The body.
    pub body: StubBody,
}

/// The body of a [`StubReply`].
#[derive(Debug, Clone)]
pub enum StubBody {
    /// None at all.
    Empty,
    /// A template whose placeholders insert text as it is.
    Text(TemplateId),
    /// A template whose placeholders insert JSON-escaped text.
    Json(TemplateId),
    /// A file's bytes, sent as they are.
    File(bytes::Bytes),
}

/// When a reply applies: everything that is said must hold; nothing said always holds.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// Inputs by name.
    pub inputs: Vec<(String, Pattern)>,
    /// Query values by name; the first of a repeated name counts.
    pub query: Vec<(String, Pattern)>,
    /// Headers by name, without regard to case.
    pub header: Vec<(String, Pattern)>,
    /// The calling key's name.
    pub key: Option<String>,
    /// The environment that was called.
    pub environment: Option<EnvironmentIndex>,
}

/// What a text must look like.
#[derive(Debug, Clone)]
pub enum Pattern {
    /// Exactly this.
    Exact(String),
    /// This expression, found anywhere unless it is anchored.
    Regex(Regex),
}

impl Pattern {
    /// Whether the text fits.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == text,
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}
