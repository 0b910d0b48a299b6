//! `localgear lint`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Run, localgear, outcome};

/// A key that nobody has.
const KEY: &str = "q7Hs92LmPz0aRtVbN3xW5cYd";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.replace("KEY", KEY)).unwrap();
    }
    folder
}

/// Lints in a folder.
fn lint(folder: &Path, args: &[&str]) -> Run {
    outcome(localgear(["lint"]).args(args).current_dir(folder).output().unwrap())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err))
}

fn rules(run: &Run) -> Vec<String> {
    let report = json(run);
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

/// Something to find.
const LEAK: (&str, &str) =
    ("leak.txt", "see https://mycompany.flowgear.net/customers/1?auth-key=KEY there\n");

#[test]
fn a_clean_folder_ends_with_0_and_a_leaky_one_with_1() {
    let clean = folder(&[("a.txt", "nothing\n")]);
    let run = lint(clean.path(), &["."]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "no findings in 1 file\n", ""));
    let leaky = folder(&[LEAK]);
    let run = lint(leaky.path(), &["."]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.contains("error[key-in-query]") && run.out.contains("--> leak.txt:1:"), "{}", run.out);
}

#[test]
fn no_form_of_the_report_holds_the_key_and_each_passes_the_linter_itself() {
    let leaky = folder(&[LEAK, ("b.log", "x GET http://h.example/a?b=1&auth-key=KEY HTTP/1.1\n")]);
    let reports = folder(&[]);
    for (format, name) in [
        ("human", "r.txt"),
        ("json", "r.json"),
        ("sarif", "r.sarif"),
        ("junit", "r.xml"),
        ("github", "g.txt"),
    ] {
        let file = reports.path().join(name);
        let run = lint(
            leaky.path(),
            &[".", "--format", format, "--output", file.to_str().unwrap(), "--show-filtered"],
        );
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{}", run.err);
        assert!(!fs::read_to_string(&file).unwrap().contains(KEY), "{format}");
    }
    let own = lint(reports.path(), &["."]);
    assert_eq!(own.code, Some(0), "{}", own.out);
}

#[test]
fn the_report_is_the_same_with_any_number_of_threads() {
    let many: Vec<(String, String)> = (0..40)
        .map(|at| {
            (format!("d{}/f{at}.txt", at % 5), format!("{}https://h/x{at}?auth-key=KEY\n", "\n".repeat(at)))
        })
        .collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let many = folder(&many);
    let one = lint(many.path(), &[".", "--format", "json", "--threads", "1"]);
    let eight = lint(many.path(), &[".", "--format", "json", "--threads", "8"]);
    assert_eq!(rules(&one).len(), 40);
    assert_eq!(one.out, eight.out);
}

#[test]
fn only_what_weighs_enough_fails_the_run_and_a_job_that_only_reports_never_does() {
    let leaky = folder(&[("a.txt", "# localgear: ignore[key-in-query] old\nnothing\n")]);
    assert_eq!(lint(leaky.path(), &["."]).code, Some(1), "a warning");
    assert_eq!(lint(leaky.path(), &[".", "--fail-on", "error"]).code, Some(0));
    assert_eq!(lint(leaky.path(), &[".", "--exit-zero"]).code, Some(0));
}

