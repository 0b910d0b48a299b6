//! The real binary, serving until it is dropped.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};

use super::wire::Call;

/// `localgear serve`, with what it printed when it started.
pub(crate) struct Binary {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) first_line: String,
    pub(crate) address: SocketAddr,
}

impl Binary {
    /// The binary with these arguments, not yet started; nothing of this process's environment reaches it.
    pub(crate) fn command<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
        command.args(args).env_clear();
        command
    }

    /// Serves on a free port.
    pub(crate) fn serve<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Self {
        Self::start(Self::command(["serve", "--addr", "127.0.0.1:0"]).args(args))
    }

    pub(crate) fn start(command: &mut Command) -> Self {
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first_line = String::new();
        out.read_line(&mut first_line).unwrap();
        let address = first_line.trim().rsplit("//").next().and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            panic!("not serving: {first_line}{err}");
        };
        Self { child, out, first_line, address }
    }

    pub(crate) fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    pub(crate) fn call(&self, method: &str, target: &str) -> Call {
        Call::new(self.address, method, target)
    }

    /// Sends a signal by its name, as a person would.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for the end: its status, and what it said on standard error.
    pub(crate) fn end(&mut self) -> (Option<i32>, String) {
        let mut err = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut err).unwrap();
        }
        (self.child.wait().unwrap().code(), err)
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
