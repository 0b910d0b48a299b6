//! `localgear man`.

use clap::CommandFactory as _;

use super::{Cli, Exit, screen};

/// Print the man page.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Of this subcommand; without one, of localgear as a whole.
    command: Option<String>,
}

/// Prints a man page in roff.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let whole = Cli::command();
    let command = match &args.command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            let page = format!("localgear-{name}");
            found.map(|command| command.name(page)).ok_or_else(|| {
                anyhow::anyhow!("there is no subcommand `{name}`; `localgear --help` lists them")
            })?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    screen::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Fine)
}