#[test]
fn standard_input_is_read_and_named_by_what_it_is_said_to_be() {
    let mut command = localgear(["lint", "-", "--stdin-filename", "some/notes.txt", "--format", "json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let text = LEAK.1.replace("KEY", KEY);
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
    let run = outcome(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert_eq!(json(&run)["findings"][0]["path"], "some/notes.txt");
}

#[test]
fn what_is_said_wrongly_is_2_with_advice() {
    let leaky = folder(&[LEAK, ("site.toml", "[site]\nnam = 'x'\n"), ("base.json", "{}")]);
    for (args, advice) in [
        (&["no-such"][..], "`no-such` does not exist; check the path"),
        (&[".", "--site", "no-such.toml"], "does not exist"),
        (&[".", "--site", "site.toml"], "`localgear check` says what is wrong"),
        (&[".", "--baseline", "base.json"], "`--write-baseline FILE` makes one"),
        (&["--rule", "key-in-qery"], "did you mean `key-in-query`?"),
        (&["-", "--fix"], "add `--diff`"),
        (&["-", "--history"], "standard input has no history"),
        (&[".", "--threads", "0"], "--threads"),
        (&[], "<PATH>"),
    ] {
        let run = lint(leaky.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.err.contains(advice) && run.out.is_empty(), "{args:?}: {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_told_and_makes_the_run_3() {
    use std::os::unix::fs::symlink;
    let leaky = folder(&[LEAK]);
    symlink("nowhere", leaky.path().join("gone.txt")).unwrap();
    let run = lint(leaky.path(), &["gone.txt", "leak.txt", "--format", "json"]);
    assert_eq!(run.code, Some(3), "{}{}", run.out, run.err);
    assert_eq!(rules(&run), ["key-in-query"]);
    assert_eq!(json(&run)["skipped"][0]["path"], "gone.txt");
}

#[test]
fn a_rule_explains_itself() {
    let run = lint(Path::new("."), &["--rule", "key-in-query"]);
    assert_eq!(run.code, Some(0));
    assert!(run.out.starts_with("# key-in-query\n") && run.out.contains("CWE-598"), "{}", run.out);
}

#[test]
fn what_is_set_aside_is_counted_and_shown_when_asked_for() {
    let docs = folder(&[("a.txt", "https://mycompany.flowgear.net/x?auth-key=your-auth-key\n")]);
    let run = lint(docs.path(), &["."]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), "no findings in 1 file; 1 set aside\n"));
    let shown = lint(docs.path(), &[".", "--show-filtered"]);
    assert!(shown.out.starts_with("set aside: placeholder\n --> a.txt:1:"), "{}", shown.out);
}

#[test]
fn a_site_says_whose_key_it_is() {
    let text = crate::lint::rules::site_text();
    let key = crate::lint::rules::secret("orders");
    let leak = format!("https://mycompany.flowgear.net/customers/1?auth-key={key}\n");
    let known = folder(&[("site.toml", text.as_str()), ("a.txt", leak.as_str())]);
    let run = lint(known.path(), &["a.txt", "--site", "site.toml", "--format", "json"]);
    let finding = &json(&run)["findings"][0];
    assert!(
        finding["message"].as_str().unwrap().starts_with("key `orders-prod` (primary, Production)"),
        "{finding}"
    );
    assert!(!run.out.contains(&key));
}

#[test]
fn what_the_baseline_knows_is_left_out_until_it_is_gone() {
    let leaky = folder(&[LEAK]);
    let at = leaky.path();
    let written = lint(at, &[".", "--write-baseline", "base.json"]);
    assert_eq!(written.code, Some(0), "{}{}", written.out, written.err);
    let text = fs::read_to_string(at.join("base.json")).unwrap();
    assert!(!text.contains(KEY) && text.contains("\"path\":\"leak.txt\""), "{text}");
    let known = lint(at, &[".", "--baseline", "base.json"]);
    assert_eq!((known.code, known.out.as_str()), (Some(0), "no findings in 1 file; 1 in the baseline\n"));
    // Moved in its file and to another one.
    fs::remove_file(at.join("leak.txt")).unwrap();
    fs::write(at.join("moved.txt"), format!("\n\n\n{}", LEAK.1.replace("KEY", KEY))).unwrap();
    assert_eq!(lint(at, &[".", "--baseline", "base.json", "--strict"]).code, Some(0));
    fs::write(at.join("new.txt"), "https://h.example/y?auth-key=Zx81QwEr77TyUiOp55").unwrap();
    let new = lint(at, &[".", "--baseline", "base.json", "--format", "json"]);
    assert_eq!((new.code, rules(&new).len()), (Some(1), 1));
    fs::remove_file(at.join("moved.txt")).unwrap();
    fs::remove_file(at.join("new.txt")).unwrap();
    let stale = lint(at, &[".", "--baseline", "base.json"]);
    assert_eq!(stale.code, Some(0));
    assert!(stale.out.contains("the baseline knows `key-in-query` in `leak.txt`"), "{}", stale.out);
    assert_eq!(lint(at, &[".", "--baseline", "base.json", "--strict"]).code, Some(1));
}

#[test]
fn an_inline_ignore_with_a_reason_suppresses_and_an_idle_one_can_be_removed() {
    let text = "# localgear: ignore[key-in-query] ticket 4711\nhttps://h.example/x?auth-key=KEY\n# localgear: ignore[key-in-log] gone\nend\n";
    let files = folder(&[("a.txt", text)]);
    let run = lint(files.path(), &[".", "--format", "json"]);
    assert_eq!(rules(&run), ["unused-ignore"]);
    let diff = lint(files.path(), &[".", "--fix", "--diff"]);
    assert!(diff.out.contains("-# localgear: ignore[key-in-log] gone\n"), "{}", diff.out);
    assert!(!diff.out.contains(KEY), "{}", diff.out);
    assert_eq!(
        fs::read_to_string(files.path().join("a.txt")).unwrap(),
        text.replace("KEY", KEY),
        "nothing is written"
    );
    let fixed = lint(files.path(), &[".", "--fix"]);
    assert_eq!(fixed.code, Some(0), "{}", fixed.out);
    assert!(fixed.out.contains("1 mended"), "{}", fixed.out);
    let kept = fs::read_to_string(files.path().join("a.txt")).unwrap();
    assert_eq!(kept, text.replace("KEY", KEY).replace("# localgear: ignore[key-in-log] gone\n", ""));
}

fn git(folder: &Path, args: &[&str]) {
    let nowhere = folder.join("none");
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(args);
    git.env("GIT_CONFIG_GLOBAL", &nowhere).env("GIT_CONFIG_SYSTEM", &nowhere);
    assert!(git.output().unwrap().status.success(), "{args:?}");
}

#[test]
fn the_history_has_what_files_no_longer_have_each_with_its_commit_and_once() {
    let files = folder(&[LEAK]);
    let at = files.path();
    git(at, &["init", "-q", "-b", "main"]);
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "first"]);
    fs::write(at.join("leak.txt"), format!("more\n{}", LEAK.1.replace("KEY", KEY))).unwrap();
    git(at, &["commit", "-qam", "edited"]);
    git(at, &["mv", "leak.txt", "renamed.txt"]);
    git(at, &["commit", "-qm", "call https://h.example/z?auth-key=Zx81QwEr77TyUiOp55 instead"]);
    git(at, &["rm", "-q", "renamed.txt"]);
    git(at, &["commit", "-qm", "gone"]);
    git(at, &["tag", "-am", "was https://h.example/t?auth-key=Mn45BvCx12ZaSdFg90", "v1"]);
    let now = lint(at, &["."]);
    assert_eq!(now.code, Some(0), "{}", now.out);
    let run = lint(at, &[".", "--history", "--format", "json"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let report = json(&run);
    let told: Vec<(&str, bool)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["path"].as_str().unwrap(), finding["revision"].is_string()))
        .collect();
    assert_eq!(told, [("(commit message)", true), ("(tag message)", true), ("leak.txt", true)]);
    let live = folder(&[LEAK]);
    let there = json(&lint(live.path(), &[".", "--format", "json"]));
    assert_eq!(
        there["findings"][0]["fingerprint"], report["findings"][2]["fingerprint"],
        "the same in every mode"
    );
    let nowhere = lint(live.path(), &[".", "--history"]);
    assert_eq!(nowhere.code, Some(2));
    assert!(nowhere.err.contains("is in no git repository"), "{}", nowhere.err);
}

#[test]
fn a_line_that_was_linted_and_the_call_that_it_makes_have_one_fingerprint() {
    let mut served = crate::harness::Binary::serve::<&str>([]);
    let key = served.next_line().strip_prefix("key web-shop ").unwrap().to_owned();
    let reply = served.call("GET", &format!("/customers/123?auth-key={key}")).send();
    assert_eq!(reply.status, 200);
    let journal: Value =
        serde_json::from_str(served.call("GET", "/__localgear/journal").send().text()).unwrap();
    let live = &journal["entries"][0]["findings"][0];
    let line = format!("http://{}/customers/123?auth-key={key}\n", served.address);
    let file = folder(&[("call.txt", line.as_str())]);
    let linted = json(&lint(file.path(), &[".", "--format", "json"]));
    let linted = &linted["findings"][0];
    assert_eq!(
        (&live["rule"], &live["fingerprint"]),
        (&linted["rule"], &linted["fingerprint"]),
        "{live} {linted}"
    );
}

#[test]
fn a_policy_that_is_named_is_asked_about_each_call_and_one_that_lies_in_the_tree_is_not() {
    let policy =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/no-querystring-keys/no-querystring-keys.wasm");
    let leaky = folder(&[LEAK]);
    fs::copy(&policy, leaky.path().join("no-querystring-keys.wasm")).unwrap();
    let alone = lint(leaky.path(), &[".", "--format", "json"]);
    assert_eq!(rules(&alone), ["key-in-query"]);
    let args = [".", "--format", "json", "--policy", policy.to_str().unwrap()];
    let asked = outcome(
        localgear(["lint"]).args(args).current_dir(leaky.path()).env("HOME", leaky.path()).output().unwrap(),
    );
    let told = rules(&asked);
    assert!(
        told.iter().any(|rule| rule.starts_with("policy/no-querystring-keys/")),
        "{told:?} {}",
        asked.err
    );
    assert!(!asked.out.contains(KEY));
    let none = lint(leaky.path(), &[".", "--policy", "leak.txt"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("the policy `leak.txt` cannot be used"), "{}", none.err);
}

#[test]
fn a_policy_is_asked_with_the_settings_that_a_file_has_for_it_and_one_for_nobody_is_refused() {
    let policy =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/no-querystring-keys/no-querystring-keys.wasm");
    let policy = policy.to_str().unwrap();
    let leaky = folder(&[
        LEAK,
        ("except.toml", "[no-querystring-keys]\nexcept = [\"/customers/*\"]\n"),
        ("typo.toml", "[no-querystring-key]\nexcept = []\n"),
        ("wrong.toml", "[no-querystring-keys]\nexcept = 7\n"),
        ("broken.toml", "except = [\n"),
    ]);
    let asked = |settings: &[&str]| {
        let args = [&["leak.txt", "--format", "json", "--policy", policy], settings].concat();
        outcome(
            localgear(["lint"])
                .args(args)
                .current_dir(leaky.path())
                .env("HOME", leaky.path())
                .output()
                .unwrap(),
        )
    };
    let told_by_policy = |run: &Run| rules(run).iter().any(|rule| rule.starts_with("policy/"));
    assert!(told_by_policy(&asked(&[])));
    let excepted = asked(&["--policy-settings", "except.toml"]);
    assert!(!told_by_policy(&excepted), "{}", excepted.out);
    for (file, why) in [
        ("typo.toml", "did you mean `no-querystring-keys`?"),
        ("wrong.toml", "its settings do not fit"),
        ("wrong.toml", "a table `[no-querystring-keys]` of the file that `--policy-settings` names"),
        ("broken.toml", "`broken.toml` holds no settings"),
        ("none.toml", "`none.toml`"),
    ] {
        let run = asked(&["--policy-settings", file]);
        assert_eq!(run.code, Some(2), "{file}: {}", run.err);
        assert!(run.err.contains(why), "{file}: {}", run.err);
    }
}

#[test]
fn a_masked_copy_of_a_log_differs_in_its_keys_alone() {
    let line = "203.0.113.7 - - [01/Mar/2026:09:00:00 +0000] \"GET /x?auth-key=KEY&b=1 HTTP/1.1\" 200 5 \"-\" \"curl\"\r\n";
    let calm = "203.0.113.7 - - [01/Mar/2026:09:00:00 +0000] \"GET /y HTTP/1.1\" 200 5 \"-\" \"caf\u{e9}\"\n";
    let logs = folder(&[("logs/access.log", &format!("{line}{calm}{line}")), ("logs/calm.log", calm)]);
    let run = lint(logs.path(), &["logs", "--redact-to", "masked", "--exit-zero"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let masked = fs::read_to_string(logs.path().join("masked/logs/access.log")).unwrap();
    assert_eq!(masked, format!("{line}{calm}{line}").replace("KEY", "***"));
    assert_eq!(fs::read_to_string(logs.path().join("masked/logs/calm.log")).unwrap(), calm);
    let again = lint(logs.path(), &["masked"]);
    assert_eq!(again.code, Some(0), "{}", again.out);
    let beside = lint(logs.path(), &[".", "--redact-to", "masked", "--format", "json"]);
    assert_eq!(rules(&beside), ["key-in-log"], "the copies themselves are not read");
}
