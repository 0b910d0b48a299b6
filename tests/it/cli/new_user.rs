//! The path of somebody who writes a first policy. It needs a toolchain for guests, so it runs only where
//! `plugins/build --install --new-user` has seen to one.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::served::{Served, run};

const SITE: &str = r#"
[site]
name = "mycompany"

[[workflow]]
name = "Get customer"
method = "GET"
path = "/customers/{id}"

[[key]]
name = "crm"
primary = "sha256:abababababababababababababababababababababababababababababababab"
workflows = ["*"]

[[policy]]
name = "correlation"
module = "my-policy/policy.wasm"
settings = { header = "x-correlation-id" }
"#;

/// What `plugins/build` says of the guests' toolchain, under a name that does not change how this test is built.
#[expect(clippy::disallowed_methods, reason = "the toolchain is the machine's, not the program's")]
fn toolchain(command: &mut Command) {
    for name in ["RUSTC", "RUSTC_BOOTSTRAP", "CARGO_FLAGS", "CARGO_TARGET_DIR", "CC"] {
        match std::env::var_os(format!("GUEST_{name}")) {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

fn a_first_policy_in(lang: &str) {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    assert_eq!(run(here, &["policy", "new", lang, "my-policy"]).0, 0);
    let mut build = Command::new("sh");
    build.arg("my-policy/build.sh").current_dir(here).env("LOCALGEAR", env!("CARGO_BIN_EXE_localgear"));
    toolchain(&mut build);
    assert!(build.status().unwrap().success());
    let (status, out, err) = run(here, &["policy", "test", "my-policy"]);
    assert_eq!(status, 0, "{out}{err}");
    fs::write(here.join("site.toml"), SITE).unwrap();
    let served = Served::start(Path::new(&here.join("site.toml")));
    let refused = served.call("GET", "/customers/1");
    assert_eq!((refused.status, refused.header("x-localgear-reason")), (400, Some("policy-denied")));
    let good = format!("Authorization: Key={}\r\nX-Correlation-Id: 42\r\n", served.secret());
    assert_eq!(served.send("GET", "/customers/1", &good).status, 200);
    let finding: &Value = &served.journal()[0]["findings"][0];
    assert_eq!(finding["rule"], "policy/correlation/missing-header");
    assert_eq!(finding["message"], "the header `x-correlation-id` is missing");
}

#[test]
#[ignore = "needs a Rust toolchain for WebAssembly: `plugins/build --install --new-user`"]
fn a_first_policy_in_rust_refuses_a_call_with_its_finding() {
    a_first_policy_in("rust");
}

#[test]
#[ignore = "needs a C compiler for WebAssembly: `plugins/build --install --new-user`"]
fn a_first_policy_in_c_refuses_a_call_with_its_finding() {
    a_first_policy_in("c");
}
