//! `localgear check`.

use serde_json::{Value, json};

use super::{fixture, run};

#[test]
fn without_a_site_the_demo_is_checked_and_sound() {
    let run = run(["check"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(run.out, "demo is sound: 7 Workflows, 3 keys, 2 environments; no warnings\n");
}

#[test]
fn a_broken_site_shows_every_fault_with_its_line_and_ends_with_2() {
    let site = fixture("broken.toml");
    let run = run(["check".as_ref(), site.as_os_str()]);
    assert_eq!((run.code, run.err.as_str()), (Some(2), ""));
    assert!(run.out.contains("error[unknown-word]: `clasic` is not known here"), "{}", run.out);
    assert!(run.out.contains("broken.toml:5:14"), "{}", run.out);
    assert!(run.out.contains("5 | generation = \"clasic\""), "{}", run.out);
    assert!(run.out.contains("help: did you mean `classic`?"), "{}", run.out);
    assert!(run.out.contains("help: did you mean `Get customer`?"), "{}", run.out);
    assert!(
        run.out.trim_end().lines().last().unwrap().ends_with("broken.toml is broken: 22 faults"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("not-a-real-secret"), "{}", run.out);
}

#[test]
fn json_has_faults_and_warnings_in_their_pinned_shape() {
    let site = fixture("broken.toml");
    let run = run(["check".as_ref(), site.as_os_str(), "--format".as_ref(), "json".as_ref()]);
    assert_eq!(run.code, Some(2));
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["warnings"], json!([]));
    let fault = &report["faults"][0];
    let expected = json!({
        "code": "unknown-word",
        "severity": "error",
        "file": site.display().to_string(),
        "line": 5,
        "column": 14,
        "message": "`clasic` is not known here",
        "advice": "did you mean `classic`?",
    });
    assert_eq!(*fault, expected);
}

#[test]
fn warnings_are_shown_and_do_not_fail_the_run() {
    let site = fixture("clash.toml");
    let human = run(["check".as_ref(), site.as_os_str()]);
    assert_eq!(human.code, Some(0));
    assert!(human.out.contains("warning[route-clash]"), "{}", human.out);
    assert!(human.out.contains("`GET /things/another`"), "{}", human.out);
    let json = run(["check".as_ref(), site.as_os_str(), "--format=json".as_ref()]);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["faults"], json!([]));
    assert!(report["warnings"].as_array().unwrap().iter().all(|warning| warning["severity"] == "warning"));
}

#[test]
fn a_site_that_is_not_there_is_one_line_and_2() {
    let human = run(["check", "no/such/site.toml"]);
    assert_eq!((human.code, human.out.as_str()), (Some(2), ""));
    assert_eq!(human.err, "error: `no/such/site.toml` does not exist; check the path\n");
    let json = run(["check", "no/such/site.toml", "--format", "json"]);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &report["faults"][0]["code"]), (Some(2), &json!("unreadable")));
}
