//! `localgear exec`, as a CI job starts it.

mod contract;
mod processes;
mod reports;
mod statuses;
mod variables;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Run, localgear, outcome};
use crate::harness::TestSite;

/// What every script here may say: `get PATH`, with the key or with whatever else curl is told.
const WORDS: &str = r#"
get() { curl --silent --output /dev/null -H "Authorization: Key=$FLOWGEAR_KEY" "$FLOWGEAR_URL$@"; }
control() { curl --silent --output /dev/null -X POST "$LOCALGEAR_CONTROL/$@"; }
"#;

/// A folder with the ordinary site in it, for as long as a test runs.
struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        let folder = Self { folder: tempfile::tempdir().unwrap() };
        folder.write("site.toml", &TestSite::draft().text());
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// `exec site.toml OPTIONS -- sh -c SCRIPT`, in the folder, not yet started.
    fn command(&self, options: &[&str], script: &str) -> Command {
        let mut command = with_default_signals(&localgear(["exec", "site.toml"]));
        command.args(options).arg("--").args(["sh", "-c", &format!("{WORDS}{script}")]);
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("NO_PROXY")
            .env_remove("no_proxy");
        command
    }

    fn exec(&self, options: &[&str], script: &str) -> Run {
        outcome(self.command(options, script).output().unwrap())
    }
}

/// The same command, with signals as a terminal's shell gives them. Whoever runs these tests in the background, or
/// under `nohup`, ignores some, and what is ignored stays so in everything that is started.
fn with_default_signals(command: &Command) -> Command {
    if !cfg!(target_os = "linux") {
        let mut same = Command::new(command.get_program());
        same.args(command.get_args());
        return same;
    }
    let mut fresh = Command::new("env");
    fresh.arg("--default-signal=HUP,INT,QUIT,TERM").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => fresh.env(name, value),
            None => fresh.env_remove(name),
        };
    }
    fresh
}

/// Runs a shell script in a folder, with the binary as `$LOCALGEAR`.
fn shell(folder: &Path, script: &str) -> Command {
    let mut command = with_default_signals(&Command::new("sh"));
    command.args(["-c", script]).current_dir(folder).env("LOCALGEAR", env!("CARGO_BIN_EXE_localgear"));
    command.stdin(Stdio::null());
    command
}
