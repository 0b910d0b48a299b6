//! The edge bears what clients do to it.

use std::time::Duration;

use localgear::adapters::http_server::Limits;

use crate::harness::{TestSite, secret};

const SHORT: Duration = Duration::from_millis(150);

fn impatient() -> TestSite {
    let limits = Limits { header_wait_max: SHORT, body_wait_max: SHORT, ..Limits::default() };
    TestSite::draft().limits(limits).start()
}

#[test]
fn a_target_over_the_limit_is_too_long_and_one_at_it_is_not() {
    let site = TestSite::start();
    let status = |length: usize| {
        let target = format!("/customers/1?q={}", "x".repeat(length - 15));
        site.get(&target).key("crm").send().status
    };
    assert_eq!(status(16 << 10), 200);
    assert_eq!(status((16 << 10) + 1), 414);
    assert_eq!(status(60_000), 414);
}

#[test]
fn headers_over_the_limit_are_too_large_and_many_are_too() {
    let site = TestSite::start();
    let status = |count: usize, length: usize| {
        let call = site.get("/customers/1").key("crm");
        let value = "x".repeat(length);
        (0..count).fold(call, |call, number| call.header(&format!("X-{number}"), &value)).send().status
    };
    assert_eq!(status(6, 10_000), 200);
    assert_eq!(status(7, 10_000), 431);
    assert_eq!(status(100, 10), 200);
}

#[test]
fn headers_that_do_not_end_cost_the_connection() {
    let site = impatient();
    let mut wire = site.wire();
    wire.send("GET /customers/1 HTTP/1.1\r\nHost: localhost\r\n");
    let rest = String::from_utf8(wire.rest()).unwrap();
    assert!(!rest.contains("200"), "{rest}");
    assert_eq!(site.get("/customers/1").key("crm").send().status, 200);
}

#[test]
fn a_body_that_does_not_arrive_is_a_timeout() {
    let site = impatient();
    for target in ["/echo", "/__localgear/explain"] {
        let mut wire = site.wire();
        wire.send(format!("POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nfive"));
        let reply = wire.reply();
        assert_eq!((reply.status, reply.header("connection")), (408, Some("close")), "{target}");
        assert!(reply.message().contains("in time"));
        assert!(wire.rest().is_empty());
    }
}

#[test]
fn a_connection_is_kept_and_calls_may_be_sent_before_they_are_answered() {
    let site = TestSite::start();
    let mut wire = site.wire();
    for _ in 0..3 {
        assert_eq!(wire.send(site.get("/customers/1").key("crm").bytes()).reply().status, 200);
    }
    let mut batch = Vec::new();
    for number in 0..20 {
        batch.extend(site.get(&format!("/customers/{number}")).key("crm").bytes());
    }
    wire.send(&batch);
    for number in 0..20 {
        assert_eq!(wire.reply().json()["id"], number.to_string());
    }
}

#[test]
fn the_connection_stays_usable_after_a_refusal_with_a_body() {
    let site = TestSite::draft().settings("body-limit = '10B'").start();
    let mut wire = site.wire();
    let large = site.post("/echo").key("crm").body("text/plain", "x".repeat(1000)).bytes();
    assert_eq!(wire.send(&large).reply().status, 413);
    assert_eq!(wire.send(site.get("/customers/1").key("crm").bytes()).reply().status, 200);
}

#[test]
fn a_chunked_body_is_read_and_bounded() {
    let site = TestSite::draft().settings("body-limit = '100B'").start();
    let send = |chunks: &[&str]| {
        let mut wire = site.wire();
        let key = secret("crm", "primary");
        wire.send(format!("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Key={key}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for chunk in chunks {
            wire.send(format!("{:x}\r\n{chunk}\r\n", chunk.len()));
        }
        wire.send("0\r\n\r\n").reply()
    };
    assert_eq!(send(&["{\"a\":", " \"bc\"", "}"]).json()["a"], "bc");
    assert_eq!(send(&[&"x".repeat(60), &"x".repeat(60)]).status, 413);
}

#[test]
fn what_is_no_http_is_turned_away_and_serving_goes_on() {
    let site = TestSite::start();
    for noise in [
        "\r\n\r\n\u{0}\u{1}\u{2}\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ] {
        let mut wire = site.wire();
        wire.send(noise);
        let rest = String::from_utf8_lossy(&wire.rest()).into_owned();
        assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 400"), "{noise:?}: {rest}");
    }
    assert_eq!(site.get("/customers/1").key("crm").send().status, 200);
}

#[test]
fn http_1_0_is_answered() {
    let site = TestSite::start();
    let mut wire = site.wire();
    wire.send(format!(
        "GET /customers/1 HTTP/1.0\r\nAuthorization: Key={}\r\n\r\n",
        secret("crm", "primary")
    ));
    assert_eq!(wire.reply().status, 200);
    assert!(wire.rest().is_empty());
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

#[test]
fn cleartext_http_2_is_spoken_to_whoever_begins_with_it() {
    const SETTINGS: u8 = 4;
    const HEADERS: u8 = 1;
    const DATA: u8 = 0;
    let site = TestSite::start();
    let mut wire = site.wire();
    // Header fields as literals without indexing: length and text, nothing compressed.
    let fields = [
        (":method", "GET".to_owned()),
        (":scheme", "http".to_owned()),
        (":path", "/customers/7".to_owned()),
        (":authority", site.address.to_string()),
        ("authorization", format!("Key={}", secret("crm", "primary"))),
    ];
    let mut block = Vec::new();
    for (name, value) in &fields {
        block.push(0);
        for text in [*name, value.as_str()] {
            block.push(u8::try_from(text.len()).unwrap());
            block.extend(text.as_bytes());
        }
    }
    wire.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    wire.send(frame(SETTINGS, 0, 0, &[])).send(frame(HEADERS, 5, 1, &block));
    let mut body = Vec::new();
    let mut status = None;
    loop {
        let mut head = [0; 9];
        wire.exact(&mut head);
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let mut payload = vec![0; length];
        wire.exact(&mut payload);
        match head[3] {
            // 0x88 is `:status: 200` of the static table.
            HEADERS => status = payload.first().copied(),
            DATA => body.extend(payload),
            _ => {}
        }
        if matches!(head[3], HEADERS | DATA) && head[4] & 1 == 1 {
            break;
        }
    }
    assert_eq!(status, Some(0x88));
    let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(json["id"], "7");
}
