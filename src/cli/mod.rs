//! Sentences: what a person says to localgear, one subcommand a file.

mod check;
mod completions;
mod console;
mod exec;
mod explain;
#[cfg(unix)]
mod guard;
mod key;
mod man;
mod policy;
mod schema;
mod screen;
mod serve;
mod site_policies;
mod site_source;
mod test;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[cfg(unix)]
use crate::adapters::ward::GUARD_SUBCOMMAND;

/// A Flowgear site on your own machine.
#[derive(Debug, Parser)]
#[command(name = "localgear", version, about)]
struct Cli {
    #[command(subcommand)]
    sentence: Sentence,
}

#[derive(Debug, Subcommand)]
enum Sentence {
    /// Emulate a site: its Workflows answer, its keys are enforced.
    Serve(serve::Args),
    /// Run a command against a site of its own, and say whether it kept the contract.
    Exec(exec::Args),
    /// Run suites of cases against an emulated site or a real one, and its permission matrix.
    Test(test::Args),
    /// Say how a call would be answered, step by step, without sending it.
    Explain(explain::Args),
    /// Say everything that is wrong with a site file.
    Check(check::Args),
    /// Make, list, rotate, enable, disable and remove API Keys of a site file.
    Key(key::Args),
    /// Make, build, inspect, test and measure policies.
    Policy(policy::Args),
    /// Print the JSON Schema of the site file.
    Schema(schema::Args),
    /// Print completions for a shell.
    Completions(completions::Args),
    /// Print the man page.
    Man(man::Args),
    /// End what `exec` ran once it is gone.
    #[cfg(unix)]
    #[command(name = GUARD_SUBCOMMAND, hide = true)]
    Guard(guard::Args),
}

/// What a run comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Fine,
    /// Findings, or cases that failed.
    Findings,
    /// Usage, configuration or a broken site file.
    Broken,
    /// What a command that we ran ended with.
    Passed(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Broken => Self::from(2),
            Exit::Passed(status) => Self::from(status),
        }
    }
}

/// Parses, dispatches, and says what the process ends with.
#[must_use]
pub fn main() -> ExitCode {
    let done = match Cli::parse().sentence {
        Sentence::Serve(args) => serve::run(&args),
        Sentence::Exec(args) => exec::run(&args),
        Sentence::Test(args) => test::run(&args),
        Sentence::Explain(args) => explain::run(&args),
        Sentence::Check(args) => check::run(&args),
        Sentence::Key(args) => key::run(&args),
        Sentence::Policy(args) => policy::run(&args),
        Sentence::Schema(args) => schema::run(&args),
        Sentence::Completions(args) => completions::run(&args),
        Sentence::Man(args) => man::run(&args),
        #[cfg(unix)]
        Sentence::Guard(args) => guard::run(&args),
    };
    match done {
        Ok(exit) => exit.into(),
        // Whoever reads our output has seen enough.
        Err(fault) if is_broken_pipe(&fault) => ExitCode::SUCCESS,
        Err(fault) => {
            screen::complain(&format!("{fault:#}"));
            Exit::Broken.into()
        }
    }
}

fn is_broken_pipe(fault: &anyhow::Error) -> bool {
    let pipe = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    fault.chain().filter_map(|cause| cause.downcast_ref()).any(pipe)
}
