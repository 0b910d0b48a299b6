//! A site served by the real binary, and calls to it.

use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A running `localgear serve`; ended when it is dropped.
pub(crate) struct Served {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
    secret: String,
}

/// What came back.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Served {
    /// Serves a site file whose first key gets a secret for the run.
    pub(crate) fn start(site: &Path) -> Self {
        let mut child = command(site.parent().unwrap())
            .args(["serve", "site.toml", "--addr", "127.0.0.1:0", "--mint", "--quiet"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let address = line(&mut stdout).strip_prefix("listening on http://").unwrap().to_owned();
        let secret = line(&mut stdout).rsplit(' ').next().unwrap().to_owned();
        Self { child, stdout, address, secret }
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// A call with the first key.
    pub(crate) fn call(&self, method: &str, target: &str) -> Got {
        self.send(method, target, &format!("Authorization: Key={}\r\n", self.secret))
    }

    /// A call with these header lines.
    pub(crate) fn send(&self, method: &str, target: &str, headers: &str) -> Got {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Got { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// The journal's entries.
    pub(crate) fn journal(&self) -> Vec<Value> {
        let got = self.send("GET", "/__localgear/journal", "");
        let journal: Value = serde_json::from_str(&got.body).unwrap();
        journal["entries"].as_array().unwrap().clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        // Read to its end, so that the child is not blamed for a broken pipe.
        self.stdout.read_to_string(&mut String::new()).ok();
    }
}

fn line(from: &mut impl std::io::BufRead) -> String {
    let mut line = String::new();
    from.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// The binary, working in that folder and keeping its compiled code there.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
    command.current_dir(folder).env("LOCALGEAR_POLICY_CACHE", folder.join("cache"));
    command
}

/// Runs the binary to its end: status, standard output, standard error.
pub(crate) fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let done = command(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code().unwrap(), text(&done.stdout), text(&done.stderr))
}
