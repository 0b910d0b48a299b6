//! `localgear policy`: the toolkit, as people use it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::served::run;

fn new(lang: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (status, _, err) = run(folder.path(), &["policy", "new", lang, "my-policy"]);
    assert_eq!(status, 0, "{err}");
    folder
}

/// A policy in text: no toolchain is needed to build it.
fn built() -> tempfile::TempDir {
    let folder = new("wat");
    let (status, out, err) =
        run(folder.path(), &["policy", "build", "my-policy/policy.wat", "-o", "my-policy/policy.wasm"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.starts_with("my-policy/policy.wasm: `my-policy` 0.1.0, "), "{out}");
    folder
}

#[test]
fn a_new_policy_has_sources_cases_a_build_and_a_readme_in_every_language() {
    let sources = [
        ("rust", "src/lib.rs"),
        ("rust", "src/memory.rs"),
        ("c", "policy.c"),
        ("js", "policy.js"),
        ("python", "app.py"),
        ("wat", "policy.wat"),
    ];
    for (lang, source) in sources {
        let folder = new(lang);
        for file in [source, "cases.toml", "build.sh", "README.md"] {
            assert!(folder.path().join("my-policy").join(file).is_file(), "{lang}: {file}");
        }
    }
}

#[test]
fn a_new_policy_takes_the_name_of_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["policy", "new", "rust", "no-tuesdays"]).0, 0);
    let manifest = fs::read(folder.path().join("no-tuesdays/Cargo.toml")).unwrap();
    assert!(String::from_utf8(manifest).unwrap().contains("name = \"no-tuesdays\""));
}

#[test]
fn a_folder_that_holds_something_is_not_written_to() {
    let folder = new("c");
    let (status, _, err) = run(folder.path(), &["policy", "new", "rust", "my-policy"]);
    assert_eq!(status, 2);
    assert!(err.contains("`my-policy` is not empty"), "{err}");
    assert!(!folder.path().join("my-policy/Cargo.toml").exists());
}

#[test]
fn a_new_policy_passes_its_own_cases() {
    let folder = built();
    let (status, out, err) = run(folder.path(), &["policy", "test", "my-policy"]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.ends_with("3 passed, 0 failed\n"), "{out}");
}

#[test]
fn a_case_that_fails_shows_how_and_the_status_is_one() {
    let folder = built();
    let cases = folder.path().join("my-policy/cases.toml");
    let text = String::from_utf8(fs::read(&cases).unwrap()).unwrap();
    fs::write(&cases, text.replace("verdict = \"deny\"", "verdict = \"allow\"")).unwrap();
    let (status, out, _) = run(folder.path(), &["policy", "test", "my-policy"]);
    assert_eq!(status, 1);
    assert!(out.contains("FAILED  a call without it is refused"), "{out}");
    assert!(out.contains("-verdict: allow") && out.contains("+verdict: deny"), "{out}");
    assert!(out.contains("missing-header at header `x-correlation-id`"), "{out}");
    let (status, out, _) = run(folder.path(), &["policy", "test", "my-policy", "--format", "junit"]);
    assert_eq!(status, 1);
    assert!(out.contains("<testsuite name=\"my-policy\"") && out.contains("failures=\"1\""), "{out}");
    let (_, out, _) = run(folder.path(), &["policy", "test", "my-policy", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((report["passed"].as_u64(), report["failed"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_policy_is_shown_with_its_rules_imports_and_schema() {
    let folder = built();
    let (status, out, err) =
        run(folder.path(), &["policy", "inspect", "my-policy/policy.wasm", "--format", "json"]);
    assert_eq!(status, 0, "{err}");
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(shown["interface"], "0.1.0");
    assert_eq!(shown["rules"][0]["id"], "missing-header");
    assert_eq!(shown["settingsSchema"]["required"][0], "header");
    assert_eq!(run(folder.path(), &["policy", "inspect", "my-policy/policy.wasm"]).0, 0);
}

#[test]
fn a_policy_is_measured() {
    let folder = built();
    let settings = "{\"header\":\"x-correlation-id\"}";
    let args = ["policy", "bench", "my-policy/policy.wasm", "--settings", settings, "--seconds", "0.01"];
    let (status, out, err) = run(folder.path(), &args);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("fresh answer") && out.contains("reused answer") && out.contains("memory"), "{out}");
}

#[test]
fn what_cannot_be_read_or_used_ends_with_status_two_and_advice() {
    let folder = built();
    for command in ["inspect", "bench"] {
        let (status, _, err) = run(folder.path(), &["policy", command, "my-policy/policy.wat"]);
        assert_eq!(status, 2);
        assert!(err.contains("localgear policy build"), "{err}");
    }
    assert_eq!(run(folder.path(), &["policy", "test", "nowhere"]).0, 2);
    assert_eq!(run(folder.path(), &["policy", "build", "nowhere.wat", "-o", "x.wasm"]).0, 2);
    fs::write(folder.path().join("cases.toml"), "[[case]]\nname = \"x\"\nverdict = \"maybe\"\n").unwrap();
    let (status, _, err) = run(folder.path(), &["policy", "test", "cases.toml"]);
    assert_eq!(status, 2);
    assert!(err.contains("case `x`") && err.contains("`maybe`"), "{err}");
}

#[test]
fn each_policy_that_is_checked_in_passes_its_cases() {
    let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins");
    let here = tempfile::tempdir().unwrap();
    let with_cases = fs::read_dir(plugins).unwrap().map(|entry| entry.unwrap().path());
    let with_cases: Vec<_> = with_cases.filter(|policy| policy.join("cases.toml").exists()).collect();
    assert!(with_cases.len() >= 4);
    for policy in with_cases {
        let (status, out, err) = run(here.path(), &["policy", "test", policy.to_str().unwrap()]);
        assert_eq!(status, 0, "{out}{err}");
        for file in ["README.md", "cases.toml"] {
            assert!(policy.join(file).exists(), "{} has a {file}", policy.display());
        }
    }
}
