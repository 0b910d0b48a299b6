//! Pairs in running text: which stand in a querystring, what their value is, and of which URL they are part.

use localgear::finding::Span;
use localgear::lint::extract::url::{name_at, query_pair, read_url, user_info};
use localgear::lint::{SeenValue, Setting, Sighting, Text};

const KEY: &str = "Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0-_aBcDeFgHiJ";

fn seen(text: &str, setting: Setting) -> Option<Sighting> {
    let at = text.to_ascii_lowercase().find("key")?;
    let at = name_at(text, at).or_else(|| name_at(text, text.find("auth").unwrap_or(at)))?;
    query_pair(&Text::straight(text, 0), at, setting)
}

fn literal(sighting: &Sighting) -> &str {
    match &sighting.value {
        SeenValue::Literal(secret, _) => secret.reveal(),
        SeenValue::Dynamic(_) => "<dynamic>",
        SeenValue::Empty => "<empty>",
        SeenValue::None => "<none>",
    }
}

#[track_caller]
fn reads(text: &str, value: &str) -> Sighting {
    let sighting = seen(text, Setting::Code).unwrap_or_else(|| panic!("nothing seen in {text}"));
    assert_eq!(literal(&sighting), value, "{text}");
    sighting
}

#[test]
fn a_pair_is_read_in_every_writing_of_a_querystring() {
    for text in [
        "https://acme.flowgear.net/orders?auth-key=KEY",
        "\"https://acme.flowgear.net/orders?auth-key=KEY\"",
        "'https://acme.flowgear.net/orders?x=1&auth-key=KEY&y=2'",
        "https://acme.flowgear.net/orders?x=1;auth-key=KEY;y=2",
        "<a href=\"https://acme.flowgear.net/orders?x=1&amp;auth-key=KEY&amp;y=2\">",
        "<a href=\"https://acme.flowgear.net/orders?x=1&#38;auth-key=KEY&#38;y=2\">",
        "{\"u\":\"https://acme.flowgear.net/orders?x=1\\u0026auth-key\\u003dKEY\\u0026y=2\"}",
        "{\"u\":\"https:\\/\\/acme.flowgear.net\\/orders?auth-key=KEY\"}",
        "GET /login?next=https%3A%2F%2Facme.flowgear.net%2Forders%3Fauth-key%3DKEY HTTP/1.1",
        "GET /login?next=https%3A%2F%2Facme.flowgear.net%2Forders%3Fa%3D1%26auth-key%3DKEY%26b%3D2&z=1 HTTP/1.1",
        "GET /a?n=https%253A%252F%252Facme.flowgear.net%252Forders%253Fauth-key%253DKEY HTTP/1.1",
        "[orders](https://acme.flowgear.net/orders?auth-key=KEY)",
        "(see https://acme.flowgear.net/orders?auth-key=KEY).",
        "See https://acme.flowgear.net/orders?auth-key=KEY.",
        "https://acme.flowgear.net/orders?auth%2Dkey=KEY",
        "https://acme.flowgear.net/orders?Auth-Key=KEY",
        "fetch(`https://acme.flowgear.net/orders?auth-key=KEY`)",
        "curl https://acme.flowgear.net/orders?auth-key=KEY | jq .",
        "https://acme.flowgear.net/orders?auth-key=KEY#top",
        "{\"a\":\"{\\\"u\\\":\\\"https://acme.flowgear.net/orders?auth-key=KEY\\\"}\"}",
        "first line\\nhttps://acme.flowgear.net/orders?auth-key=KEY\\nlast",
        "https://user:pass@acme.flowgear.net:443/orders?auth-key=KEY",
    ] {
        let text = text.replace("KEY", KEY);
        let sighting = reads(&text, KEY);
        let SeenValue::Literal(_, span) = &sighting.value else { panic!("{text}") };
        assert_eq!(&text[span.range()], KEY, "{text}");
        assert_eq!(sighting.url.host.as_deref(), Some("acme.flowgear.net"), "{text}");
        assert_eq!(sighting.url.path.as_deref(), Some("/orders"), "{text}");
        assert_eq!(sighting.url.scheme.as_deref(), Some("https"), "{text}");
        let url = &text[sighting.url.span.expect("a place").range()];
        assert!(url.starts_with("http"), "{text}: {url}");
    }
}

