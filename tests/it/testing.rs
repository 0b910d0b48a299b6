//! `localgear::testing`, as a test of somebody else's uses it.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use localgear::testing::LocalSite;

use crate::harness::{Call, TestSite, secret};

fn site() -> LocalSite {
    LocalSite::start(&TestSite::draft().text())
}

fn get(site: &LocalSite, path: &str) -> Call {
    let address: SocketAddr = site.url("").strip_prefix("http://").unwrap().parse().unwrap();
    Call::new(address, "GET", path)
}

/// What a panic said.
fn panics(act: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).expect_err("a panic");
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()))
        .unwrap()
}

#[test]
fn a_site_answers_its_own_secrets_and_those_of_its_file() {
    let site = site();
    assert_eq!(get(&site, "/customers/1").secret(site.key("crm")).send().status, 200);
    assert_eq!(get(&site, "/customers/1").key("crm").send().status, 200);
    assert_ne!(site.key("crm"), site.key("crm-test"));
    assert_eq!(site.journal().len(), 2);
}

#[test]
fn what_was_broken_is_said_when_the_site_is_dropped() {
    let said = panics(|| {
        let site = site().expecting("[[call]]\nworkflow = 'Get customer'\nexactly = 2\n");
        get(&site, "/customers/1").header("Authorization", &site.authorization("crm")).send();
    });
    assert!(said.contains("`Get customer`: exactly 2 calls") && said.contains("found     1 call"), "{said}");
    let said = panics(|| {
        let site = site();
        get(&site, "/customers/1").send();
    });
    assert!(said.contains("no call is refused"), "{said}");
    drop(site().allowing("refused-calls"));
}

#[test]
fn a_test_that_fails_already_is_not_told_more() {
    let said = panics(|| {
        let _site = site().expecting("[[call]]\nworkflow = 'Get customer'\n");
        panic!("the test's own words");
    });
    assert_eq!(said, "the test's own words");
}

#[test]
fn whoever_asks_is_told_once() {
    let mut site = site().expecting("[[call]]\nworkflow = 'Get customer'\n");
    let broken = site.verify().unwrap_err();
    assert_eq!(broken.report().tally.broken(), 1);
}

#[test]
fn a_disabled_key_works_until_the_lag_has_passed_on_the_sites_clock() {
    let site = site().allowing("refused-calls");
    let status = || get(&site, "/customers/1").secret(site.key("crm")).send().status;
    site.disable_key("crm");
    assert_eq!(status(), 200);
    site.advance(Duration::from_secs(5 * 60));
    assert_eq!(status(), 404);
    site.enable_key("crm");
    assert_eq!(status(), 200);
}

#[test]
fn a_broken_site_and_broken_expectations_panic_with_every_fault_and_no_secret() {
    let text = format!("{}\n[[key]]\nname = 'x'\nworkflow = []\n", TestSite::draft().text());
    let said = panics(|| drop(LocalSite::start(&text)));
    assert!(said.contains("did you mean `workflows`?"), "{said}");
    let said = panics(|| drop(site().expecting("[[call]]\nworkflow = 'Get customers'\n")));
    assert!(said.contains("did you mean `Get customer`?"), "{said}");
    let said = panics(|| assert_ne!(site().key("nobody"), ""));
    assert!(said.contains("`nobody`") && !said.contains(&secret("crm", "primary")), "{said}");
}
