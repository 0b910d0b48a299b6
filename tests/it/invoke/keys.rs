//! Keys that live: how they travel, which of their secrets, when they stop working.

use serde_json::json;

use crate::harness::{TestSite, secret};

#[test]
fn every_carrier_is_read_and_the_journal_says_which() {
    let site = TestSite::start();
    let primary = secret("crm", "primary");
    for (header, carrier) in [
        (format!("Key={primary}"), "header-key"),
        (format!("key= {primary} "), "header-key"),
        (format!("Bearer {primary}"), "header-bearer"),
        (format!("BEARER   {primary}"), "header-bearer"),
    ] {
        assert_eq!(site.get("/customers/1").header("Authorization", &header).send().status, 200);
        assert_eq!(site.last_entry()["key"], json!({"name": "crm", "slot": "primary", "carrier": carrier}));
        assert_eq!(site.last_entry()["findings"], json!([]));
    }
    for query in
        [format!("?auth-key={primary}"), format!("?x=1&AUTH-KEY={primary}"), format!("?auth%2Dkey={primary}")]
    {
        assert_eq!(site.get(&format!("/customers/1{query}")).send().status, 200, "{query}");
        let entry = site.last_entry();
        assert_eq!(entry["key"]["carrier"], "query");
        assert_eq!(entry["findings"][0]["rule"], "key-in-query");
    }
}

#[test]
fn the_first_of_two_keys_in_the_querystring_counts() {
    let site = TestSite::start();
    let primary = secret("crm", "primary");
    assert_eq!(
        site.get(&format!("/customers/1?auth-key={primary}&auth-key=nobody-has-it")).send().status,
        200
    );
    let other = site.get(&format!("/customers/1?auth-key=nobody-has-it&auth-key={primary}")).send();
    assert_eq!(other.reason(), Some("unknown-key"));
}

#[test]
fn the_header_wins_over_the_querystring_even_when_it_is_malformed() {
    let site = TestSite::start();
    let target = format!("/customers/1?auth-key={}", secret("crm", "primary"));
    for (header, reason) in [
        ("Basic abc", "malformed-credential"),
        ("Key=", "malformed-credential"),
        ("Key=nobody-has-it", "unknown-key"),
    ] {
        let reply = site.get(&target).header("Authorization", header).send();
        assert_eq!(reply.reason(), Some(reason), "{header}");
        let entry = site.last_entry();
        assert_eq!(entry["findings"][0]["rule"], "key-in-query", "it is in somebody's log all the same");
        assert!(entry["notes"].to_string().contains("header wins"), "{entry}");
    }
}

#[test]
fn a_legacy_session_is_no_key() {
    let site = TestSite::start();
    assert_eq!(site.get("/customers/1?auth=123e4567").send().reason(), Some("no-credential"));
    assert_eq!(site.last_entry()["url"], "/customers/1?auth=***");
}

#[test]
fn primary_and_secondary_are_both_live() {
    let site = TestSite::start();
    for slot in ["primary", "secondary"] {
        assert_eq!(site.get("/customers/1").secret(&secret("crm", slot)).send().status, 200);
        assert_eq!(site.last_entry()["key"]["slot"], slot);
    }
}

#[test]
fn rotation_takes_effect_at_once_and_leaves_the_other_slot_alone() {
    let site = TestSite::start();
    let rotated = site.control("POST", "keys/crm/rotate?slot=primary").send().json();
    assert_eq!((&rotated["name"], &rotated["slot"]), (&json!("crm"), &json!("primary")));
    let fresh = rotated["secret"].as_str().unwrap();
    assert_eq!(fresh.len(), 86);
    assert_eq!(site.get("/customers/1").secret(fresh).send().status, 200);
    let old = site.get("/customers/1").key("crm").send();
    assert_eq!(old.reason(), Some("unknown-key"));
    assert_eq!(site.get("/customers/1").secret(&secret("crm", "secondary")).send().status, 200);
}

