//! Method and path decide, in the environment that was called, and nothing is repaired in the caller's favour.

use serde_json::json;

use crate::harness::{Draft, TestSite};

const ANY: &str = "environment = 'Production'\nworkflows = ['*']";

/// A bare site with these bindings, each Workflow named after its own.
fn bound(bindings: &[&str]) -> Draft {
    let draft = TestSite::bare().key("all", ANY);
    bindings.iter().fold(draft, |draft, binding| {
        let (method, path) = binding.split_once(' ').unwrap();
        draft.more(&format!("[[workflow]]\nname = '{binding}'\nmethod = '{method}'\npath = '{path}'"))
    })
}

/// The Workflow that a call reaches, or why it reaches none.
fn reached(site: &TestSite, method: &str, target: &str) -> String {
    let reply = site.call(method, target).key("all").send();
    match reply.reason() {
        Some(reason) => reason.to_owned(),
        None => site.last_entry()["workflow"].as_str().unwrap().to_owned(),
    }
}

fn input(site: &TestSite, target: &str, name: &str) -> String {
    let reply = site.get(target).key("all").send();
    reply.json()[name].as_str().unwrap_or_else(|| panic!("{reply:?}")).to_owned()
}

#[test]
fn one_slash_at_the_end_is_ignored_on_both_sides_and_two_are_not() {
    let site = bound(&["GET /with/", "GET /without"]).start();
    for (target, reaches) in [
        ("/with", "GET /with/"),
        ("/with/", "GET /with/"),
        ("/without/", "GET /without"),
        ("/without", "GET /without"),
        ("/without//", "no-route"),
    ] {
        assert_eq!(reached(&site, "GET", target), reaches, "{target}");
    }
}

#[test]
fn literals_match_in_any_case_with_a_note_and_variables_keep_theirs() {
    let site = bound(&["GET /Orders/{Id}"]).start();
    assert_eq!(input(&site, "/oRDERs/AbC", "Id"), "AbC");
    let notes = site.last_entry()["notes"].to_string();
    assert!(notes.contains("`oRDERs` matched `Orders` without regard to case"), "{notes}");
    assert_eq!(input(&site, "/Orders/AbC", "Id"), "AbC");
    assert_eq!(site.last_entry()["notes"], json!([]));
}

#[test]
fn a_segment_is_decoded_after_splitting_so_an_escaped_slash_stays_inside() {
    let site = bound(&["GET /files/{name}", "GET /caf\u{e9}/{name}"]).start();
    assert_eq!(input(&site, "/files/a%2Fb%20c%C3%A9", "name"), "a/b c\u{e9}");
    assert_eq!(input(&site, "/files/a+b", "name"), "a+b");
    assert_eq!(input(&site, "/caf%C3%A9/1", "name"), "1");
    assert_eq!(input(&site, "/files/%FF", "name"), "\u{FFFD}");
    assert_eq!(input(&site, "/files/%zz", "name"), "%zz");
    assert_eq!(reached(&site, "GET", "/files/a/b"), "no-route");
}

#[test]
fn an_empty_segment_fills_no_variable() {
    let site = bound(&["GET /a/{x}/b", "GET /a/{x}"]).start();
    assert_eq!(reached(&site, "GET", "/a//b"), "no-route");
    assert_eq!(reached(&site, "GET", "/a/"), "no-route");
    assert_eq!(reached(&site, "GET", "/a/%20"), "GET /a/{x}");
}

#[test]
fn the_root_can_be_bound() {
    let site = bound(&["GET /"]).start();
    assert_eq!(reached(&site, "GET", "/"), "GET /");
    assert_eq!(reached(&site, "GET", "/x"), "no-route");
}

#[test]
fn a_literal_has_no_precedence_over_a_variable() {
    let site = bound(&["GET /thing/{id}", "GET /thing/another", "POST /thing/another"]).start();
    assert_eq!(reached(&site, "GET", "/thing/another"), "route-clash");
    assert_eq!(reached(&site, "GET", "/thing/Another/"), "route-clash");
    assert_eq!(reached(&site, "GET", "/thing/1"), "GET /thing/{id}");
    assert_eq!(reached(&site, "POST", "/thing/another"), "POST /thing/another");
}

