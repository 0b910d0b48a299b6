//! Who may use the control endpoints.
//!
//! Without a token: a peer on this machine, by a name that only this machine has, and not a page of some other
//! origin. That keeps out other machines, DNS rebinding and cross-site posts. Beyond this machine only a token opens
//! them, and where none was given they are closed.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};

use super::answer::ControlFault;
use crate::site::{KeySecret, SecretDigest};

/// The peer's address, which the edge puts into each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// A control token, of which only the digest is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlToken(SecretDigest);

impl ControlToken {
    /// Reads a token. `None` where it is empty, too long or nothing a header could carry.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        KeySecret::parse(text).filter(KeySecret::fits_a_header).map(|token| Self(token.digest()))
    }
}

/// Who may use the control endpoints.
#[derive(Debug, Clone, Copy)]
pub enum ControlAccess {
    /// Whoever is on this machine.
    ThisMachine,
    /// Whoever has the token.
    Token(ControlToken),
    /// Nobody: the address is not loopback, and there is no token.
    Closed,
}

impl ControlAccess {
    /// What fits an address that is served.
    #[must_use]
    pub fn for_address(address: IpAddr, token: Option<ControlToken>) -> Self {
        match token {
            Some(token) => Self::Token(token),
            None if address.is_loopback() => Self::ThisMachine,
            None => Self::Closed,
        }
    }
}

/// The header that carries a control token beside `Authorization: Bearer`.
const TOKEN_HEADER: &str = "x-localgear-control-token";

pub(super) async fn guard(
    State(access): State<Arc<ControlAccess>>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    match judge(&access, peer, request.headers(), request.uri().authority().map(http::uri::Authority::as_str))
    {
        Ok(()) => next.run(request).await,
        Err(reason) => ControlFault::new(StatusCode::FORBIDDEN, reason).into_response(),
    }
}

fn judge(
    access: &ControlAccess,
    peer: Option<Peer>,
    headers: &HeaderMap,
    authority: Option<&str>,
) -> Result<(), &'static str> {
    match access {
        ControlAccess::Closed => {
            Err("The control endpoints are closed: the address is not loopback. Start with \
                                      --control-token, or set LOCALGEAR_CONTROL_TOKEN, to open them.")
        }
        ControlAccess::Token(token) => match presented(headers) {
            Some(text) if SecretDigest::of(text.as_bytes()) == token.0 => Ok(()),
            Some(_) => Err("The control token is not the one that this site was started with."),
            None => Err("The control endpoints ask for the control token, as `Authorization: Bearer …`."),
        },
        ControlAccess::ThisMachine => {
            if !peer.is_some_and(|Peer(address)| address.ip().to_canonical().is_loopback()) {
                return Err("The control endpoints answer this machine only.");
            }
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or(authority);
            let Some(host) = host.filter(|host| is_this_machine(host)) else {
                return Err(
                    "The control endpoints answer to `localhost`, `*.localhost` and loopback addresses only.",
                );
            };
            match headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default()) {
                Some(origin)
                    if origin.split_once("://").is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host)) =>
                {
                    Err("The control endpoints do not answer pages of another origin.")
                }
                Some(_) | None => Ok(()),
            }
        }
    }
}

fn presented(headers: &HeaderMap) -> Option<&str> {
    let own = headers.get(TOKEN_HEADER).and_then(|value| value.to_str().ok());
    let bearer = || {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    };
    own.or_else(bearer)
}

/// Whether a `Host` can only mean this machine, whatever a name server says.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(address, _)| address),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use http::{HeaderMap, HeaderValue, header};

    use super::{ControlAccess, ControlToken, Peer, TOKEN_HEADER, judge};

    fn here() -> Option<Peer> {
        Some(Peer(SocketAddr::from(([127, 0, 0, 1], 50_000))))
    }

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn a_peer_on_this_machine_by_its_own_name_may() {
        for host in
            ["localhost:4280", "127.0.0.1:4280", "[::1]:4280", "mycompany.localhost:4280", "LOCALHOST"]
        {
            let headers = headers(&[(header::HOST, host)]);
            assert_eq!(judge(&ControlAccess::ThisMachine, here(), &headers, None), Ok(()), "{host}");
        }
    }

    #[test]
    fn a_name_that_an_attacker_could_point_here_may_not() {
        for host in [
            "evil.example",
            "localhost.evil.example:4280",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "notlocalhost",
        ] {
            let headers = headers(&[(header::HOST, host)]);
            assert!(judge(&ControlAccess::ThisMachine, here(), &headers, None).is_err(), "{host}");
        }
    }

    #[test]
    fn a_page_of_another_origin_may_not_and_one_of_this_origin_may() {
        let with_origin = |origin| headers(&[(header::HOST, "localhost:4280"), (header::ORIGIN, origin)]);
        for origin in ["https://evil.example", "http://localhost:9999", "null"] {
            assert!(
                judge(&ControlAccess::ThisMachine, here(), &with_origin(origin), None).is_err(),
                "{origin}"
            );
        }
        assert_eq!(
            judge(&ControlAccess::ThisMachine, here(), &with_origin("http://localhost:4280"), None),
            Ok(())
        );
    }

    #[test]
    fn a_peer_on_another_machine_may_not() {
        let peer = Some(Peer(SocketAddr::from(([10, 0, 0, 7], 50_000))));
        let headers = headers(&[(header::HOST, "localhost:4280")]);
        assert!(judge(&ControlAccess::ThisMachine, peer, &headers, None).is_err());
    }

    #[test]
    fn beyond_this_machine_only_the_token_opens() {
        let any = SocketAddr::from(([0, 0, 0, 0], 4280)).ip();
        let closed = ControlAccess::for_address(any, None);
        assert!(judge(&closed, here(), &headers(&[(header::HOST, "localhost")]), None).is_err());
        let open = ControlAccess::for_address(any, ControlToken::parse("letmein"));
        let own = header::HeaderName::from_static(TOKEN_HEADER);
        assert_eq!(judge(&open, None, &headers(&[(own, "letmein")]), None), Ok(()));
        assert_eq!(judge(&open, None, &headers(&[(header::AUTHORIZATION, "Bearer letmein")]), None), Ok(()));
        assert!(judge(&open, here(), &headers(&[(header::AUTHORIZATION, "Bearer letmeout")]), None).is_err());
        assert!(judge(&open, here(), &HeaderMap::new(), None).is_err());
    }
}
