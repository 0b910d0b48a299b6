//! A command that runs in our care: signals reach it once, it ends no later than we do, and what it leaves behind is
//! ended.
//!
//! It gets a process group of its own, led by a guard: a process of ours that does nothing but wait for our end and
//! then ends the group, even where we were killed and could do nothing ourselves. Only in the foreground of a terminal
//! it stays in our group: there the terminal gives its signals to the whole group, and a command in another one could
//! not read what is typed.

mod guard;
mod leftovers;
mod signals;

use std::ffi::OsString;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tokio::process::{Child, Command};
use tokio::runtime::Runtime;

use self::guard::Guard;
use self::leftovers::Litter;
use self::signals::{Event, Signals};

pub use guard::{SUBCOMMAND as GUARD_SUBCOMMAND, stand_guard};

/// How long a command has to end itself once our own parent was killed; then it is killed.
const ORPHAN_GRACE: Duration = Duration::from_secs(5);

/// A command and what it is told.
pub struct Errand {
    /// The program.
    pub program: OsString,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Variables beside those that we have ourselves; they may hold secrets.
    pub variables: Vec<(OsString, OsString)>,
    /// One of them that no other process has: `NAME=value`. What is started from the command is known by it.
    pub marker: String,
}

/// Why a command did not start.
#[derive(Debug, thiserror::Error)]
pub enum ErrandFault {
    /// There is no such program.
    #[error("`{0}` was not found; check its name and `PATH`")]
    NotFound(String),
    /// It is no program, or not for us.
    #[error("`{0}` may not be run: permission denied; check that it is a program and its mode")]
    Forbidden(String),
    /// Arguments and variables together are more than the system takes.
    #[error(
        "`{0}` was not started: its arguments and variables are too long, every key of the site is one; use a smaller site"
    )]
    TooLong(String),
    /// Anything else that the system says.
    #[error("`{program}` was not started: {fault}")]
    System {
        /// Which program.
        program: String,
        /// What the system says.
        fault: io::Error,
    },
}

impl ErrandFault {
    fn of(program: &str, fault: io::Error) -> Self {
        let (program, kind) = (program.to_owned(), fault.kind());
        if kind == io::ErrorKind::NotFound {
            Self::NotFound(program)
        } else if kind == io::ErrorKind::PermissionDenied {
            Self::Forbidden(program)
        } else if kind == io::ErrorKind::ArgumentListTooLong {
            Self::TooLong(program)
        } else {
            Self::System { program, fault }
        }
    }
}

/// A command that runs.
pub struct Ward {
    runtime: Runtime,
    signals: Signals,
    child: Child,
    guard: Option<Guard>,
    litter: Litter,
    pid: Pid,
}

impl std::fmt::Debug for Ward {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ward").field("pid", &self.pid).finish_non_exhaustive()
    }
}

impl Ward {
    /// Starts a command. Its standard streams are ours.
    ///
    /// # Errors
    /// [`ErrandFault`] says why it did not start.
    pub fn start(errand: Errand) -> Result<Self, ErrandFault> {
        let Errand { program, args, variables, marker } = errand;
        let name = program.to_string_lossy().into_owned();
        let system = |fault| ErrandFault::System { program: name.clone(), fault };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(system)?;
        let entered = runtime.enter();
        let signals = Signals::listen().map_err(system)?;
        let shared = leftovers::foreground_group();
        let guard = Guard::start(shared, &marker).map_err(system)?;
        let mut command = Command::new(&program);
        command.args(args).envs(variables);
        command.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::inherit());
        let litter = match shared {
            Some(group) => Litter::InOurGroup { group, marker },
            None => {
                command.process_group(guard.pid().as_raw_nonzero().get());
                Litter::InGroupOf(guard.pid())
            }
        };
        let child = command.spawn().map_err(|fault| ErrandFault::of(&name, fault))?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let pid = pid.ok_or_else(|| system(io::Error::other("it has no process id")))?;
        drop(entered);
        Ok(Self { runtime, signals, child, guard: Some(guard), litter, pid })
    }

    /// Waits for its end and passes signals on meanwhile. What a shell would call its status.
    ///
    /// # Errors
    /// Where the system cannot say how it ended.
    pub fn wait(&mut self) -> io::Result<u8> {
        let Self { runtime, signals, child, litter, pid, .. } = self;
        let ended = runtime.block_on(async {
            let mut killing = std::pin::pin!(tokio::time::sleep(Duration::MAX));
            loop {
                tokio::select! {
                    ended = child.wait() => return ended,
                    event = signals.next() => match event {
                        Event::Signal(signal) => litter.pass_on(*pid, signal),
                        Event::Orphaned => {
                            litter.pass_on(*pid, Signal::TERM);
                            killing.set(tokio::time::sleep(ORPHAN_GRACE));
                        }
                    },
                    () = &mut killing => {
                        litter.kill(*pid);
                        killing.set(tokio::time::sleep(Duration::MAX));
                    }
                }
            }
        });
        ended.map(shell_status)
    }

    /// Ends what the command left behind in its process group: politely, then not.
    pub fn end_leftovers(&mut self) {
        if let Some(guard) = self.guard.take() {
            guard.dismiss();
        }
        self.litter.clear();
    }
}

impl Litter {
    /// Gives a signal to the command, once: from a terminal it has it already.
    fn pass_on(&self, pid: Pid, signal: Signal) {
        // Whoever has ended already needs no signal.
        match self {
            Self::InGroupOf(group) => kill_process_group(*group, signal).ok(),
            Self::InOurGroup { .. } if signal == Signal::TERM => kill_process(pid, signal).ok(),
            Self::InOurGroup { .. } => None,
        };
    }

    fn kill(&self, pid: Pid) {
        match self {
            Self::InGroupOf(group) => kill_process_group(*group, Signal::KILL).ok(),
            Self::InOurGroup { .. } => kill_process(pid, Signal::KILL).ok(),
        };
    }
}

/// The status as a shell has it: 128 and the number of the signal that ended it.
fn shell_status(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)
}