#[test]
fn a_clash_is_judged_in_the_environment_that_is_called() {
    let site = TestSite::draft()
        .more("[[workflow]]\nname = 'one'\nmethod = 'GET'\npath = '/x/{a}'\nenvironments = ['Test']")
        .more("[[workflow]]\nname = 'two'\nmethod = 'GET'\npath = '/x/y'")
        .key("everywhere", "workflows = ['*']")
        .start();
    assert_eq!(site.get("/x/y").key("everywhere").send().status, 200);
    assert_eq!(site.get("/x/y?_profile=Test").key("everywhere").send().status, 409);
}

#[test]
fn head_is_not_get() {
    let site = bound(&["GET /a", "HEAD /b"]).start();
    let refused = site.call("HEAD", "/a").key("all").send();
    assert_eq!((refused.status, refused.reason()), (404, Some("wrong-method")));
    assert_eq!(site.call("HEAD", "/b").key("all").send().status, 200);
}

#[test]
fn query_parts_fill_inputs_and_decide_nothing() {
    let site = bound(&["GET /find?city={where}&max={count}"]).start();
    let all = "/find?max=5&city=Cape+Town%2C%20ZA&other=1";
    assert_eq!(input(&site, all, "where"), "Cape Town, ZA");
    assert_eq!(input(&site, all, "count"), "5");
    assert_eq!(site.last_entry()["notes"], json!([]));
    let reply = site.get("/find").key("all").send();
    assert_eq!((reply.status, &reply.json()["where"]), (200, &json!(null)));
    assert!(site.last_entry()["notes"].to_string().contains("the query has no `city`"));
    let clash = bound(&["GET /find?a={a}", "GET /find?b={b}"]).start();
    assert_eq!(reached(&clash, "GET", "/find?a=1"), "route-clash");
}

#[test]
fn the_platforms_own_paths_cannot_be_bound() {
    for path in ["/openapi.yml", "/mcp", "/MCP/builder", "/__localgear/health"] {
        let text = bound(&[&format!("GET {path}")]).text();
        let origin = localgear::adapters::site_file::Origin { name: "site.toml", folder: None };
        let read = localgear::adapters::site_file::read(text, origin);
        assert!(read.is_err_and(|faults| faults.to_string().contains("reserved-path")), "{path}");
    }
}

const MODERN: &str = "generation = 'modern'";

#[test]
fn in_the_modern_generation_the_host_chooses_the_environment() {
    let site = TestSite::draft().settings(MODERN).start();
    let called = |host: &str| {
        let reply = site.get("/customers/1").key("crm").header("Host", host).send();
        (reply.status, reply.reason().map(str::to_owned))
    };
    assert_eq!(called("shop.localhost"), (200, None));
    assert_eq!(called("SHOP.localhost:4280"), (200, None));
    assert_eq!(called("localhost"), (200, None));
    assert_eq!(called("127.0.0.1:80"), (200, None));
    assert_eq!(called("[::1]:80"), (200, None));
    assert_eq!(called("shop-test.localhost"), (404, Some("wrong-environment".to_owned())));
    assert_eq!(called("elsewhere.example"), (404, Some("unknown-environment".to_owned())));
    let profile = site.get("/customers/1?_profile=Test").key("crm").send();
    assert_eq!(profile.status, 200, "`_profile` means nothing here");
}

#[test]
fn where_the_host_cannot_choose_the_emulators_own_header_does() {
    let site = TestSite::draft().settings(MODERN).start();
    let own = |host: &str, environment: &str| {
        let call = site.get("/customers/1").key("crm-test").header("Host", host);
        call.header("X-Localgear-Environment", environment).send()
    };
    assert_eq!(own("localhost", "test").json()["in"], "Test");
    assert_eq!(own("127.0.0.1:1", "Nowhere").reason(), Some("unknown-environment"));
    assert_eq!(own("shop.localhost", "Test").reason(), Some("wrong-environment"), "a real host wins");
}

#[test]
fn in_the_classic_generation_neither_host_nor_header_chooses() {
    let site = TestSite::start();
    let call = site.get("/customers/1").key("crm").header("Host", "elsewhere.example");
    let reply = call.header("X-Localgear-Environment", "Test").send();
    assert_eq!(reply.json()["in"], "Production");
}
