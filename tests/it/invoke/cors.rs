//! Browsers ask before they call.

use crate::harness::{HttpReply, TestSite};

fn preflight(site: &TestSite, target: &str, origin: &str) -> HttpReply {
    let call = site.call("OPTIONS", target).header("Origin", origin);
    call.header("Access-Control-Request-Method", "PUT").send()
}

#[test]
fn a_preflight_needs_no_key_and_names_the_methods_of_the_path() {
    let site = TestSite::start();
    let reply = preflight(&site, "/customers/1?_profile=Test", "https://anywhere.example");
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    assert_eq!(reply.header("access-control-allow-origin"), Some("https://anywhere.example"));
    assert_eq!(reply.header("access-control-allow-methods"), Some("GET, PUT"));
    assert!(reply.header("access-control-allow-headers").unwrap().contains("Authorization"));
    assert_eq!(reply.header("vary"), Some("Origin"));
    assert!(site.last_entry()["reason"].is_null());
}

#[test]
fn an_origin_that_is_not_allowed_gets_no_leave() {
    let site = TestSite::start();
    let reply = preflight(&site, "/customers/1", "https://evil.example");
    assert_eq!((reply.status, reply.header("allow")), (204, Some("GET")));
    assert_eq!(reply.header("access-control-allow-origin"), None);
    assert_eq!(reply.header("access-control-allow-methods"), None);
}

#[test]
fn an_allowed_origin_may_read_replies_and_refusals_and_another_may_not() {
    let site = TestSite::start();
    let with = |origin: &str, target: &str| site.get(target).key("crm").header("Origin", origin).send();
    for target in ["/customers/1", "/nothing"] {
        let allowed = with("https://app.example.com", target);
        assert_eq!(allowed.header("access-control-allow-origin"), Some("https://app.example.com"));
        let other = with("https://app.example.com.evil.example", target);
        assert_eq!(other.header("access-control-allow-origin"), None);
        assert_eq!(site.get(target).key("crm").send().header("access-control-allow-origin"), None);
    }
}

#[test]
fn what_the_workflow_sets_itself_wins() {
    let site = TestSite::draft()
        .more("[[workflow]]\nname = 'open'\nmethod = 'GET'\npath = '/open'\n[[workflow.reply]]\nbody = 'x'\nheaders = { Access-Control-Allow-Origin = '*' }")
        .key("all", "workflows = ['*']")
        .start();
    let reply = site.get("/open").key("all").header("Origin", "https://app.example.com").send();
    let origins = reply.headers.iter().filter(|(name, _)| name == "access-control-allow-origin");
    assert_eq!(origins.map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["*"]);
}
