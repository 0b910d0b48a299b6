//! How a command ended.

use std::process::ExitCode;

/// The exit codes of `INTERFACES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// Findings, or failed cases.
    Findings,
    /// Wrong usage, configuration or site file.
    Usage,
    /// Some input could not be read.
    Unread,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Unread => 3,
        })
    }
}
