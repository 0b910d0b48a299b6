//! The one reader of querystrings.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str};

/// What a person may write in a URL and no request line can hold.
pub const UNSENDABLE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'#');

/// Most pairs of a querystring that are read; the rest is as if it were not there.
pub const QUERY_PAIRS_MAX: usize = 1000;

/// One `name=value` of a querystring: as it stands there, to be read decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryPair<'q> {
    /// The name as it stands, still encoded.
    pub raw_name: &'q str,
    /// The value as it stands, still encoded; `None` without a `=`.
    pub raw_value: Option<&'q str>,
}

impl<'q> QueryPair<'q> {
    /// The name, decoded.
    #[must_use]
    pub fn name(&self) -> Cow<'q, str> {
        decode(self.raw_name)
    }

    /// The value, decoded; empty without a `=`.
    #[must_use]
    pub fn value(&self) -> Cow<'q, str> {
        self.raw_value.map_or(Cow::Borrowed(""), decode)
    }
}

/// The pairs of a querystring, without its `?`, in their order.
pub fn pairs(query: &str) -> impl Iterator<Item = QueryPair<'_>> {
    let parts = query.split('&').filter(|part| !part.is_empty()).take(QUERY_PAIRS_MAX);
    parts.map(|part| match part.split_once('=') {
        Some((name, value)) => QueryPair { raw_name: name, raw_value: Some(value) },
        None => QueryPair { raw_name: part, raw_value: None },
    })
}

/// Form decoding: `+` is a space, then percent-decoding; bytes that are no UTF-8 become U+FFFD.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned())
}
