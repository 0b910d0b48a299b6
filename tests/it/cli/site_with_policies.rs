//! A site with policies, from the site file to the wire and the journal.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use super::served::{Served, run};
use crate::adapters::wasm::guests::component;

const SITE: &str = r#"
[site]
name = "mycompany"

[[workflow]]
name = "Get customer"
method = "GET"
path = "/customers/{id}"

[[workflow]]
name = "Delete customer"
method = "DELETE"
path = "/customers/{id}"

[[workflow]]
name = "Slow"
method = "GET"
path = "/slow"

[[key]]
name = "crm"
primary = "sha256:abababababababababababababababababababababababababababababababab"
workflows = ["*"]
"#;

struct Site {
    folder: TempDir,
}

impl Site {
    /// A site with one policy, made of a guest, with these further lines in its table.
    fn with(guest: &str, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = Self { folder };
        site.put_guest(guest);
        site.put(&format!("{SITE}\n[[policy]]\nname = \"guard\"\nmodule = \"guard.wasm\"\n{more}\n"));
        site
    }

    fn put(&self, text: &str) {
        fs::write(self.path(), text).unwrap();
    }

    fn put_guest(&self, guest: &str) {
        let whole = self.folder.path().join("new.wasm");
        fs::write(&whole, component(guest)).unwrap();
        fs::rename(whole, self.folder.path().join("guard.wasm")).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("site.toml")
    }

    fn serve(&self) -> Served {
        Served::start(&self.path())
    }
}

fn rules(entry: &Value) -> Vec<&str> {
    entry["findings"].as_array().unwrap().iter().map(|seen| seen["rule"].as_str().unwrap()).collect()
}

#[test]
fn a_denial_refuses_with_the_policys_status_and_leaves_its_finding() {
    let site = Site::with("no-delete", "");
    let served = site.serve();
    let got = served.call("DELETE", "/customers/1");
    assert_eq!(got.status, 405, "{}", got.body);
    assert_eq!(got.header("x-localgear-reason"), Some("policy-denied"));
    assert_eq!(got.header("x-localgear-findings"), Some("policy/guard/no-delete"));
    let message: Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(message["Message"], "the policy `guard` refused the call: DELETE is not allowed");
    assert_eq!(served.call("GET", "/customers/1").status, 200);
    let journal = served.journal();
    assert_eq!(
        (journal[0]["reason"].as_str(), journal[0]["status"].as_u64()),
        (Some("policy-denied"), Some(405))
    );
    assert_eq!(rules(&journal[0]), ["policy/guard/no-delete"]);
    assert_eq!(
        (journal[0]["findings"][0]["severity"].as_str(), journal[0]["findings"][0]["at"].as_str()),
        (Some("error"), Some("method"))
    );
    assert_eq!(rules(&journal[1]), Vec::<&str>::new());
}

#[test]
fn a_monitored_denial_lets_the_call_through_with_the_same_finding() {
    let served = Site::with("no-delete", "mode = \"monitor\"").serve();
    assert_eq!(served.call("DELETE", "/customers/1").status, 200);
    assert_eq!(rules(&served.journal()[0]), ["policy/guard/no-delete"]);
}

#[test]
fn a_policy_that_traps_or_never_ends_fails_closed() {
    for guest in ["trap-evaluate", "endless-loop"] {
        let served = Site::with(guest, "").serve();
        let got = served.call("GET", "/customers/1");
        assert_eq!((got.status, got.header("x-localgear-reason")), (503, Some("policy-failed")), "{guest}");
        assert_eq!(rules(&served.journal()[0]), ["policy-failure"], "{guest}");
    }
}

#[test]
fn monitored_or_allowed_to_fail_it_lets_the_call_through_with_a_finding() {
    for more in ["mode = \"monitor\"", "on-failure = \"allow\""] {
        let served = Site::with("trap-evaluate", more).serve();
        assert_eq!(served.call("GET", "/customers/1").status, 200, "{more}");
        assert_eq!(rules(&served.journal()[0]), ["policy-failure"], "{more}");
    }
}

#[test]
fn a_policy_is_not_asked_about_a_call_that_has_no_permit() {
    let served = Site::with("trap-evaluate", "").serve();
    let got = served.send("GET", "/customers/1", "");
    assert_eq!((got.status, got.header("x-localgear-reason")), (404, Some("no-credential")));
    assert_eq!(rules(&served.journal()[0]), Vec::<&str>::new());
}

#[test]
fn a_policy_that_cannot_load_stops_the_start_with_its_name() {
    let site = Site::with("version-9", "");
    let (status, out, err) = run(site.folder.path(), &["serve", "site.toml", "--addr", "127.0.0.1:0"]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("the policy `guard` cannot be used"), "{err}");
    assert!(err.contains("was built for `localgear:policy` 0.9.0"), "{err}");
}

#[test]
fn settings_that_do_not_fit_stop_the_start() {
    let site = Site::with("bad-settings", "settings = { limit = \"x\" }");
    let (status, _, err) = run(site.folder.path(), &["serve", "site.toml", "--addr", "127.0.0.1:0"]);
    assert_eq!(status, 2);
    assert!(err.contains("`guard`") && err.contains("`/limit`: must be a number"), "{err}");
}

