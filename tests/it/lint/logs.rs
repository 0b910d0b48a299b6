//! Logs of every kind: where the key is, whose line it is, and what is no querystring in them.

use localgear::lint::extract::{Document, extract};
use localgear::lint::{Format, Manner, Prefilter, SeenValue, Sighting, Text};

const KEY: &str = "Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0";

fn seen(text: &str) -> Vec<Sighting> {
    let hits = Prefilter::default().hits(text.as_bytes());
    let document = Document {
        name: "a.log",
        format: Format::Log,
        text: Text::straight(text, 0),
        whole: true,
        beginning: text,
    };
    extract(&document, &hits)
}

/// Manner, path, client and time of the one thing that is seen.
#[track_caller]
fn reads(text: &str, manner: Manner, path: Option<&str>, client: Option<&str>, at: Option<&str>) {
    let text = text.replace("KEY", KEY);
    let seen = seen(&text);
    let [sighting] = seen.as_slice() else { panic!("{} in {text}", seen.len()) };
    let SeenValue::Literal(secret, span) = &sighting.value else { panic!("{:?} in {text}", sighting.value) };
    assert_eq!(secret.reveal(), KEY, "{text}");
    assert_eq!(&text[span.range()], KEY, "{text}");
    assert_eq!(sighting.manner, manner, "{text}");
    assert_eq!(sighting.url.path.as_deref(), path, "{text}");
    let logged = sighting.logged.clone().unwrap_or_default();
    assert_eq!(logged.client.as_deref(), client, "{text}");
    assert_eq!(logged.at.as_deref(), at, "{text}");
}

#[test]
fn each_kind_of_log_says_where_who_and_when() {
    for (text, path, client, at) in [
        (
            "10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET /orders?auth-key=KEY HTTP/1.1\" 200 12 \"-\" \"curl\"",
            "/orders",
            "10.0.0.1",
            "24/Nov/2026:10:00:00 +0000",
        ),
        (
            "#Software: IIS\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip\n2026-11-24 10:00:00 10.9.9.9 GET /orders id=1&auth-key=KEY 443 10.0.0.1\n",
            "/orders",
            "10.0.0.1",
            "2026-11-24 10:00:00",
        ),
        (
            "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query\n2026-11-24\t10:00:00\tFRA\t1\t10.0.0.1\tGET\td1.cloudfront.net\t/orders\t200\t-\tcurl\tauth-key=KEY&x=1\n",
            "/orders",
            "10.0.0.1",
            "2026-11-24 10:00:00",
        ),
        (
            "https 2026-11-24T10:00:00.12Z app/lb/1 10.0.0.1:5050 10.1.1.1:80 0.0 0.1 0.0 200 200 34 366 \"GET https://a.flowgear.net:443/orders?auth-key=KEY HTTP/1.1\" \"curl\" -",
            "/orders",
            "10.0.0.1",
            "2026-11-24T10:00:00.12Z",
        ),
        (
            "[2026-11-24T10:00:00.1Z] \"GET /orders?auth-key=KEY HTTP/1.1\" 200 - 0 1 2 3 \"10.0.0.1\" \"curl\" \"id\" \"a.flowgear.net\" \"-\"",
            "/orders",
            "10.0.0.1",
            "2026-11-24T10:00:00.1Z",
        ),
        (
            "{\"time\":\"2026-11-24T10:00:00Z\",\"client\":\"10.0.0.1\",\"url\":\"\\/orders?auth-key=KEY\"}",
            "/orders",
            "10.0.0.1",
            "2026-11-24T10:00:00Z",
        ),
        (
            "{\"@timestamp\":\"2026-11-24T10:00:00Z\",\"remote_addr\":\"10.0.0.1\",\"path\":\"/orders\",\"query\":\"a=1\\u0026auth-key=KEY\"}",
            "/orders",
            "10.0.0.1",
            "2026-11-24T10:00:00Z",
        ),
        (
            "{\"ts\":\"2026-11-24T10:00:00Z\",\"ip\":\"10.0.0.1\",\"path\":\"/orders\",\"query\":{\"a\":\"1\",\"auth-key\":\"KEY\"}}",
            "/orders",
            "10.0.0.1",
            "2026-11-24T10:00:00Z",
        ),
        (
            "Nov 24 10:00:00 web1 app[12]: request from 10.0.0.1: GET https://a.flowgear.net/orders?auth-key=KEY",
            "/orders",
            "10.0.0.1",
            "Nov 24 10:00:00",
        ),
        (
            "2026-11-24 10:00:00,123 INFO client=10.0.0.1 calling https://a.flowgear.net/orders?auth-key=KEY took 3 ms",
            "/orders",
            "10.0.0.1",
            "2026-11-24 10:00:00,123",
        ),
        (
            "2026/11/24 10:00:00 [error] 1#1: *1 upstream timed out, client: 10.0.0.1, request: \"GET /orders?auth-key=KEY HTTP/1.1\", host: \"a\"",
            "/orders",
            "10.0.0.1",
            "2026/11/24 10:00:00",
        ),
        (
            "2026/11/24 10:00:00 [error] 1#1: *1 x, client: 10.0.0.1, request: \"GET /x HTTP/1.1\", upstream: \"https://10.1.2.3:443/orders?auth-key=KEY\"",
            "/orders",
            "10.0.0.1",
            "2026/11/24 10:00:00",
        ),
        (
            "Nov 24 10:00:00 web1 sudo: client=10.0.0.1 COMMAND=/usr/bin/curl -sG https://a.net/orders -d auth-key=KEY",
            "/orders",
            "10.0.0.1",
            "Nov 24 10:00:00",
        ),
        (
            "2026-11-24 10:00:00 10.0.0.1 GET /orders auth-key=KEY 443",
            "/orders",
            "10.0.0.1",
            "2026-11-24 10:00:00",
        ),
        (
            "10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET /go?next=https%3A%2F%2Fa.net%2Forders%3Fauth-key%3DKEY HTTP/1.1\" 200 1",
            "/orders",
            "10.0.0.1",
            "24/Nov/2026:10:00:00 +0000",
        ),
    ] {
        reads(text, Manner::Query, Some(path), Some(client), Some(at));
    }
}

