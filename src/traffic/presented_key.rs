//! The one reader of what a caller presents as its key. The server, the linter and the policies all ask here, so
//! they can never disagree about what an API Key in a URL is.

use std::fmt;

use serde::Serialize;

use super::query::{self, QueryPair};
use crate::site::{KeySecret, SECRET_BYTES_MAX};

/// The querystring name that carries a key (documented: Token Authentication page).
pub const QUERY_KEY_NAME: &str = "auth-key";

/// The querystring name that carries a user's session in the legacy scheme; never a key, never shown.
pub const QUERY_SESSION_NAME: &str = "auth";

/// How a key travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// `Authorization: Key=…`.
    HeaderKey,
    /// `Authorization: Bearer …`.
    HeaderBearer,
    /// `?auth-key=…`, which ends up in logs.
    Query,
}

impl Carrier {
    /// The word that the journal and reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HeaderKey => "header-key",
            Self::HeaderBearer => "header-bearer",
            Self::Query => "query",
        }
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A key as a caller sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedKey {
    /// What was sent.
    pub secret: KeySecret,
    /// How it travelled.
    pub carrier: Carrier,
}

/// What a caller presented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presentation {
    /// Nothing.
    Absent,
    /// An `Authorization` header that is no key.
    Malformed(Malformed),
    /// A key, good or bad.
    Key(PresentedKey),
}

/// What is wrong with an `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// Neither `Key=` nor `Bearer `.
    Scheme,
    /// Nothing after the scheme.
    NoValue,
    /// `Key …` or `Key: …` where `Key=…` is meant.
    Separator,
    /// The value stands in quotes.
    Quoted,
    /// Bytes that are no text, or more than a secret may have.
    Unreadable,
}

impl Malformed {
    /// What to say to a person.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Scheme => "the `Authorization` header has neither `Key=…` nor `Bearer …`",
            Self::NoValue => "the `Authorization` header has no value after its scheme",
            Self::Separator => {
                "the `Authorization` header separates `Key` and its value by something other than `=`"
            }
            Self::Quoted => "the value in the `Authorization` header stands in quotes",
            Self::Unreadable => "the `Authorization` header is no readable text or too long for a key",
        }
    }
}

impl Presentation {
    /// Reads what a call presents: the header wins over the querystring even when it is malformed (assumed).
    #[must_use]
    pub fn read(authorization: Option<&[u8]>, query: Option<&str>) -> Self {
        match authorization {
            Some(header) => Self::in_header(header),
            None => Self::in_query(query.unwrap_or_default()),
        }
    }

    /// Reads the value of an `Authorization` header. Scheme words are the same in any case (assumed).
    #[must_use]
    pub fn in_header(value: &[u8]) -> Self {
        let Some(text) = std::str::from_utf8(value).ok().map(str::trim) else {
            return Self::Malformed(Malformed::Unreadable);
        };
        if let Some(secret) = after_word(text, "key=") {
            return Self::from_value(secret.trim(), Carrier::HeaderKey);
        }
        if let Some(secret) = after_word(text, "bearer")
            && (secret.is_empty() || secret.starts_with([' ', '\t']))
        {
            return Self::from_value(secret.trim(), Carrier::HeaderBearer);
        }
        match after_word(text, "key") {
            Some("") => Self::Malformed(Malformed::NoValue),
            Some(rest) if rest.starts_with([' ', ':', '\t']) => Self::Malformed(Malformed::Separator),
            Some(_) | None if text.is_empty() => Self::Malformed(Malformed::NoValue),
            Some(_) | None => Self::Malformed(Malformed::Scheme),
        }
    }

    /// Reads a querystring: the first `auth-key` counts (assumed), and an empty one is none.
    #[must_use]
    pub fn in_query(query: &str) -> Self {
        let Some(pair) = query::pairs(query).find(is_query_key) else { return Self::Absent };
        match pair.value() {
            value if value.is_empty() => Self::Absent,
            value => Self::from_value(&value, Carrier::Query),
        }
    }

    fn from_value(value: &str, carrier: Carrier) -> Self {
        if value.is_empty() {
            return Self::Malformed(Malformed::NoValue);
        }
        if carrier != Carrier::Query && value.len() > 1 && value.starts_with(['"', '\'']) {
            return Self::Malformed(Malformed::Quoted);
        }
        match KeySecret::parse(value) {
            Some(secret) => Self::Key(PresentedKey { secret, carrier }),
            None => Self::Malformed(Malformed::Unreadable),
        }
    }

    /// The secret that was presented, if one was.
    #[must_use]
    pub fn secret(&self) -> Option<&KeySecret> {
        match self {
            Self::Key(key) => Some(&key.secret),
            Self::Absent | Self::Malformed(_) => None,
        }
    }
}

/// Whether a pair carries a key: its decoded name is `auth-key` in any case (the case rule is assumed).
#[must_use]
pub fn is_query_key(pair: &QueryPair<'_>) -> bool {
    pair.name().eq_ignore_ascii_case(QUERY_KEY_NAME)
}

/// Whether a pair's value must never be shown: a key or a legacy session.
#[must_use]
pub fn is_query_secret(pair: &QueryPair<'_>) -> bool {
    is_query_key(pair) || pair.name().eq_ignore_ascii_case(QUERY_SESSION_NAME)
}

/// What follows a word at the start of the text, whatever the word's case.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| text.get(word.len()..)).flatten()
}

const _: () = assert!(SECRET_BYTES_MAX >= crate::site::SECRET_CHARS, "a generated secret can be presented");
