//! A sighting as a policy is shown it: the call that is or will be made, as far as the file tells, without its secret.

use std::borrow::Cow;

use super::knowledge::{Called, Knowledge};
use super::rules::Located;
use super::sighting::{Manner, SeenValue, Setting, Sighting};
use crate::finding::Place;
use crate::policy::{AskedRequest, Exchange, Field, KeyCarrier, KeyIdentity, KeySlot, Phase, Source, Target};
use crate::site::{DEFAULT_ENVIRONMENT, KeyState, MASKED, Mask, Permitted, Slot};
use crate::traffic::QUERY_KEY_NAME;

/// Permitted Workflows that a policy is told of, by name.
const PERMITTED_TOLD_MAX: usize = 100;

/// Longest method that is handed on, in bytes: `UPDATEREDIRECTREF` is the longest that is registered.
const METHOD_BYTES_MAX: usize = 17;

/// A call to ask policies about, and where it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The call.
    pub exchange: Exchange,
    /// Where.
    pub place: Place,
}

/// The call that a sighting tells of; none where it is only a declaration or no key is sent.
#[must_use]
pub fn seen(located: &Located, knowledge: Option<&Knowledge>) -> Option<Seen> {
    let Located { sighting, place, .. } = located;
    let carrier = match sighting.manner {
        Manner::Query => KeyCarrier::Query,
        Manner::Header => KeyCarrier::HeaderKey,
        Manner::DeclaredInQuery | Manner::Referer | Manner::Redirect | Manner::UserInfo => return None,
    };
    if matches!(sighting.value, SeenValue::Empty | SeenValue::None) {
        return None;
    }
    let exchange = Exchange {
        id: "00000000-0000-4000-8000-000000000000".to_owned(),
        phase: Phase::Request,
        source: match sighting.setting {
            Setting::Capture => Source::Har,
            Setting::Log => Source::AccessLog,
            Setting::Description => Source::OpenApi,
            Setting::Collection => Source::Postman,
            Setting::Code | Setting::Comment | Setting::Prose => Source::Other,
        },
        received_ms: None,
        client: sighting.logged.as_ref().and_then(|logged| logged.client.clone()),
        target: target(sighting, knowledge),
        key: Some(identity(sighting, knowledge, carrier)),
        request: request(sighting, carrier),
        response: None,
        extra: Vec::new(),
    };
    Some(Seen { exchange, place: place.clone() })
}

fn target(sighting: &Sighting, knowledge: Option<&Knowledge>) -> Target {
    let Some(knowledge) = knowledge else { return Target::default() };
    let site = knowledge.site();
    let named = sighting.url.profile.iter().flatten().find_map(|name| site.environment_named(name));
    let environment = named.or_else(|| site.default_environment());
    let called = match knowledge.called(&sighting.url, sighting.method.as_deref(), environment) {
        Called::Workflow(_, workflow) => Some(workflow),
        Called::OtherMethod | Called::Nothing | Called::Unknown => None,
    };
    let environment = environment.and_then(|at| site.environment(at));
    Target {
        site: site.name().to_string(),
        environment: environment
            .map_or_else(|| DEFAULT_ENVIRONMENT.to_owned(), |found| found.name.to_string()),
        workflow: called.map(|workflow| workflow.name.to_string()),
        template: called
            .and_then(|workflow| workflow.binding.as_ref())
            .map(|binding| binding.template.to_string()),
    }
}

fn identity(sighting: &Sighting, knowledge: Option<&Knowledge>, carrier: KeyCarrier) -> KeyIdentity {
    let unknown = KeyIdentity {
        name: String::new(),
        slot: KeySlot::Unknown,
        carrier,
        fingerprint: String::new(),
        enabled: true,
        target_environment: None,
        permitted_workflows: Vec::new(),
    };
    let SeenValue::Literal(secret, _) = &sighting.value else { return unknown };
    let Some((knowledge, owner)) =
        knowledge.and_then(|knowledge| Some((knowledge, knowledge.owner(secret)?)))
    else {
        return unknown;
    };
    let site = knowledge.site();
    KeyIdentity {
        name: owner.key.name.to_string(),
        slot: match owner.slot {
            Some(Slot::Primary) => KeySlot::Primary,
            Some(Slot::Secondary) => KeySlot::Secondary,
            Some(Slot::Minted) => KeySlot::Minted,
            None => KeySlot::Unknown,
        },
        enabled: owner.key.state == KeyState::Enabled && owner.slot.is_some(),
        target_environment: knowledge.environment(owner.key).map(|place| place.name.to_string()),
        permitted_workflows: match &owner.key.permitted {
            Permitted::All => vec!["*".to_owned()],
            Permitted::Only(workflows) => workflows
                .iter()
                .take(PERMITTED_TOLD_MAX)
                .filter_map(|at| site.workflow(*at).map(|workflow| workflow.name.to_string()))
                .collect(),
        },
        ..unknown
    }
}

