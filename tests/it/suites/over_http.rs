//! `localgear test` as a person runs it: in process, and against a site that answers over HTTP.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::harness::Binary;

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A demo site that serves, and its secrets by the variable that holds each.
struct Served {
    binary: Binary,
    secrets: Vec<(String, String)>,
}

fn served() -> Served {
    let mut binary = Binary::serve::<&str>([]);
    let secrets = (0..3).map(|_| {
        let line = binary.next_line();
        let mut words = line.split(' ').skip(1);
        let (name, secret) = (words.next().unwrap(), words.next().unwrap());
        let variable = format!("FLOWGEAR_KEY_{}", name.to_uppercase().replace('-', "_"));
        (variable, secret.to_owned())
    });
    let secrets = secrets.collect();
    Served { binary, secrets }
}

impl Served {
    fn url(&self) -> String {
        format!("http://{}", self.binary.address)
    }

    /// Runs `test`; whatever it says, no secret is in it.
    #[track_caller]
    fn test(&self, args: &[&str]) -> Run {
        let url = self.url();
        let mut command = Binary::command(["test", "--target", url.as_str()]);
        let run = finished(command.args(args).envs(self.secrets.clone()));
        for (_, secret) in &self.secrets {
            assert!(!run.out.contains(secret) && !run.err.contains(secret), "{}{}", run.out, run.err);
        }
        run
    }
}

fn finished(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn fixtures(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path).display().to_string()
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_sample_suite_keeps_the_demo_sites_contract_in_process_and_over_http() {
    let suite = fixtures("suites/demo.toml");
    let here = finished(&mut Binary::command(["test", suite.as_str(), "--min-coverage", "40"]));
    assert_eq!(here.code, Some(0), "{}{}", here.out, here.err);
    assert!(
        here.out.contains("10 passed, 0 failed") && here.out.contains("coverage of demo-shop"),
        "{}",
        here.out
    );
    let there = served().test(&[&suite]);
    assert_eq!(there.code, Some(0), "{}{}", there.out, there.err);
    assert!(there.out.contains("8 passed, 0 failed, 2 skipped"), "{}", there.out);
}

#[test]
fn a_broken_contract_ends_with_1_and_too_little_coverage_too() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = { path = '/customers/1', key = 'web-shop' }\nexpect = { status = 201 }\n";
    let path = written(folder.path(), "broken.toml", text).display().to_string();
    let run = served().test(&[&path]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("expected 201"), "{}", run.out);
    assert!(run.out.contains("Key=$FLOWGEAR_KEY_WEB_SHOP"), "{}", run.out);
    let sound = written(folder.path(), "sound.toml", &text.replace("201", "200")).display().to_string();
    let site = fixtures("sites/demo.toml");
    let run = finished(&mut Binary::command(["test", &sound, "--site", &site, "--min-coverage", "50"]));
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert!(run.out.contains("not reached: `Get customer` by `shop-test` in Test"), "{}", run.out);
    assert!(run.err.contains("the coverage is below 50%"), "{}", run.err);
}

#[test]
fn a_secret_that_is_not_there_ends_with_2_and_names_the_variable() {
    let served = served();
    let url = served.url();
    let suite = fixtures("suites/demo.toml");
    let run =
        finished(&mut Binary::command(["test", "--target", &url, &suite, "--secret", "web-shop=MY_KEY"]));
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("`MY_KEY` for the primary secret of the key `web-shop`"), "{}", run.err);
    assert!(run.err.contains("`FLOWGEAR_KEY_PARTNERS`"), "{}", run.err);
    let secret = served.secrets[0].1.clone();
    let misplaced = format!("web-shop={secret}");
    for said in [misplaced.as_str(), secret.as_str()] {
        let run = finished(&mut Binary::command(["test", "--target", &url, &suite, "--secret", said]));
        assert_eq!(run.code, Some(2));
        assert!(!run.err.contains(&secret), "{}", run.err);
    }
}

#[test]
fn what_cannot_be_run_ends_with_2_and_says_what_to_do() {
    let demo = fixtures("suites/demo.toml");
    let of = |args: &[&str]| finished(&mut Binary::command(["test"].iter().chain(args)));
    let cases: [(&[&str], &str); 5] = [
        (&[], "--generate SITE -o suite.toml"),
        (&["no-such.toml"], "`no-such.toml` does not exist"),
        (&[&fixtures("suites/broken.toml")], "nothing was run"),
        (&[&demo, "--filter", "no case has this"], "no case is left to run"),
        (&[&demo, "--target", "http://user:word@localhost"], "holds credentials"),
    ];
    for (args, said) in cases {
        let run = of(args);
        assert_eq!(run.code, Some(2), "{args:?} {}{}", run.out, run.err);
        assert!(run.err.contains(said), "{args:?} {}", run.err);
        assert!(!run.err.contains("user:word"), "{}", run.err);
    }
    let folder = tempfile::tempdir().unwrap();
    let text = "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = { path = '/a', key = 'web-shup' }\n";
    let path = written(folder.path(), "names.toml", text).display().to_string();
    let run = of(&[&path, "--site", &fixtures("sites/demo.toml")]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("names.toml:4: the site has no key `web-shup`; did you mean `web-shop`?"),
        "{}",
        run.err
    );
}

#[test]
fn a_run_in_which_every_case_was_skipped_is_not_green() {
    let run = served().test(&[&fixtures("suites/demo.toml"), "--filter", "and then no longer"]);
    assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
    assert!(run.out.contains("1 skipped") && run.err.contains("nothing is proven"), "{}{}", run.out, run.err);
}

