//! What a person types and reads, kept as files. `SNAPSHOTS=overwrite` writes them anew.

use std::path::PathBuf;

use snapbox::{Data, assert_data_eq};

use super::localgear;

/// Runs each command in the folder of the fixtures and compares all that is said with the file of that name.
#[track_caller]
fn transcript(name: &str, commands: &[&[&str]]) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    for command in commands {
        let words = command.iter().map(|word| match word.contains(' ') {
            true => format!("'{word}'"),
            false => (*word).to_owned(),
        });
        let words: Vec<String> = words.collect();
        let mut started = localgear(*command);
        let run = started.current_dir(root.join("fixtures/sites")).env("COLUMNS", "100").output().unwrap();
        let [out, err] = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        text.push_str(&format!("$ localgear {}\n{out}", words.join(" ")));
        text.push_str(&err.lines().map(|line| format!("! {line}\n")).collect::<String>());
        text.push_str(&format!("? {}\n\n", run.status.code().unwrap()));
    }
    let file = root.join("tests/it/cli/transcripts").join(name);
    assert_data_eq!(text, Data::read_from(&file, None).raw());
}

#[test]
fn a_sound_site_a_clashing_one_and_a_broken_one_are_checked() {
    transcript(
        "check.txt",
        &[
            &["check", "demo.toml"],
            &["check", "clash.toml"],
            &["check", "broken.toml"],
            &["check", "no-such.toml"],
        ],
    );
}

#[test]
fn calls_of_the_modern_site_are_explained() {
    transcript(
        "explain.txt",
        &[
            &["explain", "GET", "/customers/7", "demo.toml", "--key", "web-shop"],
            &["explain", "GET", "/customer/7?auth-key=nobody-has-this", "demo.toml"],
            &["explain", "POST", "/customers/7", "demo.toml", "--key", "web-shop"],
            &["explain", "GET", "/things/another", "clash.toml"],
        ],
    );
}

#[test]
fn a_suite_that_is_kept_one_that_is_broken_and_a_matrix_are_told() {
    transcript(
        "test.txt",
        &[
            &["test", "../suites/demo.toml"],
            &["test", "../suites/broken.toml"],
            &["test", "--matrix", "modern.toml"],
            &["test"],
        ],
    );
}

#[test]
fn what_is_typed_wrongly_is_answered_with_advice() {
    transcript(
        "errors.txt",
        &[
            &["sevre"],
            &["serve", "--adr", "127.0.0.1:0"],
            &["serve", "--addr", "nowhere", "demo.toml"],
            &["key", "disable", "demo.toml", "web-shup"],
        ],
    );
}
