//! A finding: what a rule saw, where, and how to mend it.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::fix::Fix;
use super::properties::Properties;
use super::severity::Severity;
use super::span::{Position, Span};

/// Most places beside the first that a finding names.
pub const RELATED_MAX: usize = 100;

/// What a rule saw in a file. Nothing in it but a [`Fix`] can hold a secret: texts and frames are masked when it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's id; `policy/<policy>/<rule>` where a policy saw it.
    pub rule: Cow<'static, str>,
    /// How much it matters here.
    pub severity: Severity,
    /// What was seen.
    pub message: String,
    /// What to do about it.
    pub help: Cow<'static, str>,
    /// Where.
    pub place: Place,
    /// Other places of the same finding, at most [`RELATED_MAX`].
    pub related: Vec<Place>,
    /// The same for the same thing, in whatever file, line, commit or live call it is seen.
    pub fingerprint: Fingerprint,
    /// What else is known, such as `key`, `slot`, `workflow`, `count`, `firstSeen`, `lastSeen`, `client`.
    pub properties: Properties,
    /// How to mend it in place.
    pub fix: Option<Fix>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to where the run started, with `/`; `-` for standard input.
    pub path: Arc<str>,
    /// The commit or tag it was seen in; `None`: the file as it lies.
    pub revision: Option<Arc<str>>,
    /// The bytes.
    pub span: Span,
    /// Where it starts.
    pub start: Position,
    /// Where it ends: one past the last character.
    pub end: Position,
    /// The line that it starts on, secrets masked, cut to what fits a page.
    pub frame: Frame,
}

/// A line with something underlined, secrets masked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The line, or a piece of it around what is underlined.
    pub line: String,
    /// The bytes of `line` to underline.
    pub mark: (usize, usize),
}

/// What makes two findings the same: the rule, the value (or the expression that gives it) and the path that is called.
///
/// It is keyed with a constant, so that it is the same on every machine and in live traffic; a generated secret has
/// 512 random bits, which no guessing from 128 bits of a digest brings back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of a rule's finding about that value on that path.
    #[must_use]
    pub fn of(rule: &str, value: &[u8], path: &str) -> Self {
        static KEYED: LazyLock<Hmac<Sha256>> =
            LazyLock::new(|| Hmac::new_from_slice(b"localgear finding 1").expect("any length is a key"));
        let mut digest = KEYED.clone();
        for part in [rule.as_bytes(), value, path.trim_end_matches('/').to_ascii_lowercase().as_bytes()] {
            digest.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        let mut short = [0; 16];
        short.copy_from_slice(&digest.finalize().into_bytes()[..16]);
        Self(short)
    }

    /// Reads what it is shown as.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 32];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.write_str(str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}
