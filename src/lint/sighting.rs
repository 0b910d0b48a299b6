//! What an extractor saw: one place where a key travels, will travel, or is said to travel.

use crate::finding::{Fix, Span};
use crate::site::KeySecret;

/// One place where a key travels, will travel, or is said to travel. Every span is one of the file.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// How.
    pub manner: Manner,
    /// In what kind of text.
    pub setting: Setting,
    /// What to underline: name and value of the pair, or the declaration.
    pub span: Span,
    /// The name, in whatever spelling.
    pub name: Span,
    /// The value.
    pub value: SeenValue,
    /// The URL it is part of, as far as it can be read.
    pub url: SeenUrl,
    /// The HTTP method, if it can be read.
    pub method: Option<String>,
    /// The line of a log it stands in.
    pub logged: Option<Logged>,
    /// How to mend it in place, where the extractor knows.
    pub fix: Option<Fix>,
}

/// How a key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Manner {
    /// In a querystring.
    Query,
    /// A description says that it travels in a querystring.
    DeclaredInQuery,
    /// In the querystring of a Referer.
    Referer,
    /// In the querystring of a redirect's target.
    Redirect,
    /// As `Authorization: Key=…` or `Bearer …`: right, and still a literal that may be somebody's key.
    Header,
    /// User and password before a URL's host.
    UserInfo,
}

/// In what kind of text a key was seen; it decides what a placeholder means and which rule speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// A program, a script, a configuration: what stands there will be done.
    Code,
    /// A comment in one.
    Comment,
    /// A collection of requests, an `.http` file: will be sent, with variables filled in.
    Collection,
    /// An API description or a gateway's configuration.
    Description,
    /// What was really sent: an HTTP archive, a dump.
    Capture,
    /// A log's line.
    Log,
    /// Text for people.
    Prose,
}

/// What stands where the key's value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenValue {
    /// Characters, decoded, and where they stand.
    Literal(KeySecret, Span),
    /// An expression, a variable, a template's placeholder.
    Dynamic(Span),
    /// Nothing.
    Empty,
    /// No value belongs here: a declaration.
    None,
}

/// What can be read of a URL.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SeenUrl {
    /// `http` or `https`, lower case.
    pub scheme: Option<String>,
    /// The host without a port, lower case.
    pub host: Option<String>,
    /// The path, decoded; what is not known of it is `{}`.
    pub path: Option<String>,
    /// The value of `_profile`; `Some(None)` where it is not known.
    pub profile: Option<Option<String>>,
    /// All of it in the file, if it stands in one place.
    pub span: Option<Span>,
}

/// Without the path: keys have been seen in paths.
impl std::fmt::Debug for SeenUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenUrl({:?}, {:?}, {:?})", self.scheme, self.host, self.span)
    }
}

/// What a log's line says beside the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Logged {
    /// Who called, if the line says so.
    pub client: Option<String>,
    /// When, as it stands there.
    pub at: Option<String>,
}

impl Sighting {
    /// A key in a querystring, of which nothing more is known yet.
    #[must_use]
    pub fn in_query(setting: Setting, span: Span, name: Span, value: SeenValue) -> Self {
        Self {
            manner: Manner::Query,
            setting,
            span,
            name,
            value,
            url: SeenUrl::default(),
            method: None,
            logged: None,
            fix: None,
        }
    }
}
