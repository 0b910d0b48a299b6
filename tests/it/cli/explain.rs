//! `localgear explain`, as a person asks.

use serde_json::{Value, json};

use super::run;
use crate::harness::{TestSite, secret};

/// Runs `explain` on the ordinary site.
fn explain(args: &[&str]) -> super::Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.toml");
    std::fs::write(&path, TestSite::draft().text()).unwrap();
    let (call, options) = args.split_at(2);
    let mut all = vec!["explain", call[0], call[1], path.to_str().unwrap()];
    all.extend(options);
    run(all)
}

#[test]
fn a_refused_call_is_explained_to_a_person() {
    let run = explain(&["GET", "/customers/7", "--key", "crm-test"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for part in [
        "GET /customers/7\n",
        "✓ environment     Production\n",
        "✗ authenticate    refused: wrong-environment\n",
        "the key `crm-test` is for `Test`, and the call is for `Production`",
        "refused 404 (wrong-environment)\n",
        "hint: ",
        "would succeed: GET /customers/7?_profile=Test  with the key `crm-test` (`Get customer`)",
        "documented: help.flowgear.net/",
        "assumed: ",
    ] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
}

#[test]
fn the_same_is_explained_to_a_program() {
    let run =
        explain(&["get", "customers/7", "--environment", "test", "--key", "crm-test", "--format", "json"]);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&told["outcome"], &told["status"]), (&json!("reply"), &json!(200)));
    assert_eq!(told["entry"]["url"], "/customers/7?_profile=Test");
}

#[test]
fn a_header_is_read_and_its_secret_is_not_repeated() {
    let key = secret("crm", "primary");
    let run = explain(&[
        "GET",
        &format!("/customers/7?auth-key={key}"),
        "-H",
        &format!("Authorization: Bearer {key}"),
    ]);
    assert!(
        run.out.contains("permitted: key `crm`, primary") && run.out.contains("! warning[key-in-query]"),
        "{}",
        run.out
    );
    assert!(!run.out.contains(&key) && !run.err.contains(&key));
}

#[test]
fn time_can_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.toml");
    let draft = TestSite::draft()
        .key("late", "enabled = false\ndisabled-at = 2026-03-01T09:00:00Z\nworkflows = ['*']");
    std::fs::write(&path, draft.text()).unwrap();
    let at = |moment: &str| {
        run(["explain", "GET", "/customers/7", path.to_str().unwrap(), "--key", "late", "--at", moment]).out
    };
    assert!(at("2026-03-01T09:04:59Z").contains("answered 200"));
    assert!(at("2026-03-01T09:05:00Z").contains("refused 404 (key-disabled)"));
}

#[test]
fn what_cannot_be_asked_is_one_line_with_advice_and_no_secret() {
    for (args, expected) in [
        (&["GET", "/", "--key", "crn"][..], "the site has no key `crn`; did you mean `crm`?"),
        (&["GET", "/", "--environment", "Tets"][..], "did you mean `Test`?"),
        (&["G T", "/"][..], "`G T` is no HTTP method"),
        (&["GET", "/", "-H", "Authorization Key=hunter2-hunter2"][..], "write it as `Name: value`"),
        (&["GET", "/", "--at", "noon"][..], "RFC 3339"),
    ] {
        let run = explain(args);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{args:?}");
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        assert!(run.err.contains(expected) && !run.err.contains("hunter2"), "{}", run.err);
    }
}

#[test]
fn the_demo_site_is_explained_where_none_is_named() {
    let run = run(["explain", "GET", "/customers/7", "--key", "web-shop"]);
    assert_eq!(run.code, Some(0));
    assert!(run.out.ends_with("answered 200\n"), "{}", run.out);
}
