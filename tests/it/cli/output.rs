//! How results leave: to a reader that goes away, to no terminal, and what cannot be written is said.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use super::{fixture, localgear, run};

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/plugins/no-querystring-keys/no-querystring-keys.wasm");
    for args in [
        &["schema"][..],
        &["man"][..],
        &["completions", "bash"][..],
        &["policy", "inspect", policy][..],
        &["policy", "bench", policy, "--seconds", "0"][..],
    ] {
        let mut started = localgear(args.iter().copied());
        let mut child = started.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}

#[test]
fn there_is_no_colour_where_no_terminal_is_even_without_no_color() {
    let broken = fixture("broken.toml");
    let mut started = localgear(["check".as_ref(), broken.as_os_str()]);
    let output = started.env_remove("NO_COLOR").output().unwrap();
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
}

#[test]
fn completions_and_the_man_page_name_the_subcommands() {
    for args in [&["completions", "bash"][..], &["completions", "fish"][..], &["man"][..]] {
        let text = run(args.iter().copied()).out;
        for name in ["serve", "explain", "check", "key", "schema"] {
            assert!(text.contains(name), "{args:?}: {name}");
        }
    }
}

#[test]
fn results_go_to_standard_output_and_remarks_beside_them() {
    let mut started = localgear(["serve", "--addr", "127.0.0.1:0"]);
    let mut child = started.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let lines: Vec<String> = out.lines().take(4).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lines[0].starts_with("listening on http://127.0.0.1:"));
    assert!(lines[1..].iter().all(|line| line.starts_with("key ")), "{lines:?}");
}
