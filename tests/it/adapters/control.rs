//! The control endpoints, and who may use them.

use serde_json::json;

use crate::harness::{TestSite, secret};

#[test]
fn health_says_what_is_served() {
    let reply = TestSite::start().control("GET", "health").send();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.json(),
        json!({"status": "ready", "site": "shop", "workflows": 4, "keys": 2, "version": version})
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[test]
fn the_clock_is_read_frozen_moved_and_given_back() {
    let site = TestSite::start();
    let read = || site.control("GET", "clock").send().json();
    let frozen = site.control_json("PUT", "clock", &json!({"now": "2030-01-01T00:00:00Z"})).json();
    assert_eq!(frozen, json!({"now": "2030-01-01T00:00:00Z", "frozen": true}));
    assert_eq!(
        site.control_json("POST", "clock/advance", &json!({"by": "1h 30m"})).json()["now"],
        "2030-01-01T01:30:00Z"
    );
    assert_eq!(read()["now"], "2030-01-01T01:30:00Z");
    site.get("/nothing").send();
    assert_eq!(site.last_entry()["at"], "2030-01-01T01:30:00Z");
    assert_eq!(site.control("DELETE", "clock").send().status, 204);
    assert_eq!(read()["frozen"], false);
    assert_ne!(read()["now"], "2030-01-01T01:30:00Z");
    for (method, endpoint, body) in [
        ("PUT", "clock", json!({"now": "noon"})),
        ("PUT", "clock", json!({})),
        ("POST", "clock/advance", json!({"by": "-5m"})),
        ("POST", "clock/advance", json!({"by": "9999999h"})),
        ("POST", "clock/advance", json!({"by": "5m", "also": 1})),
    ] {
        let reply = site.control_json(method, endpoint, &body);
        assert_eq!(reply.status, 400, "{body}");
        assert!(reply.json()["Message"].is_string());
    }
}

#[test]
fn the_clock_can_be_moved_without_being_frozen() {
    let site = TestSite::start();
    site.control("DELETE", "clock").send();
    let before = site.control("GET", "clock").send().json();
    let after = site.control_json("POST", "clock/advance", &json!({"by": "24h"})).json();
    assert_eq!(after["frozen"], false);
    assert!(after["now"].as_str().unwrap()[..10] > before["now"].as_str().unwrap()[..10]);
}

#[test]
fn keys_are_listed_without_secrets() {
    let reply = TestSite::start().control("GET", "keys").send();
    assert_eq!(
        reply.json()["keys"][0],
        json!({
            "name": "crm", "enabled": true, "disabledAt": null, "worksUntil": null, "environment": "Production",
            "workflows": ["Get customer", "Echo", "Only in Test"], "slots": ["primary", "secondary"],
        })
    );
    assert!(!reply.text().contains("sha256") && !reply.text().contains(&secret("crm", "primary")));
}

#[test]
fn a_key_that_is_not_there_is_404_and_a_slot_that_is_none_is_400() {
    let site = TestSite::start();
    for endpoint in ["keys/nobody/disable", "keys/nobody/enable", "keys/nobody/rotate"] {
        let reply = site.control("POST", endpoint).send();
        assert_eq!(reply.status, 404, "{endpoint}");
        assert!(reply.json()["Message"].as_str().unwrap().contains("`nobody`"));
    }
    assert_eq!(site.control("POST", "keys/crm/rotate?slot=third").send().status, 400);
    assert_eq!(site.control("POST", "keys/crm/rotate?side=primary").send().status, 400);
}

#[test]
fn a_key_whose_name_needs_escaping_is_reached_by_it() {
    let site = TestSite::draft().key("a b/\u{e9}", "workflows = ['*']").start();
    assert_eq!(site.control("POST", "keys/a%20b%2F%C3%A9/disable").send().json()["enabled"], false);
}

#[test]
fn the_secondary_and_a_development_secret_can_be_rotated_too() {
    let site = TestSite::start();
    for slot in ["secondary", "minted"] {
        let rotated = site.control("POST", &format!("keys/crm/rotate?slot={slot}")).send().json();
        let fresh = rotated["secret"].as_str().unwrap();
        assert_eq!(site.get("/customers/1").secret(fresh).send().status, 200);
        assert_eq!(site.last_entry()["key"]["slot"], slot);
    }
    assert!(!site.control("GET", "journal").send().text().contains(&secret("crm", "secondary")));
}

#[test]
fn a_reset_undoes_journal_clock_and_keys() {
    let site = TestSite::start();
    site.get("/customers/1").key("crm").send();
    site.control("POST", "keys/crm/rotate").send();
    site.control("POST", "keys/crm-test/disable").send();
    assert_eq!(site.control("POST", "reset").send().status, 204);
    let kept = site.control("GET", "journal").send().json();
    assert_eq!(kept, json!({"entries": [], "dropped": 0}));
    assert_eq!(site.control("GET", "clock").send().json()["frozen"], false);
    assert_eq!(site.get("/customers/1").key("crm").send().status, 200);
    assert_eq!(site.control("GET", "keys").send().json()["keys"][1]["enabled"], true);
}

#[test]
fn a_foreign_host_or_origin_is_turned_away_and_this_machines_are_not() {
    let site = TestSite::start();
    let with = |name: &str, value: &str| site.control("GET", "keys").header(name, value).send().status;
    assert_eq!(with("Host", "localhost"), 200);
    assert_eq!(with("Host", "shop.localhost:1"), 200);
    assert_eq!(with("Host", "evil.example"), 403);
    assert_eq!(with("Host", "127.0.0.1.evil.example"), 403);
    let own = format!("http://{}", site.address);
    assert_eq!(with("Origin", &own), 200);
    assert_eq!(with("Origin", "http://evil.example"), 403);
    assert_eq!(with("Origin", "null"), 403);
    let rebound = site.control("POST", "reset").header("Host", "evil.example").send();
    assert!(rebound.json()["Message"].is_string());
}

#[test]
fn with_a_token_only_the_token_opens() {
    let site = TestSite::draft().token("let-me-in").start();
    let with = |name: &str, value: &str| site.control("GET", "keys").header(name, value).send().status;
    assert_eq!(site.control("GET", "keys").send().status, 403);
    assert_eq!(with("Authorization", "Bearer let-me-out"), 403);
    assert_eq!(with("Authorization", "Bearer let-me-in"), 200);
    assert_eq!(with("X-Localgear-Control-Token", "let-me-in"), 200);
    assert_eq!(site.get("/customers/1").key("crm").send().status, 200, "the site itself is open");
}

#[test]
fn what_is_no_control_endpoint_says_so_and_is_not_the_sites() {
    let site = TestSite::start();
    assert_eq!(site.control("GET", "nonsense").send().status, 404);
    assert_eq!(site.call("GET", "/__localgear").send().status, 404);
    assert_eq!(site.control("PATCH", "clock").send().status, 405);
    assert_eq!(site.journal().len(), 0);
    assert_eq!(site.get("/__localgearx").send().reason(), Some("no-route"));
}