fn request(sighting: &Sighting, carrier: KeyCarrier) -> AskedRequest {
    let secret = match &sighting.value {
        SeenValue::Literal(secret, _) => Some(secret),
        SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => None,
    };
    let mask = Mask::default();
    let hide = |text: &str| mask.hide_encoded(text, secret).into_owned();
    let url = &sighting.url;
    let mut query = Vec::new();
    let mut headers = Vec::new();
    match carrier {
        KeyCarrier::Query => query.push(Field::secret(QUERY_KEY_NAME)),
        KeyCarrier::HeaderKey | KeyCarrier::HeaderBearer => headers.push(Field::secret("authorization")),
    }
    if let Some(profile) = &url.profile {
        query.push(Field::plain("_profile", hide(profile.as_deref().unwrap_or_default())));
    }
    let path = own_path(url.path.as_deref().unwrap_or("/"));
    let path = path.split('/').map(|segment| hide(&without_password(segment))).collect::<Vec<_>>();
    AskedRequest {
        method: sighting.method.as_deref().filter(|method| is_method(method)).unwrap_or("GET").to_owned(),
        scheme: url.scheme.clone().unwrap_or_else(|| "https".to_owned()),
        authority: hide(url.host.as_deref().filter(|host| !host.starts_with("{}")).unwrap_or_default()),
        path: path.join("/"),
        query,
        headers,
        body: None,
    }
}

/// A path without the querystring that a broken file has left in it.
fn own_path(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Whether that can be a method: what a broken file has in its place may hold anything.
fn is_method(text: &str) -> bool {
    (1..=METHOD_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// A segment of a path without the password that stands in it where a broken file has lost the `//` before a host.
fn without_password(segment: &str) -> Cow<'_, str> {
    let password = segment.rsplit_once('@').and_then(|(info, host)| Some((info.split_once(':')?.0, host)));
    password.map_or(Cow::Borrowed(segment), |(user, host)| format!("{user}:{MASKED}@{host}").into())
}

#[cfg(test)]
mod tests {
    use super::{is_method, own_path, without_password};

    #[test]
    fn a_querystring_that_stands_in_a_path_is_not_handed_on() {
        for (path, handed_on) in
            [("/new?x=1&auth-key=abc", "/new"), ("/a#b", "/a"), ("/orders/1", "/orders/1"), ("", "")]
        {
            assert_eq!(own_path(path), handed_on, "{path}");
        }
    }

    #[test]
    fn what_stands_where_a_method_does_is_handed_on_if_it_can_be_one() {
        assert!(["GET", "post", "PROPPATCH", "UPDATEREDIRECTREF"].into_iter().all(is_method));
        assert!(!["", "src=\"https://x/?auth-key=abc\"", "GET /", "{{method}}"].into_iter().any(is_method));
    }

    #[test]
    fn a_password_that_stands_in_a_path_is_not_handed_on_and_the_rest_of_a_path_is() {
        for (segment, handed_on) in [
            ("sync:EoOAUhFvY44edrd18B@acme.flowgear.net", "sync:***@acme.flowgear.net"),
            ("sync:a@b:c@acme.flowgear.net", "sync:***@acme.flowgear.net"),
            ("orders", "orders"),
            ("bob@acme.example", "bob@acme.example"),
            ("a:b", "a:b"),
            ("@acme:b", "@acme:b"),
            ("", ""),
        ] {
            assert_eq!(without_password(segment), handed_on, "{segment}");
        }
    }
}
