//! Each refusal: it fires with its status, body, header and entry, and is silent on its nearest innocent neighbour.

use serde_json::json;

use crate::harness::{Call, HttpReply, TestSite, secret};

const NO_SERVICE: &str = "There is no service at this location.";

/// The ordinary site, and everything beyond it that some refusal needs.
fn site(refusals: &str) -> TestSite {
    TestSite::draft()
        .settings(&format!("refusals = '{refusals}'\nbody-limit = '1KiB'"))
        .more("[[workflow]]\nname = 'Thing'\nmethod = 'GET'\npath = '/things/{id}'")
        .more("[[workflow]]\nname = 'Other thing'\nmethod = 'GET'\npath = '/things/another'")
        .more("[[workflow]]\nname = 'Fails'\nmethod = 'GET'\npath = '/fails'\n[[workflow.reply]]\nbody = '{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}'")
        .key("off", "enabled = false\nenvironment = 'Production'\nworkflows = ['*']")
        .key("all", "environment = 'Production'\nworkflows = ['*']")
        .start()
}

/// That a call is refused in both styles, on the wire and in the journal.
#[track_caller]
fn is_refused(slug: &str, statuses: [u16; 2], call: impl Fn(&TestSite) -> Call) {
    for (style, status) in ["platform", "distinct"].into_iter().zip(statuses) {
        let site = site(style);
        let reply = call(&site).send();
        assert_eq!((reply.status, reply.reason()), (status, Some(slug)), "{style}: {reply:?}");
        let message = reply.message();
        if status == 404 {
            assert_eq!(message, NO_SERVICE, "{style}");
        }
        let entry = site.last_entry();
        assert_eq!((&entry["reason"], &entry["status"]), (&json!(slug), &json!(status)), "{entry}");
        assert_eq!(entry["initialisationXml"].is_null(), !["malformed-body", "stub-failed"].contains(&slug));
    }
}

/// That its neighbour is answered, in both styles.
#[track_caller]
fn is_answered(call: impl Fn(&TestSite) -> Call) {
    for style in ["platform", "distinct"] {
        let site = site(style);
        let reply = call(&site).send();
        assert_eq!((reply.status, reply.reason()), (200, None), "{style}: {reply:?}");
        assert!(site.last_entry()["reason"].is_null());
    }
}

#[test]
fn a_path_that_no_workflow_has_is_no_route() {
    is_refused("no-route", [404, 404], |site| site.get("/customer/123").key("crm"));
    is_answered(|site| site.get("/customers/123").key("crm"));
}

#[test]
fn a_method_that_is_not_bound_to_the_path_is_a_wrong_method() {
    is_refused("wrong-method", [404, 405], |site| site.get("/echo").key("crm"));
    is_answered(|site| site.post("/echo").key("crm"));
}

#[test]
fn two_workflows_on_one_path_clash_and_the_path_beside_it_does_not() {
    is_refused("route-clash", [409, 409], |site| site.get("/things/another").key("all"));
    is_answered(|site| site.get("/things/other").key("all"));
    let reply = site("platform").get("/things/another").send();
    assert_eq!((reply.status, reply.message().as_str()), (409, "Multiple Workflows share this route."));
}

#[test]
fn a_call_without_a_key_has_no_credential() {
    is_refused("no-credential", [404, 401], |site| site.get("/customers/123"));
    is_refused("no-credential", [404, 401], |site| site.get("/customers/123?auth-key="));
    is_answered(|site| site.get(&format!("/customers/123?auth-key={}", secret("crm", "primary"))));
}

#[test]
fn a_header_that_is_no_key_is_a_malformed_credential() {
    for header in
        ["Key=", "Key", "Bearer", "Bearer ", "Basic Y3JtOnNlY3JldA==", "Token abc", "Key: abc", "\"\""]
    {
        is_refused("malformed-credential", [404, 401], |site| {
            site.get("/customers/123").header("Authorization", header)
        });
    }
    is_answered(|site| {
        site.get("/customers/123").header("Authorization", &format!("bearer {}", secret("crm", "primary")))
    });
}

#[test]
fn a_secret_that_no_key_has_is_an_unknown_key() {
    is_refused("unknown-key", [404, 401], |site| site.get("/customers/123").secret("no-such-secret"));
    let upper = secret("crm", "primary").to_uppercase();
    is_refused("unknown-key", [404, 401], |site| site.get("/customers/123").secret(&upper));
    is_answered(|site| site.get("/customers/123").secret(&secret("crm", "secondary")));
}

