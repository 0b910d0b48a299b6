//! What a command leaves behind in its process group.

use std::io;
use std::time::Duration;

use rustix::process::{Pid, Signal, getpgrp, getpid, kill_process, test_kill_process_group};
use rustix::termios::{isatty, tcgetpgrp};

use crate::adapters::bounded_file;

/// How long what was left behind has to end itself; then it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// How often it is looked whether it has.
const GLANCE: Duration = Duration::from_millis(10);

/// Bytes of a process's variables that are searched for the marker.
const ENVIRON_BYTES_MAX: u64 = 4 << 20;

/// Where processes are looked for that a command left behind.
#[derive(Debug)]
pub(super) enum Litter {
    /// In the group that its guard leads.
    InGroupOf(Pid),
    /// In our own group, where only what carries the marker is the command's.
    InOurGroup {
        /// Our group.
        group: Pid,
        /// The variable that is known to be the command's.
        marker: String,
    },
}

impl Litter {
    /// Ends what is there: asks, waits, kills.
    pub(super) fn clear(&self) {
        for signal in [Signal::TERM, Signal::KILL] {
            let there = self.list();
            if there.is_empty() {
                return;
            }
            for pid in &there {
                kill_process(*pid, signal).ok();
                // What is stopped hears nothing until it goes on.
                kill_process(*pid, Signal::CONT).ok();
            }
            let mut left = GRACE;
            while !self.list().is_empty() && !left.is_zero() {
                std::thread::sleep(GLANCE);
                left = left.saturating_sub(GLANCE);
            }
        }
    }

    fn list(&self) -> Vec<Pid> {
        match self {
            Self::InGroupOf(group) if test_kill_process_group(*group).is_err() => Vec::new(),
            Self::InGroupOf(group) => members(*group, None),
            Self::InOurGroup { group, marker } => members(*group, Some(marker)),
        }
    }
}

/// Our process group, where it is in the foreground of the terminal that one of our streams is.
pub(super) fn foreground_group() -> Option<Pid> {
    let ours = getpgrp();
    let is_foreground = |owner: rustix::io::Result<Pid>| owner == Ok(ours);
    let (input, output, error) = (io::stdin(), io::stdout(), io::stderr());
    let foreground = isatty(&input) && is_foreground(tcgetpgrp(&input))
        || isatty(&output) && is_foreground(tcgetpgrp(&output))
        || isatty(&error) && is_foreground(tcgetpgrp(&error));
    foreground.then_some(ours)
}

/// Living processes of a group, ourselves aside; where a marker is given, those whose variables have it.
pub(super) fn members(group: Pid, marker: Option<&str>) -> Vec<Pid> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let pids = processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let pids = pids.filter_map(Pid::from_raw).filter(|pid| *pid != getpid());
    pids.filter(|pid| lives_in(*pid, group) && marker.is_none_or(|marker| carries(*pid, marker))).collect()
}

/// Whether a process is of that group and has not ended. Of `/proc/PID/stat` the fields after the name count, which
/// may hold anything but ends with the last `)`: state, parent, group.
fn lives_in(pid: Pid, group: Pid) -> bool {
    let path = format!("/proc/{}/stat", pid.as_raw_nonzero());
    let Ok(stat) = bounded_file::read(std::path::Path::new(&path), 64 << 10) else { return false };
    let stat = String::from_utf8_lossy(&stat);
    let Some((_, fields)) = stat.rsplit_once(')') else { return false };
    let mut fields = fields.split_ascii_whitespace();
    let has_ended = fields.next().is_none_or(|state| matches!(state, "Z" | "X"));
    let of_group = fields.nth(1).and_then(|field| field.parse().ok());
    !has_ended && of_group == Some(group.as_raw_nonzero().get())
}

fn carries(pid: Pid, marker: &str) -> bool {
    let path = format!("/proc/{}/environ", pid.as_raw_nonzero());
    let Ok(variables) = bounded_file::read(std::path::Path::new(&path), ENVIRON_BYTES_MAX) else {
        return false;
    };
    variables.split(|byte| *byte == 0).any(|variable| variable == marker.as_bytes())
}
