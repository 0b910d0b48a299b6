//! Hiding secrets in text that somebody may read.

use std::borrow::Cow;
use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::key_ring::KeyRing;
use super::key_secret::{KeySecret, SECRET_CHARS, SecretDigest};

/// What stands where a secret stood.
pub const MASKED: &str = "***";

/// Shortest presented text that is hidden everywhere although no key has it; a shorter one is no secret but a word.
const PRESENTED_BYTES_MIN: usize = 8;

/// Longest run of key characters in which a secret is looked for at every offset; a longer one is hidden whole.
const RUN_BYTES_MAX: usize = 8 * 1024;

/// Knows a site's secrets well enough to hide them, by digest where only the digest is known.
///
/// Hidden are: every secret that the site file holds in plain text; every text of the shape of a generated secret
/// (86 characters of base64url), known or not, because a real one may have been pasted by mistake; every known secret
/// inside a longer run of such characters; and what this call presented as its key.
#[derive(Clone, Default)]
pub struct Mask {
    plain: Option<AhoCorasick>,
    known: HashSet<SecretDigest>,
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = self.plain.as_ref().map_or(0, AhoCorasick::patterns_len);
        write!(f, "Mask({plain} plain, {} known)", self.known.len())
    }
}

impl Mask {
    /// A mask for the secrets of a ring and those that the site file holds in plain text.
    #[must_use]
    pub fn new(keys: &KeyRing, plain: &[KeySecret]) -> Self {
        let digests = keys
            .keys()
            .iter()
            .flat_map(|key| key.secrets.iter().map(|(_, digest)| *digest).chain(key.retired.iter().copied()));
        let mut search = AhoCorasick::builder();
        search.match_kind(MatchKind::LeftmostLongest);
        let texts = plain.iter().map(KeySecret::reveal);
        let plain = (!plain.is_empty()).then(|| search.build(texts).ok()).flatten();
        Self { plain, known: digests.collect() }
    }

    /// The text with every secret replaced by [`MASKED`]; what the caller presented is one of them.
    #[must_use]
    pub fn hide<'t>(&self, text: &'t str, presented: Option<&KeySecret>) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        if let Some(plain) = &self.plain
            && plain.is_match(&*text)
        {
            text = Cow::Owned(plain.replace_all(&text, &vec![MASKED; plain.patterns_len()]));
        }
        if let Some(secret) = presented
            && (secret.reveal().len() >= PRESENTED_BYTES_MIN || self.known.contains(&secret.digest()))
        {
            replace(&mut text, secret.reveal());
        }
        if text.len() >= SECRET_CHARS {
            for span in self.key_shaped(&text).into_iter().rev() {
                text.to_mut().replace_range(span, MASKED);
            }
        }
        text
    }

    /// A component of a URL with every secret hidden, whether it is there bare or percent-encoded, once or repeatedly.
    ///
    /// Where a secret is found under a layer of encoding, that layer is gone from what is given back; each layer is
    /// looked through even where one above it hid something, since a text may hold a secret in more than one form.
    #[must_use]
    pub fn hide_encoded<'t>(&self, component: &'t str, presented: Option<&KeySecret>) -> Cow<'t, str> {
        const LAYERS_MAX: usize = 4;
        if !component.contains(['%', '+']) {
            return self.hide(component, presented);
        }
        let mut shown = Cow::Borrowed(component);
        let mut layer = component.to_owned();
        for _ in 0..LAYERS_MAX {
            let hidden = match self.hide(&layer, presented) {
                Cow::Owned(hidden) => Some(hidden),
                Cow::Borrowed(_) => None,
            };
            if let Some(hidden) = hidden {
                shown = Cow::Owned(hidden.clone());
                layer = hidden;
            }
            if !layer.contains(['%', '+']) {
                break;
            }
            let plus = layer.replace('+', " ");
            let decoded = percent_encoding::percent_decode_str(&plus).decode_utf8_lossy();
            if decoded == layer {
                break;
            }
            layer = decoded.into_owned();
        }
        shown
    }

    /// Where the text holds something of the shape of a generated secret, or a known one inside a longer run.
    fn key_shaped(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let bytes = text.as_bytes();
        let mut spans = Vec::new();
        let mut start = 0;
        while let Some(skip) = bytes.get(start..).and_then(|rest| rest.iter().position(is_key)) {
            start += skip;
            let run = bytes.get(start..).unwrap_or_default();
            let run = run.split(|byte| !is_key(byte)).next().unwrap_or_default();
            if run.len() == SECRET_CHARS {
                spans.push(start..start + run.len());
            } else if run.len() > RUN_BYTES_MAX {
                spans.push(start..start + run.len());
            } else if run.len() > SECRET_CHARS {
                let known = |window: &[u8]| self.known.contains(&SecretDigest::of(window));
                let mut from = 0;
                while let Some(at) =
                    run.get(from..).and_then(|rest| rest.windows(SECRET_CHARS).position(known))
                {
                    spans.push(start + from + at..start + from + at + SECRET_CHARS);
                    from += at + SECRET_CHARS;
                }
            }
            start += run.len();
        }
        spans
    }
}

fn replace(text: &mut Cow<'_, str>, secret: &str) {
    if text.contains(secret) {
        *text = Cow::Owned(text.replace(secret, MASKED));
    }
}
