//! The hidden subcommand that `exec` starts beside its command.

use super::Exit;
use crate::adapters::ward;

/// End what `exec` ran once it is gone.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The variable that what was run is known by.
    marker: String,
    /// The process group to look in; without one the group that this process leads is ended.
    group: Option<i32>,
}

/// Waits for the end of whoever started it.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    ward::stand_guard(&args.marker, args.group)?;
    Ok(Exit::Fine)
}