#[test]
fn a_referer_and_a_redirect_are_told_from_the_request() {
    let at = Some("24/Nov/2026:10:00:00 +0000");
    let client = Some("10.0.0.1");
    reads(
        "10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET /x.js HTTP/1.1\" 200 12 \"https://a.net/orders?auth-key=KEY\" \"curl\"",
        Manner::Referer,
        Some("/orders"),
        client,
        at,
    );
    for text in [
        "{\"uri\":\"/x\",\"http_referer\":\"https://a.net/orders?auth-key=KEY\"}",
        "level=info uri=/x referer=\"https://a.net/orders?auth-key=KEY\"",
        "> Referer: https://a.net/orders?auth-key=KEY",
        "lb haproxy[1]: fe be/s1 {a.net|https://a.net/orders?auth-key=KEY} \"GET /x HTTP/1.1\"",
        "cache fastly[1]: \"GET\" \"a.net\" \"/x\" 200 \"https://a.net/orders?auth-key=KEY\"",
        "[error] request: \"GET /x HTTP/1.1\", referrer: \"https://a.net/orders?auth-key=KEY\"",
        "#Fields: cs-uri-stem cs(Referer)\n/x https://a.net/orders?auth-key=KEY",
    ] {
        reads(text, Manner::Referer, Some("/orders"), None, None);
    }
    for text in [
        "< Location: https://a.net/orders?auth-key=KEY",
        "redirecting to https://a.net/orders?auth-key=KEY",
        "{\"redirect_url\":\"https://a.net/orders?auth-key=KEY\"}",
        "h2 - app/lb/1 - - 0 0 0 302 - 1 1 \"GET https://a:443/ HTTP/1.1\" \"curl\" - - arn \"id\" \"a\" \"arn\" 0 t \"redirect\" \"https://a.net/orders?auth-key=KEY\" \"-\"",
    ] {
        reads(text, Manner::Redirect, Some("/orders"), None, None);
    }
}

#[test]
fn a_query_that_a_line_tells_in_its_own_notation_is_one() {
    for text in [
        "call {\"query\":{\"auth-key\":\"KEY\"}}",
        "{\"log\":\"{\\\"query\\\":{\\\"auth-key\\\":\\\"KEY\\\"}}\\n\"}",
        "INFO request {\"query\": \"page=1&auth-key=KEY\"}",
        "main.go:1] query: map[auth-key:[KEY] page:[1]]",
        "  params: { page: 1, 'auth-key': 'KEY' },",
        "call params={'page': 1, 'auth-key': 'KEY'}",
        "GET /orders query: {\"page\"=>\"1\", \"auth-key\"=>\"KEY\"}",
        "DEBUG x : query string [page=2&auth-key=KEY]",
        "Method request query string: {page=1, auth-key=KEY}",
        "-> url.query: Str(auth-key=KEY)",
        "GET /login?redirect=%3Fauth-key%3DKEY",
        "- - - [x] \"GET /p HTTP/1.1\" \"?auth-key=KEY\" 200",
    ] {
        let text = text.replace("KEY", KEY);
        let seen = seen(&text);
        let [sighting] = seen.as_slice() else { panic!("{} in {text}", seen.len()) };
        let SeenValue::Literal(secret, _) = &sighting.value else { panic!("{:?}", sighting.value) };
        assert_eq!((secret.reveal(), sighting.manner), (KEY, Manner::Query), "{text}");
    }
}

#[test]
fn what_only_looks_like_it_is_silent() {
    for text in [
        "#Fields: cs-uri-stem cs-uri-query cs(Cookie)\n/x - auth-key=abcdefabcdef",
        "{\"headers\":{\"auth-key\":\"abcdefabcdef\"}}",
        "{\"body\":\"a=1&auth-key=abcdefabcdef\"}",
        "10.0.0.1 - - [x] \"GET /x?oauth-key=abcdef HTTP/1.1\" 200",
        "10.0.0.1 - - [x] \"GET /x?auth-key-id=abcdef HTTP/1.1\" 200",
        "Set-Cookie: auth-key=abcdefabcdef; Path=/",
        "call {\"form\":{\"auth-key\":\"abcdefabcdef\"}}",
        "main.go:1] headers: map[auth-key:[abcdefabcdef]]",
        "  headers: { accept: 'a', 'auth-key': 'abcdefabcdef' },",
        "sent headers={'auth-key': 'abcdefabcdef'}",
        "Method request headers: {auth-key=abcdefabcdef, page=1}",
        "program args: [auth-key=abcdefabcdef]",
        "loaded option auth-key=abcdefabcdef from environment",
        "POST body: user=1&auth-key=abcdefabcdef",
        "sudo: svc : COMMAND=/usr/bin/curl -s https://a.net/x -d auth-key=abcdefabcdef",
        "sudo: svc : COMMAND=/usr/bin/curl -sG https://a.net/x -d auth-key=$KEY",
        "sudo: svc : COMMAND=/usr/bin/tailscale up --auth-key=abcdefabcdef",
        "#Fields: date cs-uri-query\n2026-11-24 x-auth-key=abcdef",
    ] {
        assert!(seen(text).is_empty(), "{text}: {:?}", seen(text));
    }
}