#[test]
fn checking_a_site_says_of_each_policy_that_cannot_be_used_where_it_is_named() {
    for (guest, more, why) in [
        ("version-9", "", "was built for `localgear:policy` 0.9.0"),
        ("bad-settings", "settings = { limit = \"x\" }", "`/limit`: must be a number"),
    ] {
        let site = Site::with(guest, more);
        let (status, out, err) = run(site.folder.path(), &["check", "site.toml"]);
        assert_eq!((status, err.as_str()), (2, ""), "{guest}");
        assert!(out.contains("error[unusable-policy]: the policy `guard` cannot be used"), "{out}");
        assert!(out.contains(why) && out.contains("module = \"guard.wasm\""), "{out}");
        assert!(out.ends_with("site.toml is broken: 1 fault\n"), "{out}");
        let (status, out, _) = run(site.folder.path(), &["check", "site.toml", "--format", "json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((status, &report["faults"][0]["code"]), (2, &Value::from("unusable-policy")));
        assert_eq!(report["faults"][0]["line"], 27, "{out}");
    }
}

#[test]
fn checking_a_site_whose_policies_can_be_used_counts_them() {
    let site = Site::with("no-delete", "");
    let (status, out, err) = run(site.folder.path(), &["check", "site.toml"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("2 environments, 1 policy; "), "{out}");
}

#[test]
fn explaining_a_call_asks_its_policies() {
    let site = Site::with("no-delete", "");
    let args = ["explain", "DELETE", "/customers/1", "site.toml", "--key", "crm", "--format", "json"];
    let (status, out, err) = run(site.folder.path(), &args);
    assert_eq!(status, 0, "{err}");
    let explanation: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (explanation["outcome"].as_str(), explanation["reason"].as_str()),
        (Some("refused"), Some("policy-denied"))
    );
    let steps = explanation["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["step"] == "ask-policies").unwrap();
    assert_eq!(step["decision"], "`guard`: deny; refused with 405: policy-denied");
    assert!(step["why"].as_str().unwrap().contains("policy/guard/no-delete: DELETE is not allowed (method)"));
}

#[test]
fn no_secret_comes_back_from_a_policy_that_repeats_what_it_saw() {
    let served = Site::with("echo-path", "").serve();
    let target = format!("/customers/{}", served.secret());
    let got = served.call("GET", &target);
    assert_eq!(got.status, 403);
    assert!(got.body.contains("/customers/***"), "{}", got.body);
    assert!(!format!("{}{}{:?}", got.head, got.body, served.journal()).contains(served.secret()));

    let served = Site::with("echo-query", "").serve();
    let target = format!("/customers/1?auth-key={}", served.secret());
    let got = served.send("GET", &target, "");
    assert!(got.body.contains("refused the call: ***"), "{}", got.body);
    assert!(!format!("{}{}{:?}", got.head, got.body, served.journal()).contains(served.secret()));
}

#[test]
fn while_one_policy_spins_calls_to_other_workflows_are_served() {
    let site = Site::with("endless-loop", "timeout = \"2s\"\nworkflows = [\"Slow\"]");
    let served = site.serve();
    let spun_out = AtomicUsize::new(0);
    let quick_before_the_last_spun_out = std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                assert_eq!(served.call("GET", "/slow").status, 503);
                spun_out.fetch_add(1, Ordering::SeqCst);
            });
        }
        let mut quick = 0;
        while spun_out.load(Ordering::SeqCst) < 3 {
            assert_eq!(served.call("GET", "/customers/1").status, 200);
            quick += 1;
        }
        quick
    });
    assert!(quick_before_the_last_spun_out > 20, "{quick_before_the_last_spun_out} calls in some seconds");
}

/// Calls again and again until the site answers so.
#[track_caller]
fn until(served: &Served, status: u16) {
    const CALLS_MAX: usize = 200_000;
    let answered = (0..CALLS_MAX).any(|_| served.call("DELETE", "/customers/1").status == status);
    assert!(answered, "the site never answers {status}");
}

#[test]
fn a_changed_policy_file_or_setting_is_taken_over_and_a_broken_one_is_not() {
    let site = Site::with("no-delete", "");
    let served = site.serve();
    until(&served, 405);
    site.put_guest("trap-evaluate");
    until(&served, 503);
    site.put(&format!("{SITE}\n[[policy]]\nname = \"guard\"\nmodule = \"guard.wasm\"\nmode = \"monitor\"\n"));
    until(&served, 200);
    // A broken one changes nothing; the one after it does.
    site.put_guest("version-9");
    for _ in 0..20 {
        assert_eq!(served.call("DELETE", "/customers/1").status, 200);
    }
    site.put_guest("no-delete");
    site.put(&format!("{SITE}\n[[policy]]\nname = \"guard\"\nmodule = \"guard.wasm\"\n"));
    until(&served, 405);
}
