//! Sentences: one subcommand per file. May use everything below.

mod exit;
mod policy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use exit::Exit;

/// A Flowgear site on your own machine.
#[derive(Debug, Parser)]
#[command(name = "localgear", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make, inspect, test and measure policies
    Policy(policy::Args),
}

/// Parses, dispatches, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match &cli.command {
        Command::Policy(args) => policy::run(args),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("error: {error:#}");
            Exit::Usage.into()
        }
    }
}
