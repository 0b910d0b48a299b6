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

/// Longest time that is taken for one, in bytes.
const TIME_BYTES_MAX: usize = 48;
/// Longest name of whoever called, in bytes.
const CLIENT_BYTES_MAX: usize = 64;

impl Logged {
    /// What a line says where a client and a time should be, as far as it is one: in a broken line anything may stand
    /// there, a secret too, and both are shown as they are.
    #[must_use]
    pub fn new(client: Option<String>, at: Option<String>) -> Self {
        Self { client: client.filter(|client| is_client(client)), at: at.filter(|at| is_time(at)) }
    }
}

/// Digits and names of days, months and zones, with marks between.
fn is_time(text: &str) -> bool {
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let is_part = |part: &[u8]| {
        if digits(part) {
            return part.len() <= 20;
        }
        // `Wednesday`, `24T10`, `Z`, klog's `I1124`.
        let zone = part.iter().rev().take_while(|byte| **byte == b'Z').count();
        let clock = part.get(..part.len() - zone).unwrap_or_default();
        let letters = part.len() <= 9 && part.iter().all(u8::is_ascii_alphabetic);
        let headed = part.len() == 5 && part.get(1..).is_some_and(digits);
        letters || headed || (part.len() <= 20 && clock.split(|byte| *byte == b'T').all(digits))
    };
    text.len() <= TIME_BYTES_MAX
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).all(is_part)
}

/// An address, a host, a short name: nothing that looks generated or like a URL.
fn is_client(text: &str) -> bool {
    let is_part = |part: &[u8]| part.len() < 20 || !part.iter().any(u8::is_ascii_digit);
    text.len() <= CLIENT_BYTES_MAX
        && !text.bytes().any(|byte| matches!(byte, b'?' | b'&' | b'=' | b'/' | b'@'))
        && text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).all(is_part)
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

#[cfg(test)]
mod tests {
    use super::Logged;

    #[test]
    fn a_time_and_a_client_are_kept_and_whatever_else_stands_there_is_not() {
        for time in [
            "24/Nov/2026:10:00:00 +0000",
            "2026-11-24T10:00:00.123Z",
            "20261124T100000Z",
            "2026-11-24 10:00:00,101",
            "Tue Nov 24 10:00:00.000123 2026",
            "1764064800.123",
            "1764064800123456789",
            "I1124 10:00:00.123456",
            "2026-11-24T10:00:00.123+02:00",
        ] {
            assert_eq!(Logged::new(None, Some(time.to_owned())).at.as_deref(), Some(time));
        }
        for other in [
            "eptions.Error: HTTPSConnectionPool(port=443): /x?auth-key=b6BuL8McvGOn3AMuk4j6WEwVoXxa9VVvfq4XE7Ae3Qs",
            "813b07566ec158538abda8f69061d341",
            "813b0756-6ec1-5853-8abd-a8f69061d341",
            "2026-11-24 b6BuL8McvGOn",
        ] {
            assert_eq!(Logged::new(None, Some(other.to_owned())).at, None, "{other}");
        }
        for client in ["203.0.113.7", "2001:db8::7", "build-agent-17.acme.example", "orders service"] {
            assert_eq!(Logged::new(Some(client.to_owned()), None).client.as_deref(), Some(client));
        }
        for other in ["b6BuL8McvGOn3AMuk4j6WEwVoXxa9VVvfq4XE7Ae3Qs", "https://x", "auth-key=b6BuL8McvGOn"] {
            assert_eq!(Logged::new(Some(other.to_owned()), None).client, None, "{other}");
        }
    }
}