#[test]
fn a_key_that_is_disabled_is_refused_as_disabled() {
    is_refused("key-disabled", [404, 403], |site| site.get("/customers/123").key("off"));
    is_answered(|site| site.get("/customers/123").key("all"));
}

#[test]
fn a_workflow_that_is_not_among_the_keys_permitted_ones_is_not_permitted() {
    is_refused("not-permitted", [404, 403], |site| site.get("/forbidden").key("crm"));
    is_answered(|site| site.get("/forbidden").key("all"));
}

#[test]
fn a_key_for_another_environment_is_refused_until_the_call_names_it() {
    is_refused("wrong-environment", [404, 403], |site| site.get("/customers/123").key("crm-test"));
    is_answered(|site| site.get("/customers/123?_profile=Test").key("crm-test"));
    is_answered(|site| site.get("/customers/123?_profile=test").key("crm-test"));
}

#[test]
fn an_environment_that_the_site_has_not_is_unknown() {
    is_refused("unknown-environment", [404, 404], |site| {
        site.get("/customers/123?_profile=Staging").key("crm")
    });
    is_answered(|site| site.get("/customers/123?_profile=Production").key("crm"));
    is_answered(|site| site.get("/customers/123?_profile=").key("crm"));
}

#[test]
fn a_body_that_is_not_what_it_says_is_malformed() {
    for (kind, body) in [
        ("application/json", "{\"a\": "),
        ("application/json", "{\"a\": 1} trailing"),
        ("application/vnd.shop+json", "{a: 1}"),
        ("application/xml", "<a><b></a>"),
        ("text/xml; charset=utf-8", "no xml at all"),
        ("application/xml", "<a/><b/>"),
    ] {
        is_refused("malformed-body", [400, 400], |site| site.post("/echo").key("crm").body(kind, body));
    }
    for (kind, body) in [
        ("application/json", "{\"a\": 1}"),
        ("application/json", "[1, 2]"),
        ("text/plain", "{\"a\": "),
        ("", "{\"a\": "),
        ("application/xml", "<?xml version='1.0'?><!-- b --><r><a>1</a></r>"),
    ] {
        is_answered(|site| site.post("/echo").key("crm").body(kind, body));
    }
}

#[test]
fn a_malformed_body_is_told_only_to_whom_the_call_is_permitted() {
    is_refused("no-credential", [404, 401], |site| site.post("/echo").body("application/json", "{"));
}

#[test]
fn a_body_over_the_limit_is_too_large_and_one_at_the_limit_is_not() {
    for size in [1025, 100_000, 5 << 20] {
        is_refused("body-too-large", [413, 413], |site| {
            site.post("/echo").key("crm").body("text/plain", vec![b'x'; size])
        });
    }
    is_answered(|site| site.post("/echo").key("crm").body("text/plain", vec![b'x'; 1024]));
}

#[test]
fn a_template_that_does_not_end_is_a_failed_stub() {
    is_refused("stub-failed", [500, 500], |site| site.get("/fails").key("all"));
}

#[test]
fn the_reason_header_can_be_switched_off_and_the_journal_keeps_the_reason() {
    let site = TestSite::draft().settings("reason-header = false").start();
    let reply: HttpReply = site.get("/nothing").send();
    assert_eq!((reply.status, reply.reason()), (404, None));
    assert_eq!(site.last_entry()["reason"], "no-route");
}

#[test]
fn on_the_wire_of_the_platform_nothing_tells_five_mistakes_apart() {
    let site = TestSite::draft().settings("reason-header = false").start();
    let shown = |reply: &HttpReply| {
        let headers = reply.headers.iter().filter(|(name, _)| name != "date").cloned().collect::<Vec<_>>();
        (reply.status, headers, reply.text().to_owned())
    };
    let no_route = shown(&site.get("/nothing").key("crm").send());
    assert_eq!(shown(&site.get("/customers/1").send()), no_route);
    assert_eq!(shown(&site.get("/customers/1").secret("nobody-has-this").send()), no_route);
    assert_eq!(shown(&site.get("/echo").key("crm").send()), no_route);
    assert_eq!(shown(&site.get("/forbidden").key("crm").send()), no_route);
    assert_eq!(shown(&site.get("/customers/1").key("crm-test").send()), no_route);
}
