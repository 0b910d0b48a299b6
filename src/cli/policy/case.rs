//! A case: what a policy is asked, and what it should answer.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde_json::Value;
use uuid::Uuid;

use crate::policy::{
    AskedRequest, AskedResponse, Body, Exchange, Field, KeyCarrier, KeyIdentity, KeySlot, Phase, Source,
    Target, Word,
};
use crate::site::{KeySecret, Mask, Moment};
use crate::traffic::{Carrier, Presentation, RawBody, RawCall};

/// A case, valid.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// A sentence.
    pub(super) name: String,
    /// The settings.
    pub(super) settings: Value,
    /// What is asked: one exchange, or all of a recording.
    pub(super) exchanges: Vec<Exchange>,
    /// What is expected of each.
    pub(super) expected: Expected,
}

/// What a case expects.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    /// A decision.
    Decision {
        /// The verdict.
        word: Word,
        /// The status of the refusal, if the case says so.
        status: Option<u16>,
        /// The rules of the findings, in any order; `None`: whatever they are.
        rules: Option<Vec<String>>,
    },
    /// Problems in the settings, at these places.
    Problems(Vec<String>),
    /// No decision at all.
    Failure,
}

/// A request as a case or a recording writes it down.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) client: Option<IpAddr>,
    pub(super) received: Option<Moment>,
    pub(super) response: Option<WrittenResponse>,
}

/// A response as a case or a recording writes it down.
#[derive(Debug, Clone, Default)]
pub(super) struct WrittenResponse {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) duration_us: Option<u64>,
}

impl Written {
    /// The exchange as a policy is shown it: made by the code that serves, so that a case cannot show a policy what a
    /// live call would not.
    pub(super) fn exchange(&self, source: Source) -> anyhow::Result<Exchange> {
        let raw = self.raw_call()?;
        let mask = Mask::default();
        let presentation = raw.presentation();
        let presented = presentation.secret();
        let request = AskedRequest::of(&raw, &mask, true);
        let response = self.response.as_ref().map(|response| asked_response(response, &mask, presented));
        Ok(Exchange {
            id: "00000000-0000-4000-8000-000000000000".to_owned(),
            phase: if response.is_some() { Phase::Exchange } else { Phase::Request },
            source,
            received_ms: self.received.and_then(|at| u64::try_from(at.unix_micros() / 1000).ok()),
            client: self.client.map(|client| client.to_string()),
            target: Target {
                site: "mycompany".to_owned(),
                environment: "Production".to_owned(),
                ..Target::default()
            },
            key: key_of(&presentation),
            request,
            response,
            extra: Vec::new(),
        })
    }

    fn raw_call(&self) -> anyhow::Result<RawCall> {
        let uri: Uri = self.url.parse().map_err(|_| anyhow::anyhow!("the URL cannot be read"))?;
        let mut headers = HeaderMap::new();
        if let Some(host) = uri.authority()
            && let Ok(host) = HeaderValue::try_from(host.as_str())
        {
            headers.insert(http::header::HOST, host);
        }
        for (name, value) in &self.headers {
            let unfit = || anyhow::anyhow!("the header `{name}` cannot be read");
            // HTTP/2 recordings hold `:path` and the like.
            if name.starts_with(':') {
                continue;
            }
            let name = HeaderName::try_from(name.as_str()).map_err(|_| unfit())?;
            let value = HeaderValue::try_from(value.as_str()).map_err(|_| unfit())?;
            if name == http::header::HOST {
                headers.insert(name, value);
            } else {
                headers.append(name, value);
            }
        }
        Ok(RawCall {
            method: Method::try_from(self.method.as_str())?,
            uri,
            peer: self.client,
            headers,
            body: RawBody::Whole(self.body.clone().into()),
            received: self.received.unwrap_or(Moment::from_unix_micros(0)),
            instance_id: Uuid::nil(),
        })
    }
}

fn asked_response(response: &WrittenResponse, mask: &Mask, presented: Option<&KeySecret>) -> AskedResponse {
    let field = |(name, value): &(String, String)| match name.to_ascii_lowercase() {
        name if name == "set-cookie" => Field::secret(name),
        name => Field::plain(name, mask.hide_encoded(value, presented)),
    };
    let media_type = response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let media_type = media_type.map(|(_, value)| value.as_str()).unwrap_or_default();
    AskedResponse {
        status: response.status,
        headers: response.headers.iter().map(field).collect(),
        body: (!response.body.is_empty()).then(|| Body::shown(media_type, &response.body, mask, presented)),
        duration_us: response.duration_us,
    }
}

/// A key that nobody knows: a recording has no site beside it.
fn key_of(presentation: &Presentation) -> Option<KeyIdentity> {
    let Presentation::Key(presented) = presentation else { return None };
    Some(KeyIdentity {
        name: String::new(),
        slot: KeySlot::Unknown,
        carrier: match presented.carrier {
            Carrier::HeaderKey => KeyCarrier::HeaderKey,
            Carrier::HeaderBearer => KeyCarrier::HeaderBearer,
            Carrier::Query => KeyCarrier::Query,
        },
        fingerprint: String::new(),
        enabled: true,
        target_environment: None,
        permitted_workflows: Vec::new(),
    })
}

/// A call as most are: fifteen headers, one query pair, a key.
pub(super) fn ordinary() -> Exchange {
    let headers = [
        ("user-agent", "curl/8.5.0"),
        ("accept", "application/json"),
        ("accept-encoding", "gzip, deflate, br"),
        ("accept-language", "en-ZA,en;q=0.9"),
        ("content-type", "application/json"),
        ("content-length", "412"),
        ("cache-control", "no-cache"),
        ("x-forwarded-for", "203.0.113.7"),
        ("x-forwarded-proto", "https"),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ("origin", "https://app.example.com"),
        ("referer", "https://app.example.com/customers"),
        ("x-correlation-id", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("authorization", "Key=***"),
    ];
    let fields = headers.map(|(name, value)| match name {
        "authorization" => Field::secret(name),
        _ => Field::plain(name, value),
    });
    let mut exchange = Exchange {
        id: "6f9619ff-8b86-d011-b42d-00cf4fc964ff".to_owned(),
        phase: Phase::Request,
        source: Source::Live,
        received_ms: Some(1_763_800_000_000),
        client: Some("127.0.0.1".to_owned()),
        target: Target {
            site: "mycompany".to_owned(),
            environment: "Test".to_owned(),
            workflow: Some("Get customer".to_owned()),
            template: Some("/customers/{id}".to_owned()),
        },
        key: Some(KeyIdentity {
            name: "crm".to_owned(),
            slot: KeySlot::Primary,
            carrier: KeyCarrier::HeaderKey,
            fingerprint: "7d1f03ac".to_owned(),
            enabled: true,
            target_environment: Some("Test".to_owned()),
            permitted_workflows: vec!["Get customer".to_owned(), "Put customer".to_owned()],
        }),
        request: AskedRequest {
            method: "GET".to_owned(),
            scheme: "https".to_owned(),
            authority: "mycompany.flowgear.net".to_owned(),
            path: "/customers/123".to_owned(),
            query: vec![Field::plain("_profile", "Test")],
            headers: fields.to_vec(),
            body: None,
        },
        response: None,
        extra: Vec::new(),
    };
    exchange.request.headers.insert(0, Field::plain("host", "mycompany.flowgear.net"));
    exchange
}
