//! A call as policies are shown it.

use http::header::{AUTHORIZATION, COOKIE, HOST, PROXY_AUTHORIZATION};

use super::{AskedRequest, Body, Field};
use crate::site::Mask;
use crate::traffic::{RawBody, RawCall, is_query_secret, query};

/// Headers that carry nothing but credentials.
const SECRET_HEADERS: [http::HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// Headers that a policy is shown.
const HEADERS_MAX: usize = 200;

impl AskedRequest {
    /// The call without its secrets: fields that carry keys are masked for what they are, and the rest is searched.
    #[must_use]
    pub fn of(raw: &RawCall, mask: &Mask, with_body: bool) -> Self {
        let presentation = raw.presentation();
        let presented = presentation.secret();
        let hide = |text: &str| mask.hide_encoded(text, presented).into_owned();
        let field = |name: &str, value: &str| {
            let hidden = mask.hide_encoded(value, presented);
            Field { name: name.to_owned(), secret: hidden != value, value: hidden.into_owned() }
        };
        let query =
            query::pairs(raw.uri.query().unwrap_or_default()).map(|pair| match is_query_secret(&pair) {
                true if !pair.value().is_empty() => Field::secret(pair.name()),
                _ => field(&hide(&pair.name()), &pair.value()),
            });
        let headers = raw.headers.iter().take(HEADERS_MAX).map(|(name, value)| match name {
            name if SECRET_HEADERS.contains(name) => Field::secret(name.as_str()),
            name => field(name.as_str(), &String::from_utf8_lossy(value.as_bytes())),
        });
        let body = match &raw.body {
            RawBody::Whole(bytes) if with_body && !bytes.is_empty() => {
                Some(Body::shown(raw.header("content-type").unwrap_or_default(), bytes, mask, presented))
            }
            RawBody::Whole(_) | RawBody::TooLarge(_) => None,
        };
        let authority = raw.headers.get(HOST).and_then(|host| host.to_str().ok());
        let authority = authority.or_else(|| raw.uri.authority().map(http::uri::Authority::as_str));
        // A URL's path may hold a key between two slashes.
        let path: Vec<String> = raw.uri.path().split('/').map(hide).collect();
        Self {
            method: raw.method.to_string(),
            scheme: raw.uri.scheme_str().unwrap_or("http").to_owned(),
            authority: hide(authority.unwrap_or_default()),
            path: path.join("/"),
            query: query.collect(),
            headers: headers.collect(),
            body,
        }
    }
}