#[test]
fn an_encoded_value_is_decoded_and_its_place_is_that_of_its_writing() {
    let text = "https://a.flowgear.net/x?auth-key=abc%2Ddef%5Fghi0123&b";
    let sighting = reads(text, "abc-def_ghi0123");
    assert_eq!(&text[sighting.span.range()], "auth-key=abc%2Ddef%5Fghi0123");
}

#[test]
fn what_stands_for_a_value_is_told_from_a_value() {
    for value in [
        "{{key}}",
        "${key}",
        "$key",
        "{key}",
        "<key>",
        "%s",
        "%(key)s",
        "#{key}",
        ":key",
        "<%= key %>",
        "{0}",
        "%KEY%",
        "$env:KEY",
        "%7B%7Bkey%7D%7D",
        "&lt;key&gt;",
        "\\(key)",
        "abc${key}",
        "$(cat key)",
        "@key",
        "%7Bkey%7D",
    ] {
        reads(&format!("https://a.flowgear.net/x?auth-key={value}&b=1"), "<dynamic>");
        reads(&format!("\"https://a.flowgear.net/x?auth-key={value}\""), "<dynamic>");
    }
    for text in [
        "\"https://a.flowgear.net/x?auth-key=\" + key",
        "'https://a.flowgear.net/x?auth-key=' . $key",
        "\"https://a.flowgear.net/x?auth-key=\" & key",
        "base + \"&auth-key=\" + key",
    ] {
        reads(text, "<dynamic>");
    }
    for text in ["https://a/x?auth-key=&b=1", "\"https://a/x?auth-key=\"", "https://a/x?auth-key= is"] {
        reads(text, "<empty>");
    }
    for value in ["[FILTERED]", "***", "REDACTED", "(redacted)", "xxxxx", "..."] {
        reads(&format!("https://a/x?auth-key={value}&b=1"), value);
        reads(&format!("https://a/x?auth-key={value}"), value);
    }
    reads("https://a/x?auth-key=%2A%2A%2A", "***");
}

#[test]
fn in_what_was_sent_there_is_no_variable() {
    let sighting = seen("GET /x?auth-key={{key}} HTTP/1.1", Setting::Log).expect("a pair");
    assert_eq!(literal(&sighting), "{{key}}");
    let sighting = seen("GET /x?auth-key=<redacted> HTTP/1.1", Setting::Log).expect("a pair");
    assert_eq!(literal(&sighting), "<redacted>");
}

#[test]
fn what_is_no_querystring_is_not_seen() {
    for text in [
        "https://a.flowgear.net/x#auth-key=abc",
        "https://a.flowgear.net/#/x?auth-key=abc",
        "https://a.flowgear.net/x?b=1#c&auth-key=abc",
        "curl -d auth-key=abc https://a.flowgear.net",
        "curl -d 'user=1&auth-key=abc' https://a.flowgear.net",
        "auth-key=abc",
        "auth-key: abc",
        "the auth-key parameter",
        "?auth-key",
        "?auth-key&b=1",
        "--auth-key=abc",
        "if x ?auth-key == abc",
        "headers[\"auth-key\"]",
        "/[?&]auth-key=[^&]+/",
        "(\\?|&)auth-key=([^&]*)",
        "s/?auth-key=.*//",
        "Cookie: a=b; auth-key=abc",
        "https://a/x?x-auth-key=abc",
        "https://a/x?oauth-key=abc",
        "https://a/x?auth-key-id=abc",
        "https://a/x?auth_key=abc",
    ] {
        assert!(seen(text, Setting::Code).is_none(), "{text}");
    }
}

#[test]
fn the_end_of_a_url_that_is_put_together_is_a_querystring() {
    for text in [
        "url + \"&auth-key=abc\"",
        "\"${url}&auth-key=abc\"",
        "\"$url&auth-key=abc\"",
        "'{url}&auth-key=abc'",
    ] {
        reads(text, "abc");
    }
}

