//! What a person does: the real binary, started.

mod check;
mod explain;
mod key;
mod lint;
mod new_user;
mod output;
mod policy;
mod schema;
mod serve;
mod served;
mod site_with_policies;
mod transcripts;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run came to.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The binary with these arguments, not yet started.
fn localgear<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
    command.args(args).env_remove("RUST_BACKTRACE").env("NO_COLOR", "1");
    command
}

/// What `--help` says.
pub(crate) fn help() -> String {
    run(["--help"]).out
}

/// Runs the binary to its end.
fn run<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    outcome(localgear(args).output().unwrap())
}

fn outcome(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sites").join(name)
}