#[test]
fn the_matrix_over_http_asks_what_a_target_can_show() {
    let site = fixtures("sites/demo.toml");
    let run = served().test(&["--matrix", &site, "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["failed"], 0);
    assert!(json["passed"].as_u64().unwrap() > 100, "{}", json["passed"]);
    assert!(json["skipped"].as_u64().unwrap() > 10, "the clock of another's site is not ours");
    let modern = fixtures("sites/modern.toml");
    let here = finished(&mut Binary::command(["test", "--matrix", &modern]));
    assert_eq!(here.code, Some(0), "{}", here.out);
}

#[test]
fn a_modern_site_over_http_keeps_its_rules_too() {
    let site = fixtures("sites/modern.toml");
    let mut binary = Binary::serve(["--mint", site.as_str()]);
    let url = format!("http://{}", binary.address);
    let mut command = Binary::command(["test", "--matrix", &site, "--target", &url]);
    for _ in 0..2 {
        let line = binary.next_line();
        let words: Vec<&str> = line.split(' ').collect();
        command.env(format!("FLOWGEAR_KEY_{}", words[1].to_uppercase().replace('-', "_")), words[2]);
    }
    let run = finished(&mut command);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("D key-disabled"), "{}", run.out);
}

#[test]
fn a_site_that_no_longer_keeps_the_rules_breaks_the_matrix() {
    let folder = tempfile::tempdir().unwrap();
    let demo = std::fs::read_to_string(fixtures("sites/demo.toml")).unwrap();
    let other =
        demo.replace("workflows = [\"Receive order document\", \"Payment notice\"]", "workflows = [\"*\"]");
    let site = written(folder.path(), "other.toml", &other).display().to_string();
    let run = served().test(&["--matrix", &site, "--filter", "partners"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("expected none") && run.out.contains("not-permitted"), "{}", run.out);
}

#[test]
fn drift_is_told_in_a_form_that_a_site_file_takes() {
    let folder = tempfile::tempdir().unwrap();
    let demo = std::fs::read_to_string(fixtures("sites/demo.toml")).unwrap();
    let other = demo.replace("Cape Town\",\n  \"environment", "Paarl\",\n  \"environment");
    assert_ne!(demo, other);
    let site = written(folder.path(), "site.toml", &other);
    let suite = fixtures("suites/demo.toml");
    let run =
        served().test(&[&suite, "--drift", &site.display().to_string(), "--filter", "a customer is found"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("json value at $.city: stub \"Paarl\", real \"Cape Town\""), "{}", run.out);
    let table = run
        .out
        .split_once("[[workflow.reply]]")
        .map(|(_, table)| format!("[[workflow.reply]]{table}"))
        .unwrap();
    let mended = other.replacen("[[workflow.reply]]", &format!("{table}\n[[workflow.reply]]"), 1);
    std::fs::write(&site, mended).unwrap();
    let run =
        served().test(&[&suite, "--drift", &site.display().to_string(), "--filter", "a customer is found"]);
    assert_eq!(run.code, Some(0), "the printed table ends the drift: {}{}", run.out, run.err);
}

#[test]
fn what_was_recorded_runs_again_and_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let served = served();
    let suite = fixtures("suites/demo.toml");
    let cases = folder.path().join("recorded.toml").display().to_string();
    let run = served.test(&[&suite, "--record", &cases]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let text = std::fs::read_to_string(&cases).unwrap();
    assert!(text.contains("regex = ") && text.contains("reason = \"unknown-key\""), "{text}");
    let again = served.test(&[&cases]);
    assert_eq!(again.code, Some(0), "{}{}\n{text}", again.out, again.err);
    let twice = served.test(&[&suite, "--record", &cases]);
    assert_eq!(twice.code, Some(2), "a file that is there is not written over");
    let stubs = folder.path().join("stubs.toml").display().to_string();
    let run = served.test(&[&suite, "--record", &stubs, "--record-stub"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let text = std::fs::read_to_string(&stubs).unwrap();
    assert!(text.contains("[[workflow.reply]]\nwhen = { inputs.id = \"123\" }"), "{text}");
    for (_, secret) in &served.secrets {
        assert!(!text.contains(secret));
    }
}

#[test]
fn nobody_at_the_address_is_a_broken_case_with_its_cause() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let suite = fixtures("suites/demo.toml");
    let mut command = Binary::command(["test", &suite, "--target", &url, "--filter", "no key has"]);
    let run = finished(&mut command);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("no answer:"), "{}", run.out);
}

#[test]
fn a_first_suite_is_written_and_passes_from_where_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.toml").display().to_string();
    let site = fixtures("sites/modern.toml");
    let run = finished(&mut Binary::command(["test", "--generate", &site, "-o", &path]));
    assert_eq!(run.code, Some(0), "{}", run.err);
    let run = finished(&mut Binary::command(["test", &path]));
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
}

#[test]
fn suites_run_at_once_and_are_reported_in_the_order_they_were_named() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..8)
        .map(|n| {
            let text = format!("[suite]\nname = 'number {n}'\n[[case]]\nname = 'a'\nrequest = {{ path = '/customers/{n}', key = 'web-shop' }}\n");
            written(folder.path(), &format!("{n}.toml"), &text).display().to_string()
        })
        .collect();
    let site = fixtures("sites/demo.toml");
    let mut command = Binary::command(["test", "--site", &site, "--format", "json", "--jobs", "4"]);
    let run = finished(command.args(&names));
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let told: Vec<_> =
        json["suites"].as_array().unwrap().iter().map(|suite| suite["name"].as_str().unwrap()).collect();
    assert_eq!(told, (0..8).map(|n| format!("number {n}")).collect::<Vec<_>>());
}
