//! The guard: a process that outlives us just long enough to end what we ran.

use std::io::{self, Read as _};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, getpgrp, kill_current_process_group, kill_process};
use tokio::signal::unix::SignalKind;

use super::leftovers;

/// How the guard calls itself among processes: whoever ends every `localgear` by name must not end it first.
const NAME: &str = "lg-guard";

/// A guard that waits for our end.
pub(super) struct Guard {
    process: Child,
    pid: Pid,
}

impl Guard {
    /// Starts a guard that leads a process group of its own. It ends that group, or, where the command stays in our
    /// group, what carries the marker there.
    pub(super) fn start(shared: Option<Pid>, marker: &str) -> io::Result<Self> {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(ourselves()?);
        command.args([SUBCOMMAND, marker]).env_clear().current_dir("/").process_group(0);
        if let Some(group) = shared {
            command.arg(group.as_raw_nonzero().to_string());
        }
        // It watches its standard input, which ends when we do. Nobody else has the other end.
        let process = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let pid = i32::try_from(process.id()).ok().and_then(Pid::from_raw);
        let pid = pid.ok_or_else(|| io::Error::other("the guard has no process id"))?;
        Ok(Self { process, pid })
    }

    /// Its process, which leads its group.
    pub(super) fn pid(&self) -> Pid {
        self.pid
    }

    /// It is needed no more.
    pub(super) fn dismiss(mut self) {
        // Killed, not asked: its input must not end before it does.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The hidden subcommand that a guard is.
pub const SUBCOMMAND: &str = "__guard";

/// The program that we are, even if its file was replaced meanwhile.
fn ourselves() -> io::Result<std::path::PathBuf> {
    let running = std::path::Path::new("/proc/self/exe");
    if running.exists() { Ok(running.to_owned()) } else { std::env::current_exe() }
}

/// What a guard does: waits until standard input ends, then ends its group, or what carries the marker in the group
/// of that number.
///
/// # Errors
/// Where the system lets no guard stand.
pub fn stand_guard(marker: &str, shared: Option<i32>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let entered = runtime.enter();
    // A signal to the group it leads is for the command; handled, it does not end the guard.
    let kinds = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::quit(),
        SignalKind::user_defined1(),
        SignalKind::user_defined2(),
        SignalKind::alarm(),
        SignalKind::pipe(),
        SignalKind::from_raw(Signal::TSTP.as_raw()),
        SignalKind::from_raw(Signal::TTIN.as_raw()),
        SignalKind::from_raw(Signal::TTOU.as_raw()),
    ];
    let handled: Vec<_> =
        kinds.into_iter().filter_map(|kind| tokio::signal::unix::signal(kind).ok()).collect();
    // The name is a courtesy; there is none where the system has no such file.
    std::fs::write("/proc/self/comm", NAME).ok();
    let mut byte = [0];
    while matches!(io::stdin().read(&mut byte), Ok(1)) {}
    match shared.and_then(Pid::from_raw) {
        Some(group) => {
            for pid in leftovers::members(group, Some(marker)) {
                kill_process(pid, Signal::KILL).ok();
            }
        }
        // Our own group, ourselves included. A group that we do not lead is somebody else's.
        None if getpgrp() == rustix::process::getpid() => {
            kill_current_process_group(Signal::KILL).ok();
        }
        None => {}
    }
    drop(handled);
    drop(entered);
    Ok(())
}
