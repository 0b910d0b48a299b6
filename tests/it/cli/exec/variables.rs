//! What the command is told.

use std::collections::BTreeMap;

use super::super::{fixture, localgear, outcome, run};
use super::Folder;
use crate::harness::secret;

fn variables(out: &str) -> BTreeMap<&str, &str> {
    out.lines().filter_map(|line| line.split_once('=')).collect()
}

#[test]
fn the_address_the_control_endpoints_and_every_key_are_in_variables() {
    let folder = Folder::new();
    let run = folder.exec(&[], "env");
    let told = variables(&run.out);
    let url = told["FLOWGEAR_URL"];
    assert!(url.starts_with("http://127.0.0.1:") && !url.ends_with('/'), "{url}");
    assert_eq!(told["LOCALGEAR_CONTROL"], format!("{url}/__localgear"));
    assert_eq!(told["FLOWGEAR_KEY"], told["FLOWGEAR_KEY_CRM"]);
    assert_ne!(told["FLOWGEAR_KEY_CRM"], told["FLOWGEAR_KEY_CRM_TEST"]);
    assert_eq!(told["NO_PROXY"], "127.0.0.1,localhost,.localhost");
    let other = folder.exec(&["--key", "crm-test"], "env");
    let other = variables(&other.out);
    assert_eq!(other["FLOWGEAR_KEY"], other["FLOWGEAR_KEY_CRM_TEST"]);
    assert_ne!(other["FLOWGEAR_KEY_CRM"], told["FLOWGEAR_KEY_CRM"], "each run has secrets of its own");
}

#[test]
fn what_the_command_has_from_outside_stays_and_what_is_not_proxied_is_added_to() {
    let folder = Folder::new();
    let run = outcome(
        folder.command(&[], "env").env("MINE", "kept").env("NO_PROXY", "a.example").output().unwrap(),
    );
    let told = variables(&run.out);
    assert_eq!((told["MINE"], told["NO_PROXY"]), ("kept", "a.example,127.0.0.1,localhost,.localhost"));
}

#[test]
fn the_minted_secret_works_and_so_does_the_files_own() {
    let folder = Folder::new();
    let own = secret("crm", "primary");
    let script = format!(
        "get /customers/1; curl -s -o /dev/null -H 'Authorization: Key={own}' $FLOWGEAR_URL/customers/2; \
         curl -s \"$LOCALGEAR_CONTROL/journal\""
    );
    let run = folder.exec(&[], &script);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let journal: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let slots: Vec<_> =
        journal["entries"].as_array().unwrap().iter().map(|entry| &entry["key"]["slot"]).collect();
    assert_eq!(slots, ["minted", "primary"]);
}

#[test]
fn a_modern_site_has_an_address_for_each_environment() {
    let run = outcome(localgear(["exec"]).arg(fixture("modern.toml")).args(["--", "env"]).output().unwrap());
    let told = variables(&run.out);
    let port = told["FLOWGEAR_URL"].rsplit(':').next().unwrap();
    assert_eq!(told["FLOWGEAR_URL_TEST"], format!("http://trial.modern-shop.localhost:{port}"));
    assert_eq!(told["FLOWGEAR_URL_PRODUCTION"], format!("http://modern-shop.localhost:{port}"));
    let classic = run_classic();
    assert!(!classic.contains("FLOWGEAR_URL_"), "a classic site has one address");
}

fn run_classic() -> String {
    run(["exec", "--", "env"]).out
}

#[test]
fn no_secret_is_printed_by_us_whatever_the_command_does_with_it() {
    let folder = Folder::new();
    let script = "curl -s -o /dev/null \"$FLOWGEAR_URL/customers/$FLOWGEAR_KEY?auth-key=$FLOWGEAR_KEY&x=$FLOWGEAR_KEY\"; \
                  curl -s -o /dev/null -H \"Authorization: Key=$FLOWGEAR_KEY\" \"$FLOWGEAR_URL/none/$FLOWGEAR_KEY\"; \
                  printf %s \"$FLOWGEAR_KEY\"";
    for format in ["human", "json", "junit", "github", "markdown"] {
        let run = folder.exec(&["--report", "report", "--report-format", format], script);
        assert_eq!(run.code, Some(1), "{}", run.err);
        assert_eq!(run.out.len(), 86, "the command's own");
        assert!(!run.err.contains(&run.out) && !folder.read("report").contains(&run.out), "{format}");
    }
}
