//! Wherever a secret is put into a call, nothing that anybody reads shows it.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Uri};
use localgear::adapters::emulator::Arrival;
use localgear::invoke::{Trace, invoke};
use localgear::site::{LiveSite, encode};
use localgear::traffic::{RawBody, RawCall};
use proptest::prelude::{Strategy, any, prop, prop_assert, proptest};

use crate::harness::{TestSite, moment, secret};

/// Where a secret is put.
#[derive(Debug, Clone)]
enum Place {
    Path,
    QueryName,
    QueryValue,
    KeyInQuery,
    SessionInQuery,
    Profile,
    Authorization,
    Header,
    Host,
    BodyValue,
    BodyName,
    NestedBody,
    Method,
}

const PLACES: [Place; 13] = [
    Place::Path,
    Place::QueryName,
    Place::QueryValue,
    Place::KeyInQuery,
    Place::SessionInQuery,
    Place::Profile,
    Place::Authorization,
    Place::Header,
    Place::Host,
    Place::BodyValue,
    Place::BodyName,
    Place::NestedBody,
    Place::Method,
];

/// A plain secret of the site file: short, with characters that URLs escape.
const PLAIN: &str = "hunter2/+&=%!";

fn site(generation: &str) -> Arc<LiveSite> {
    let draft = TestSite::draft()
        .settings(&format!("generation = '{generation}'"))
        .more("[[workflow]]\nname = 'All'\nmethod = 'POST'\npath = '/all/{v}?q={q}'\n[workflow.inputs.FgRequestHeaders]\n[workflow.inputs.FgInvokeUrl]\n[workflow.inputs.body]")
        .more(&format!("[[key]]\nname = 'plain'\nenvironment = 'Production'\nprimary = '{PLAIN}'\nworkflows = ['*']"));
    Arc::new(LiveSite::new(Arc::new(draft.site())))
}

fn every_byte(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// A text in one of the forms in which it travels in a URL.
fn encoded(text: &str, layers: usize) -> String {
    match layers {
        0 => encode(text),
        1 => every_byte(text),
        2 => encode(&every_byte(text)),
        _ => encode(&encode(&every_byte(text))),
    }
}

/// The call with the secret in each of these places; `None` where HTTP cannot hold it.
fn call(hidden: &str, places: &[(Place, usize)], around: &str) -> Option<RawCall> {
    let (mut method, mut path, mut query) = (Method::POST, "/all/1".to_owned(), vec!["q=2".to_owned()]);
    let mut headers = http::HeaderMap::new();
    let mut members = Vec::new();
    let mut put = |name: HeaderName, value: String| -> Option<()> {
        headers.append(name, HeaderValue::from_str(&value).ok()?);
        Some(())
    };
    for (place, layers) in places {
        let in_url = format!("{around}{}{around}", encoded(hidden, *layers));
        let bare = format!("{around}{hidden}{around}");
        match place {
            Place::Path => path.push_str(&format!("/{in_url}")),
            Place::QueryName => query.push(format!("{in_url}=1")),
            Place::QueryValue => query.push(format!("x={in_url}")),
            Place::KeyInQuery => query.push(format!("auth-key={}", encoded(hidden, (*layers).min(1)))),
            Place::SessionInQuery => query.push(format!("AUTH={in_url}")),
            Place::Profile => query.push(format!("_profile={in_url}")),
            Place::Authorization => put(http::header::AUTHORIZATION, format!("Key={hidden}"))?,
            Place::Header => put(HeaderName::from_static("x-custom"), format!("{bare} {in_url}"))?,
            Place::Host => put(http::header::HOST, encode(hidden))?,
            Place::BodyValue => members.push(format!("\"body\":{}", serde_json::json!(bare))),
            Place::BodyName => members.push(format!("{}:1", serde_json::json!(bare))),
            Place::NestedBody => members.push(format!("\"v\":{{\"a\":[{}]}}", serde_json::json!(bare))),
            Place::Method => method = Method::from_bytes(hidden.as_bytes()).ok()?,
        }
    }
    headers.append(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let uri: Uri = format!("{path}?{}", query.join("&")).parse().ok()?;
    let body = RawBody::Whole(Bytes::from(format!("{{{}}}", members.join(","))));
    let (received, instance_id) = (moment("2026-03-01T09:00:00Z"), uuid::Uuid::nil());
    Some(RawCall { method, uri, peer: None, headers, body, received, instance_id })
}

/// Everything that anybody may read of a call, the reply to its own caller apart.
fn everything_shown(live: &Arc<LiveSite>, raw: RawCall) -> String {
    let debug = format!("{raw:?} {live:?}");
    let answer = invoke(live, &Arc::new(raw), None, Trace::told());
    let entry = serde_json::to_string(&answer.entry).unwrap();
    let steps = serde_json::to_string(&answer.steps).unwrap();
    let advice = serde_json::to_string(&answer.advice).unwrap();
    format!(
        "{debug}\n{entry}\n{steps}\n{advice}\n{:?}\n{:?}\n{:?}",
        answer.entry, answer.steps, answer.advice
    )
}

fn places() -> impl Strategy<Value = Vec<(Place, usize)>> {
    prop::collection::vec((prop::sample::select(PLACES.to_vec()), 0..4_usize), 1..5)
}

proptest! {
    #[test]
    fn a_secret_is_shown_nowhere(
        places in places(),
        around in "[a-z.]{0,3}",
        of_plain in any::<bool>(),
        modern in any::<bool>(),
    ) {
        let live = site(if modern { "modern" } else { "classic" });
        let hidden = if of_plain { PLAIN.to_owned() } else { secret("crm", "primary") };
        let Some(raw) = call(&hidden, &places, &around) else { return Ok(()) };
        let shown = everything_shown(&live, raw);
        for form in [hidden.clone(), encode(&hidden), every_byte(&hidden), encode(&every_byte(&hidden))] {
            prop_assert!(!shown.contains(&form), "{:?} {} in {}", places, form, shown);
        }
    }

    #[test]
    fn what_was_presented_is_shown_nowhere_although_no_key_has_it(
        place in prop::sample::select(vec![Place::KeyInQuery, Place::Authorization]),
        also in places(),
        presented in "[A-Za-z0-9_-]{20,100}",
    ) {
        let mut places = also;
        places.retain(|(place, _)| !matches!(place, Place::KeyInQuery | Place::Authorization));
        places.push((place, 0));
        let Some(raw) = call(&presented, &places, "") else { return Ok(()) };
        let shown = everything_shown(&site("classic"), raw);
        prop_assert!(!shown.contains(&presented), "{:?} {}", places, shown);
    }
}

#[test]
fn the_debug_form_of_an_arrival_shows_no_secret() {
    let key = secret("crm", "primary");
    let request =
        http::Request::get(format!("/x?auth-key={key}")).header("Authorization", format!("Key={key}"));
    let (head, ()) = request.body(()).unwrap().into_parts();
    let arrival = Arrival { head, body: RawBody::Whole(Bytes::from(key.clone())), peer: None };
    assert!(!format!("{arrival:?}").contains(&key));
}