#[test]
fn a_disabled_key_works_until_its_lag_has_passed() {
    let site = TestSite::start();
    let status = || site.get("/customers/1").key("crm").send().status;
    let view = site.control("POST", "keys/crm/disable").send().json();
    assert_eq!((&view["enabled"], &view["worksUntil"]), (&json!(false), &json!("2026-03-01T09:05:00Z")));
    assert_eq!(status(), 200);
    let notes = site.last_entry()["notes"].to_string();
    assert!(notes.contains("works until 2026-03-01T09:05:00Z only"), "{notes}");
    site.advance("4m 59s 999ms");
    assert_eq!(status(), 200);
    site.advance("1ms");
    assert_eq!(site.get("/customers/1").key("crm").send().reason(), Some("key-disabled"));
    site.advance("1h");
    assert_eq!(status(), 404);
}

#[test]
fn enabling_takes_effect_at_once() {
    let site = TestSite::start();
    site.control("POST", "keys/crm/disable").send();
    site.advance("10m");
    assert_eq!(site.get("/customers/1").key("crm").send().status, 404);
    let view = site.control("POST", "keys/crm/enable").send().json();
    assert_eq!((&view["enabled"], &view["disabledAt"]), (&json!(true), &json!(null)));
    assert_eq!(site.get("/customers/1").key("crm").send().status, 200);
}

#[test]
fn disabling_a_disabled_key_again_gives_it_no_more_time() {
    let site = TestSite::start();
    site.control("POST", "keys/crm/disable").send();
    site.advance("10m");
    let view = site.control("POST", "keys/crm/disable").send().json();
    assert_eq!(view["disabledAt"], "2026-03-01T09:00:00Z");
    assert_eq!(site.get("/customers/1").key("crm").send().status, 404);
}

#[test]
fn a_file_may_say_when_a_key_was_disabled_and_without_a_moment_it_is_refused_at_once() {
    let site = TestSite::draft()
        .settings("disable-lag = '1h'")
        .key("lately", "enabled = false\ndisabled-at = 2026-03-01T08:30:00Z\nworkflows = ['*']")
        .key("long-ago", "enabled = false\nworkflows = ['*']")
        .start();
    assert_eq!(site.get("/customers/1").key("lately").send().status, 200);
    assert_eq!(site.get("/customers/1").key("long-ago").send().reason(), Some("key-disabled"));
    site.advance("30m");
    assert_eq!(site.get("/customers/1").key("lately").send().reason(), Some("key-disabled"));
}

#[test]
fn without_a_lag_a_key_is_refused_at_the_moment_it_is_disabled() {
    let site = TestSite::draft().settings("disable-lag = '0s'").start();
    site.control("POST", "keys/crm/disable").send();
    assert_eq!(site.get("/customers/1").key("crm").send().reason(), Some("key-disabled"));
}

#[test]
fn an_untargeted_key_goes_everywhere() {
    let site = TestSite::draft().key("roaming", "workflows = ['Get customer']").start();
    assert_eq!(site.get("/customers/1").key("roaming").send().json()["in"], "Production");
    assert_eq!(site.get("/customers/1?_profile=Test").key("roaming").send().json()["in"], "Test");
}

#[test]
fn a_key_without_permitted_workflows_may_call_none() {
    let site = TestSite::draft().key("idle", "workflows = []").start();
    assert_eq!(site.get("/customers/1").key("idle").send().reason(), Some("not-permitted"));
}

#[test]
fn a_plain_secret_in_the_file_works_as_its_digest_would() {
    let site = TestSite::draft()
        .more("[[key]]\nname = 'plain'\nprimary = 'hunter2-or-so'\nworkflows = ['*']")
        .start();
    assert_eq!(site.get("/customers/1").secret("hunter2-or-so").send().status, 200);
    assert_eq!(site.get("/customers/1?auth-key=hunter2%2Dor-so").send().status, 200);
    assert_eq!(site.get("/customers/1").secret("hunter2-or").send().reason(), Some("unknown-key"));
}
