//! The rules that localgear has of its own, and what is to be known of each.

use super::severity::Severity;

/// One rule: what it is called, how much it matters, what it is an instance of.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, a promise.
    pub id: &'static str,
    /// What it says, in one line.
    pub title: &'static str,
    /// How much it matters unless more is known.
    pub severity: Severity,
    /// The weakness it is an instance of, if there is one: a number of the Common Weakness Enumeration.
    pub cwe: Option<u16>,
    /// What to do about it, in one line.
    pub help: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident, $cwe:expr, $title:literal, $help:literal;)*) => {
        $(#[doc = $title]
        pub const $name: Rule =
            Rule { id: $id, title: $title, severity: Severity::$severity, cwe: $cwe, help: $help };)*

        /// Every rule of localgear's own, in the order in which they are documented.
        pub const RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    KEY_IN_QUERY = "key-in-query", Error, Some(598), "an API Key travels in a querystring",
        "send it as `Authorization: Key=…`";
    KEY_IN_LOG = "key-in-log", Error, Some(532), "an API Key stands in a log",
        "rotate the key, send it as `Authorization: Key=…`, and mask the log with `--redact-to`";
    KEY_IN_REFERER = "key-in-referer", Error, Some(598), "an API Key was passed on in a Referer",
        "rotate the key; keep it out of the URLs of pages that link elsewhere";
    KEY_IN_REDIRECT = "key-in-redirect", Error, Some(598), "an API Key is in the target of a redirect",
        "redirect without the key, and let the client send it as `Authorization: Key=…`";
    SPEC_KEY_IN_QUERY = "spec-key-in-query", Warning, Some(598),
        "a description declares the API Key as a querystring parameter",
        "declare `in: header`, `name: Authorization` instead";
    KEY_LITERAL = "key-literal", Warning, Some(798), "an API Key of the site stands in a file",
        "read it from the environment or a secret store, and rotate it";
    BASIC_AUTH_IN_URL = "basic-auth-in-url", Warning, Some(522), "user and password stand in a URL",
        "send them in an `Authorization` header, or better use an API Key";
    KEY_OVER_HTTP = "key-over-http", Warning, Some(319), "an API Key goes over plain HTTP", "use `https://`";
    MISSING_PROFILE = "missing-profile", Warning, None,
        "the key and the environment that the URL names do not fit", "name the key's environment in `_profile`";
    STALE_KEY = "stale-key", Note, Some(324), "a disabled or rotated-out API Key is still used",
        "use the key that took its place, or remove the call";
    UNUSED_IGNORE = "unused-ignore", Warning, None, "an inline ignore suppresses nothing",
        "remove the comment";
}

/// The rule of localgear's own with that id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
