//! Signals, and who outlives whom. Standard output tells: it ends when the last process that has it is gone.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

use super::{Folder, shell};
use crate::harness::PATIENCE;

/// Longer than anybody waits here: what sleeps so long was not ended by us.
const FOREVER: &str = "sleep 60";

/// A command that runs, with what it prints.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn signal(&self, name: &str) {
        signal(name, self.child.id());
    }

    /// Everything until the last process that could print is gone, which must be soon.
    fn rest(&mut self) -> String {
        #[expect(clippy::disallowed_methods, reason = "how long it took is what is asked")]
        let begun = Instant::now();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert!(begun.elapsed() < PATIENCE, "something lived on");
        rest
    }

    fn status(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status();
    assert!(sent.unwrap().success());
}

#[test]
fn each_signal_reaches_the_command_once_and_its_answer_is_ours() {
    for name in ["INT", "TERM", "HUP", "QUIT"] {
        let folder = Folder::new();
        let script = format!("trap 'echo got {name}; exit 7' {name}; echo ready; {FOREVER} & wait; wait");
        let mut running = Running::start(folder.command(&[], &script));
        assert_eq!(running.line(), "ready");
        running.signal(name);
        assert_eq!(running.rest(), format!("got {name}\n"));
        assert_eq!(running.status(), Some(7));
    }
}

#[test]
fn a_signal_that_the_command_does_not_handle_ends_it_as_it_would_without_us() {
    let folder = Folder::new();
    let mut running = Running::start(folder.command(&[], "echo ready; sleep 60"));
    assert_eq!(running.line(), "ready");
    running.signal("TERM");
    assert_eq!(running.rest(), "");
    assert_eq!(running.status(), Some(143));
}

#[test]
fn a_command_that_carries_on_after_a_signal_is_waited_for() {
    let folder = Folder::new();
    // `wait` gives way to a trap, which `read` need not do.
    let script = format!(
        "trap 'got=1; echo once' TERM; echo ready; {FOREVER} & while [ -z \"$got\" ]; do wait; done; read line; \
         echo \"$line\"; exit 0"
    );
    let mut command = folder.command(&[], &script);
    command.stdin(Stdio::piped());
    let mut running = Running::start(command);
    assert_eq!(running.line(), "ready");
    running.signal("TERM");
    assert_eq!(running.line(), "once");
    // The input is given only now, so the command is sure to have had the signal before it goes on.
    std::io::Write::write_all(&mut running.child.stdin.take().unwrap(), b"and on\n").unwrap();
    assert_eq!(running.rest(), "and on\n");
    assert_eq!(running.status(), Some(0));
}

#[test]
fn what_a_command_leaves_behind_is_ended_and_calls_that_run_are_finished_first() {
    let folder = Folder::new();
    let script = format!("({FOREVER} & ); get /customers/1; echo done");
    let mut running = Running::start(folder.command(&[], &script));
    assert_eq!(running.line(), "done");
    assert_eq!(running.rest(), "");
    assert_eq!(running.status(), Some(0));
}

#[test]
fn what_is_left_behind_and_does_not_want_to_end_is_killed() {
    let folder = Folder::new();
    let script = format!("(trap '' TERM; {FOREVER}; {FOREVER}) & echo done");
    let mut running = Running::start(folder.command(&[], &script));
    assert_eq!((running.line(), running.rest()), ("done".to_owned(), String::new()));
    assert_eq!(running.status(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_that_was_run_outlives_us_even_when_we_are_killed() {
    let folder = Folder::new();
    let script = format!("(trap '' TERM INT HUP; {FOREVER}) & echo ready; {FOREVER}");
    let mut running = Running::start(folder.command(&[], &script));
    assert_eq!(running.line(), "ready");
    running.signal("KILL");
    assert_eq!(running.rest(), "");
}

#[test]
#[cfg(target_os = "linux")]
fn we_end_when_our_own_parent_is_killed_and_so_does_what_we_run() {
    let folder = Folder::new();
    let script = format!("$LOCALGEAR exec -- sh -c 'echo ready; {FOREVER}' & wait");
    let mut running = Running::start(shell(folder.folder.path(), &script));
    assert_eq!(running.line(), "ready");
    running.signal("KILL");
    assert_eq!(running.rest(), "");
}

#[test]
#[cfg(target_os = "linux")]
fn whoever_ignores_the_hangup_goes_on_without_a_parent() {
    let folder = Folder::new();
    let script = "trap '' HUP; (echo $$ > parent; exec $LOCALGEAR exec -- sh -c 'echo ready; read line < gate; echo on') & wait";
    let made = Command::new("mkfifo").arg(folder.path("gate")).status().unwrap();
    assert!(made.success());
    let mut running = Running::start(shell(folder.folder.path(), script));
    assert_eq!(running.line(), "ready");
    running.signal("KILL");
    running.child.wait().unwrap();
    folder.write("gate", "go\n");
    assert_eq!(running.rest(), "on\n");
}

#[test]
fn several_at_once_do_not_disturb_one_another() {
    let folder = Folder::new();
    folder.write("contract.toml", "[[call]]\nworkflow = 'Get customer'\nexactly = 3\n");
    let script = "get /customers/1; get /customers/2; get /customers/3; echo $FLOWGEAR_URL";
    let start = |_| Running::start(folder.command(&["--expect", "contract.toml"], script));
    let mut all: Vec<Running> = (0..4).map(start).collect();
    let mut urls: Vec<String> = all.iter_mut().map(Running::rest).collect();
    assert!(all.iter_mut().all(|running| running.status() == Some(0)));
    urls.sort();
    urls.dedup();
    assert_eq!(urls.len(), 4, "each has a port of its own");
}

#[test]
fn a_signal_that_was_ignored_when_we_were_started_stays_ignored() {
    let folder = Folder::new();
    let script = "trap '' INT; $LOCALGEAR exec -- sh -c 'kill -INT $$; echo alive'";
    let run = shell(folder.folder.path(), script).output().unwrap();
    assert_eq!(String::from_utf8(run.stdout).unwrap(), "alive\n");
}
