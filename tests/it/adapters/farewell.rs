//! Stopping: no new connections, running calls finish, and one that does not is cut off.

use std::time::Duration;

use localgear::adapters::http_server::Limits;

use crate::harness::{TestSite, secret};

fn half_a_call(site: &TestSite) -> String {
    let key = secret("crm", "primary");
    let host = site.address;
    format!(
        "POST /echo HTTP/1.1\r\nHost: {host}\r\nAuthorization: Key={key}\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"
    )
}

#[test]
fn a_running_call_finishes_and_nobody_else_is_let_in() {
    let mut site = TestSite::start();
    let mut wire = site.wire();
    // The server asks for the body: from here on the call runs.
    assert_eq!(wire.send(half_a_call(&site)).reply().status, 100);
    site.ask_to_stop();
    while std::net::TcpStream::connect(site.address).is_ok() {
        std::thread::yield_now();
    }
    assert_eq!(wire.send("{\"a\": \"1\"}").reply().json()["a"], "1");
    assert!(wire.rest().is_empty(), "the connection ends after its call");
    assert!(site.stopped(), "every call finished");
}

#[test]
fn an_idle_connection_does_not_hold_the_stop_up() {
    let mut site = TestSite::start();
    let mut idle = site.wire();
    assert_eq!(idle.send(site.get("/customers/1").key("crm").bytes()).reply().status, 200);
    site.ask_to_stop();
    assert!(site.stopped());
    assert!(idle.rest().is_empty());
}

#[test]
fn a_call_that_does_not_finish_is_cut_off() {
    let limits = Limits { farewell_max: Duration::from_millis(50), ..Limits::default() };
    let mut site = TestSite::draft().limits(limits).start();
    let mut wire = site.wire();
    assert_eq!(wire.send(half_a_call(&site)).reply().status, 100);
    site.ask_to_stop();
    assert!(!site.stopped());
}
