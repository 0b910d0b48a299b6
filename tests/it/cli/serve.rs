//! `localgear serve`, as a person starts it.

use std::io::{BufReader, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use super::run;
use crate::harness::{Binary, TestSite, read_reply, secret};

/// A folder with the ordinary site in it.
fn folder_with_site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.toml");
    std::fs::write(&path, TestSite::draft().text()).unwrap();
    (folder, path)
}

#[test]
fn the_demo_site_mints_its_keys_and_a_call_with_one_is_answered() {
    let mut served = Binary::serve::<&str>([]);
    assert_eq!(served.first_line, format!("listening on http://{}\n", served.address));
    let line = served.next_line();
    let minted = line.strip_prefix("key web-shop ").unwrap_or_else(|| panic!("{line}"));
    let reply = served.call("GET", "/customers/123").secret(minted).send();
    assert_eq!((reply.status, &reply.json()["id"]), (200, &json!("123")));
    assert_eq!(served.next_line().split(' ').nth(1), Some("shop-test"));
}

#[test]
fn a_site_of_ones_own_mints_nothing_unless_it_is_asked_to() {
    let (_folder, path) = folder_with_site();
    let mut served = Binary::serve([path.as_os_str()]);
    assert_eq!(served.call("GET", "/customers/1").key("crm").send().status, 200);
    served.signal("TERM");
    assert_eq!(served.next_line(), "", "nothing but the address was printed");
    let mut served = Binary::serve([path.as_os_str(), "--mint".as_ref()]);
    let line = served.next_line();
    let minted = line.strip_prefix("key crm ").unwrap_or_else(|| panic!("{line}"));
    assert_eq!(served.call("GET", "/customers/1").secret(minted).send().status, 200);
    assert_eq!(served.call("GET", "/customers/1").key("crm").send().status, 200);
}

#[test]
fn each_call_is_one_readable_line_without_its_secret() {
    let (_folder, path) = folder_with_site();
    let mut served = Binary::serve([path.as_os_str()]);
    let key = secret("crm", "primary");
    served.call("GET", "/customers/1").key("crm").send();
    served.call("GET", &format!("/nothing?auth-key={key}&a=%1b[31m")).send();
    served.signal("INT");
    let (code, err) = served.end();
    assert_eq!(code, Some(0));
    let lines: Vec<_> = err.lines().collect();
    assert!(lines[0].contains("GET    /customers/1 200  crm"), "{err}");
    assert!(lines[1].contains("/nothing?auth-key=***") && lines[1].contains("404  -  no-route"), "{err}");
    assert!(lines[2].contains("warning[key-in-query]"), "{err}");
    assert!(!err.contains(&key) && !err.contains('\u{1b}'), "{err}");
}

#[test]
fn calls_are_logged_as_json_or_not_at_all_when_that_is_asked_for() {
    let (_folder, path) = folder_with_site();
    for (option, lines) in [(&["--log-format", "json"][..], 1), (&["--quiet"][..], 0)] {
        let args = option.iter().map(|option| option.as_ref()).chain([path.as_os_str()]);
        let mut served = Binary::serve(args);
        served.call("GET", &format!("/nothing?auth-key={}", secret("crm", "primary"))).send();
        served.signal("TERM");
        let (_, err) = served.end();
        assert_eq!(err.lines().count(), lines, "{err}");
        assert!(!err.contains(&secret("crm", "primary")), "{err}");
        for line in err.lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(entry["reason"], "no-route");
        }
    }
}

#[test]
fn a_signal_lets_the_running_call_finish_and_the_end_is_success() {
    let (_folder, path) = folder_with_site();
    for signal in ["TERM", "INT"] {
        let mut served = Binary::serve([path.as_os_str()]);
        let mut wire = crate::harness::Wire::to(served.address);
        let key = secret("crm", "primary");
        wire.send(format!("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Key={key}\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"));
        assert_eq!(wire.reply().status, 100);
        served.signal(signal);
        while TcpStream::connect(served.address).is_ok() {
            std::thread::yield_now();
        }
        assert_eq!(wire.send("{\"a\": \"1\"}").reply().json()["a"], "1");
        assert_eq!(served.end().0, Some(0), "{signal}");
    }
}

#[test]
fn a_second_interrupt_does_not_wait_for_running_calls() {
    let (_folder, path) = folder_with_site();
    let mut served = Binary::serve([path.as_os_str()]);
    let mut wire = crate::harness::Wire::to(served.address);
    wire.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
    assert_eq!(wire.reply().status, 100);
    served.signal("INT");
    while TcpStream::connect(served.address).is_ok() {
        std::thread::yield_now();
    }
    served.signal("INT");
    assert_eq!(served.end().0, Some(130));
}

