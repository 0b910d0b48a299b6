//! What `exec` ends with.

use super::super::{localgear, outcome, run};
use super::{Folder, shell};

#[test]
fn the_commands_status_is_ours() {
    let folder = Folder::new();
    for status in [0, 1, 2, 3, 77, 255] {
        assert_eq!(folder.exec(&[], &format!("exit {status}")).code, Some(status));
    }
}

#[test]
fn a_command_that_a_signal_ended_gives_128_and_its_number() {
    let folder = Folder::new();
    for (signal, status) in [("KILL", 137), ("TERM", 143), ("INT", 130), ("SEGV", 139)] {
        assert_eq!(
            folder.exec(&[], &format!("ulimit -c 0; kill -{signal} $$")).code,
            Some(status),
            "{signal}"
        );
    }
}

#[test]
fn a_command_that_succeeds_and_breaks_the_contract_gives_1_and_its_own_failure_stays_its_own() {
    let folder = Folder::new();
    let refused = "curl --silent --output /dev/null $FLOWGEAR_URL/customers/1";
    let broken = folder.exec(&[], refused);
    assert_eq!(broken.code, Some(1), "{}", broken.err);
    assert!(broken.err.contains("✗ no call is refused"), "{}", broken.err);
    assert_eq!(folder.exec(&[], &format!("{refused}; exit 7")).code, Some(7));
    assert_eq!(folder.exec(&["--allow", "refused-calls"], refused).code, Some(0));
}

#[test]
fn the_demo_site_serves_where_no_file_is_named() {
    let run = run([
        "exec",
        "--",
        "sh",
        "-c",
        "curl -s $FLOWGEAR_URL/customers/404 -H \"Authorization: Key=$FLOWGEAR_KEY\"",
    ]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), "{\"Message\": \"There is no customer 404.\"}"),
        "{}",
        run.err
    );
}

#[test]
fn the_commands_streams_are_untouched_and_our_words_come_after_it_on_standard_error() {
    let folder = Folder::new();
    let run = folder.exec(&[], "printf 'out'; printf 'err\n' >&2; get /customers/1");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "out"));
    assert!(run.err.starts_with("err\nlocalgear: the contract was kept: 1 call;"), "{}", run.err);
    let piped =
        shell(folder.folder.path(), "printf 'in' | $LOCALGEAR exec -- cat | tr a-z A-Z").output().unwrap();
    assert_eq!(outcome(piped).out, "IN");
}

#[test]
fn a_script_that_stops_at_the_first_failure_stops_at_ours() {
    let folder = Folder::new();
    let script = "set -e; $LOCALGEAR exec -- true; echo on; $LOCALGEAR exec -- false; echo never";
    let run = outcome(shell(folder.folder.path(), script).output().unwrap());
    assert_eq!((run.code, run.out.as_str()), (Some(1), "on\n"));
}

#[test]
fn what_cannot_be_started_is_2_with_advice() {
    let folder = Folder::new();
    let broken = folder.write("broken.toml", "[site]\nnam = 'x'\n");
    let contract = folder.write("contract.toml", "[[call]]\nworkflow = 'None'\n");
    let site = folder.path("site.toml");
    let site = site.to_str().unwrap();
    for (args, advice) in [
        (vec!["--", "no-such-command-here"], "check its name and `PATH`"),
        (vec!["--", "/etc/passwd"], "permission denied"),
        (vec![broken.to_str().unwrap(), "--", "true"], "did you mean `name`?"),
        (vec!["/nowhere/site.toml", "--", "true"], "does not exist"),
        (vec![site, "--expect", contract.to_str().unwrap(), "--", "true"], "no Workflow is named `None`"),
        (vec![site, "--expect", "/nowhere/contract.toml", "--", "true"], "does not exist"),
        (vec![site, "--key", "crn", "--", "true"], "did you mean `crm`?"),
        (vec![site, "--allow", "refused-cals", "--", "true"], "did you mean `refused-calls`?"),
        (vec![site, "--report", "/nowhere/report.xml", "--", "true"], "make it first"),
        (vec![site, "--min-coverage", "101", "--", "true"], "101"),
        (vec![site], "--"),
    ] {
        let run = run(["exec"].iter().copied().chain(args.iter().copied()));
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert!(run.err.contains(advice), "{args:?}: {}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn nothing_runs_where_something_is_wrong_before_it() {
    let folder = Folder::new();
    let run = outcome(
        localgear(["exec", "--report", "/nowhere/report.xml", "--", "touch", "ran"])
            .current_dir(folder.folder.path())
            .output()
            .unwrap(),
    );
    assert_eq!(run.code, Some(2));
    assert!(!folder.path("ran").exists());
}
