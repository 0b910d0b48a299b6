//! A call as it came in, before anything was understood of it.

use std::net::IpAddr;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, HeaderMap};
use http::{Method, Uri};
use uuid::Uuid;

use super::presented_key::{Presentation, is_query_secret};
use super::query;
use crate::site::{KeySecret, MASKED, Mask, Moment};

/// A call as it came in. What a journey may not fetch for itself, time and chance, comes with it.
#[derive(Clone)]
pub struct RawCall {
    /// The method.
    pub method: Method,
    /// The target: path and query count, scheme and authority only where HTTP/2 sends them.
    pub uri: Uri,
    /// The caller's address, where there is one.
    pub peer: Option<IpAddr>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, or that it was too large to be read.
    pub body: RawBody,
    /// When it arrived, on the site's clock.
    pub received: Moment,
    /// The GUID of the run it may become.
    pub instance_id: Uuid,
}

/// Neither target nor headers nor body: a key may be in any of them, and there is no mask here that would know it.
impl std::fmt::Debug for RawCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawCall")
            .field("received", &self.received)
            .field("instance_id", &self.instance_id)
            .finish_non_exhaustive()
    }
}

/// The body of a call.
#[derive(Clone)]
pub enum RawBody {
    /// All of it.
    Whole(Bytes),
    /// Larger than the site's `body-limit`, in bytes; it was not kept.
    TooLarge(u64),
}

/// Its size only.
impl std::fmt::Debug for RawBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(body) => write!(f, "Whole({} bytes)", body.len()),
            Self::TooLarge(limit) => write!(f, "TooLarge({limit})"),
        }
    }
}

impl RawCall {
    /// What the call presents as its key.
    #[must_use]
    pub fn presentation(&self) -> Presentation {
        let header = self.headers.get(AUTHORIZATION).map(http::HeaderValue::as_bytes);
        Presentation::read(header, self.uri.query())
    }

    /// The host it was sent to, lower case, without a port.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let host = self.headers.get(HOST).and_then(|host| host.to_str().ok());
        let host = host.or_else(|| self.uri.authority().map(http::uri::Authority::as_str))?;
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split_once(']').map_or(rest, |(address, _)| address),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        Some(name.trim_end_matches('.').to_ascii_lowercase())
    }

    /// A header's text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The request's media type without its parameters, lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        (!kind.is_empty()).then_some(kind)
    }

    /// Path and query with every secret hidden: safe to keep and to show.
    #[must_use]
    pub fn shown_url(&self, mask: &Mask, presented: Option<&KeySecret>) -> String {
        shown_url(self.uri.path(), self.uri.query(), mask, presented)
    }

    /// The headers as `Name: value` lines, each secret hidden, ending with an empty line as the platform's do.
    #[must_use]
    pub fn shown_headers(&self, mask: &Mask, presented: Option<&KeySecret>) -> String {
        let mut lines = String::new();
        for (name, value) in &self.headers {
            lines.push_str(name.as_str());
            lines.push_str(": ");
            lines.push_str(&shown_header(name.as_str(), value, mask, presented));
            lines.push_str("\r\n");
        }
        lines.push_str("\r\n");
        lines
    }
}

/// A header's value with every secret hidden; of `Authorization` only the scheme remains.
#[must_use]
pub fn shown_header(
    name: &str,
    value: &http::HeaderValue,
    mask: &Mask,
    presented: Option<&KeySecret>,
) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    if !name.eq_ignore_ascii_case(AUTHORIZATION.as_str()) {
        return mask.hide_encoded(&text, presented).into_owned();
    }
    let scheme = text.find(['=', ' ']).and_then(|end| text.get(..=end)).unwrap_or_default();
    let known = ["key=", "bearer ", "basic "].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    format!("{}{MASKED}", if known { scheme } else { "" })
}

/// A path and query with every secret hidden: a key's or session's value always, any other text that is a secret.
#[must_use]
pub fn shown_url(path: &str, query: Option<&str>, mask: &Mask, presented: Option<&KeySecret>) -> String {
    let mut url = String::with_capacity(path.len() + query.map_or(0, str::len) + 1);
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            url.push('/');
        }
        url.push_str(&mask.hide_encoded(segment, presented));
    }
    let mut mark = '?';
    for pair in query.into_iter().flat_map(query::pairs) {
        url.push(mark);
        mark = '&';
        url.push_str(&mask.hide_encoded(pair.raw_name, presented));
        if let Some(value) = pair.raw_value {
            url.push('=');
            let hidden = if is_query_secret(&pair) && !value.is_empty() {
                MASKED.into()
            } else {
                mask.hide_encoded(value, presented)
            };
            url.push_str(&hidden);
        }
    }
    url
}