#[test]
fn the_port_file_holds_the_port_once_the_site_answers() {
    let (folder, path) = folder_with_site();
    let file = folder.path().join("port");
    let served = Binary::serve([path.as_os_str(), "--port-file".as_ref(), file.as_os_str()]);
    while !file.exists() {
        std::thread::yield_now();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{}\n", served.address.port()));
}

#[test]
fn a_good_change_is_served_a_bad_one_is_reported_and_the_old_site_serves_on() {
    let (folder, path) = folder_with_site();
    let mut served = Binary::serve([path.as_os_str()]);
    let replace = |text: &str| {
        let fresh = folder.path().join("fresh");
        std::fs::write(&fresh, text).unwrap();
        std::fs::rename(&fresh, &path).unwrap();
    };
    let more = TestSite::draft().key("fresh", "workflows = ['*']").text();
    replace(&more);
    while served.call("GET", "/customers/1").key("fresh").send().status != 200 {
        std::thread::yield_now();
    }
    let secret_in_it = "primary = 'hunter2-hunter2'";
    replace(&format!("{more}\n[[key]]\nname = 'x'\n{secret_in_it}\nworkflows = ['No such']\nnonsense = 1\n"));
    let health = || served.call("GET", "/__localgear/health").send().json();
    for _ in 0..50 {
        assert_eq!(health()["keys"], 3);
    }
    replace(&TestSite::draft().text());
    while health()["keys"] != 2 {
        std::thread::yield_now();
    }
    served.signal("TERM");
    let (_, err) = served.end();
    assert!(err.contains("reloaded"), "{err}");
    assert!(!err.contains("hunter2"), "{err}");
}

#[test]
fn a_key_that_a_reload_brings_is_minted_a_secret_where_all_were() {
    let (_folder, path) = folder_with_site();
    let mut served = Binary::serve([path.as_os_str(), "--mint".as_ref()]);
    for _ in 0..2 {
        served.next_line();
    }
    std::fs::write(&path, TestSite::draft().key("fresh", "workflows = ['*']").text()).unwrap();
    let line = served.next_line();
    let minted = line.strip_prefix("key fresh ").unwrap_or_else(|| panic!("{line}"));
    assert_eq!(served.call("GET", "/customers/1").secret(minted).send().status, 200);
}

#[test]
fn without_watching_a_change_changes_nothing() {
    let (_folder, path) = folder_with_site();
    let mut served = Binary::serve([path.as_os_str(), "--no-watch".as_ref()]);
    std::fs::write(&path, "broken").unwrap();
    assert_eq!(served.call("GET", "/customers/1").key("crm").send().status, 200);
    served.signal("TERM");
    assert!(!served.end().1.contains("reloaded"));
}

#[test]
fn the_control_token_comes_as_an_option_or_from_the_environment() {
    let (_folder, path) = folder_with_site();
    let option = Binary::serve([path.as_os_str(), "--control-token".as_ref(), "open-sesame".as_ref()]);
    let mut command = Binary::command(["serve", "--addr", "127.0.0.1:0"]);
    let variable = Binary::start(command.arg(&path).env("LOCALGEAR_CONTROL_TOKEN", "open-sesame"));
    for served in [option, variable] {
        let health = || served.call("GET", "/__localgear/health");
        assert_eq!(health().send().status, 403);
        assert_eq!(health().header("Authorization", "Bearer open-sesame").send().status, 200);
    }
}

#[test]
fn a_client_that_trusts_the_written_authority_may_speak_tls() {
    let (folder, path) = folder_with_site();
    let authority = folder.path().join("ca.pem");
    let served = Binary::serve([path.as_os_str(), "--tls-self-signed".as_ref(), authority.as_os_str()]);
    assert!(served.first_line.starts_with("listening on https://"));
    let pem = std::fs::read_to_string(&authority).unwrap();
    use base64::Engine as _;
    let text: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let handshake = |trusted: bool, host: &str| {
        let mut roots = rustls::RootCertStore::empty();
        if trusted {
            roots.add(der.clone().into()).unwrap();
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = host.to_owned().try_into().unwrap();
        let client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = rustls::StreamOwned::new(client, TcpStream::connect(served.address).unwrap());
        stream.write_all(&served.call("GET", "/customers/1").key("crm").bytes())?;
        std::io::Result::Ok(read_reply(&mut BufReader::new(stream), false).unwrap().status)
    };
    for host in ["localhost", "127.0.0.1", "shop.localhost"] {
        assert_eq!(handshake(true, host).unwrap(), 200, "{host}");
    }
    assert!(handshake(false, "localhost").is_err());
    assert!(handshake(true, "elsewhere.example").is_err());
}

#[test]
fn a_port_alone_is_one_of_this_machine() {
    let (_folder, path) = folder_with_site();
    let served = Binary::start(Binary::command(["serve", "--port", "0"]).arg(&path));
    assert!(served.address.ip().is_loopback());
    assert_eq!(served.call("GET", "/customers/1").key("crm").send().status, 200);
    let both = run(["serve", "--port", "0", "--addr", "127.0.0.1:0", path.to_str().unwrap()]);
    assert_eq!(both.code, Some(2));
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}

#[track_caller]
fn one_line(args: &[&str], expected: &str) {
    let run = run(args);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    assert!(run.err.starts_with("error: ") && run.err.contains(expected), "{}", run.err);
}

#[test]
fn what_cannot_be_served_is_one_clear_line_and_status_2() {
    let (folder, path) = folder_with_site();
    let path = path.to_str().unwrap();
    let folder_path = folder.path().to_str().unwrap();
    let free = "127.0.0.1:0";
    one_line(&["serve", "--addr", free, "no-such.toml"], "no-such.toml");
    one_line(&["serve", "--addr", free, folder_path], "directory");
    one_line(&["serve", "--addr", "nonsense", path], "cannot listen on `nonsense`");
    one_line(&["serve", "--addr", free, "--control-token", "two words", path], "control token");
    let busy = std::net::TcpListener::bind(free).unwrap();
    let taken = busy.local_addr().unwrap().to_string();
    one_line(&["serve", "--addr", &taken, path], "the port is in use");
    let nowhere = format!("{folder_path}/no/such/ca.pem");
    one_line(&["serve", "--addr", free, "--tls-self-signed", &nowhere, path], "certificate");
}

#[test]
fn a_broken_site_is_shown_with_its_faults_and_is_not_served() {
    let (_folder, path) = folder_with_site();
    std::fs::write(&path, "[site]\nnam = 'shop'\n").unwrap();
    let run = run(["serve", "--addr", "127.0.0.1:0", path.to_str().unwrap()]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("`nam`") && run.err.contains("`name`"), "{}", run.err);
    assert!(run.err.lines().last().unwrap().starts_with("error: the site file is broken"), "{}", run.err);
}
