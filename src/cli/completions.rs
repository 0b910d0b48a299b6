//! `localgear completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Exit, screen};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

/// Prints the completions.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "localgear", &mut script);
    screen::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