#[test]
fn what_is_around_a_pair_is_read_with_it() {
    for (text, host, path, profile) in [
        (
            "{{base}}/customers/{{id}}?auth-key=k&_profile=Test",
            None,
            Some("/customers/{}"),
            Some(Some("Test")),
        ),
        (
            "\"${BASE}/orders/${id}/lines?_profile=QA&auth-key=k\"",
            None,
            Some("/orders/{}/lines"),
            Some(Some("QA")),
        ),
        (
            "https://${site}.flowgear.net/x?auth-key=k&_profile=${p}",
            Some("{}.flowgear.net"),
            Some("/x"),
            Some(None),
        ),
        ("http://${HOST}/x?auth-key=k", None, Some("/x"), None),
        ("http://10.0.0.${n}/x?auth-key=k", None, Some("/x"), None),
        ("http://a.net/x?host=`hostname`&auth-key=k", Some("a.net"), Some("/x"), None),
        ("see `x` and `/y?auth-key=k`", None, Some("/y"), None),
        ("${base}&auth-key=k", None, None, None),
        ("GET /a%20b?auth-key=k HTTP/1.1", None, Some("/a b"), None),
        ("acme.flowgear.net/x?auth-key=k", Some("acme.flowgear.net"), Some("/x"), None),
        ("http://LOCALHOST:8080/x?auth-key=k", Some("localhost"), Some("/x"), None),
        ("https://acme.flowgear.net?auth-key=k", Some("acme.flowgear.net"), None, None),
        ("http://[::1]:80/x?auth-key=k", Some("::1"), Some("/x"), None),
        ("https://a.net/<id>/x?auth-key=k", Some("a.net"), Some("/{}/x"), None),
        ("https://a.net/users/:id?auth-key=k", Some("a.net"), Some("/users/{}"), None),
        ("https://a.net/x?next=https://b.net/y&auth-key=k", Some("a.net"), Some("/x"), None),
        ("url=/x?auth-key=k", None, Some("/x"), None),
    ] {
        let url = seen(text, Setting::Code).unwrap_or_else(|| panic!("{text}")).url;
        assert_eq!(url.host.as_deref(), host, "{text}");
        assert_eq!(url.path.as_deref(), path, "{text}");
        assert_eq!(url.profile.as_ref().map(Option::as_deref), profile, "{text}");
    }
}

#[test]
fn a_url_that_stands_alone_is_read_alike() {
    let url = read_url(&Text::straight("https://Acme.Flowgear.net/orders/{id}?_profile=Test#x", 7));
    assert_eq!(url.host.as_deref(), Some("acme.flowgear.net"));
    assert_eq!(url.path.as_deref(), Some("/orders/{}"));
    assert_eq!(url.profile, Some(Some("Test".to_owned())));
    assert_eq!(url.span, Some(Span::new(7, 60)));
}

#[test]
fn user_and_password_before_a_host_are_seen_and_an_address_is_not() {
    let text = "git clone https://bob:s3cret%21@acme.flowgear.net/x now";
    let sighting =
        user_info(&Text::straight(text, 0), text.find('@').expect("one"), Setting::Code).expect("seen");
    assert_eq!(literal(&sighting), "s3cret%21");
    assert_eq!(&text[sighting.span.range()], "bob:s3cret%21");
    assert_eq!(sighting.url.host.as_deref(), Some("acme.flowgear.net"));
    for text in
        ["mail bob@acme.net", "https://a.net/x:y@z", "https://bob@acme.net", "ssh://git@host", "a:b@c"]
    {
        assert!(
            user_info(&Text::straight(text, 0), text.find('@').expect("one"), Setting::Code).is_none(),
            "{text}"
        );
    }
}

#[test]
fn a_file_of_names_costs_no_more_than_it_holds() {
    let text = "?auth-key=".repeat(3_000);
    let whole = Text::straight(&text, 0);
    for at in (1..text.len()).step_by(10) {
        let name = name_at(&text, at).expect("a name");
        let _ = query_pair(&whole, name, Setting::Code);
    }
}
