//! `localgear policy`: the toolkit of those who write policies.

mod bench;
mod build;
mod case;
mod case_file;
mod har;
mod inspect;
mod new;
mod outcome;
mod test;
mod test_report;

use std::path::Path;
use std::sync::Arc;

use clap::Subcommand;

use super::Exit;
use super::site_policies::CacheArgs;
use crate::adapters::bounded_file::read;
use crate::adapters::wasm::{CompiledPolicy, Sandbox, WhyNot};
use crate::policy::MODULE_BYTES_MAX;

/// Make, inspect, test and measure policies.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    cache: CacheArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a policy: sources, a case and a README, ready to build
    New(new::Args),
    /// Make a component of a core module or of WebAssembly text
    Build(build::Args),
    /// Show what a policy is, which rules and settings it has and what it costs
    Inspect(inspect::Args),
    /// Put a policy through its cases
    Test(test::Args),
    /// Measure what an answer costs
    Bench(bench::Args),
}

/// Does what was asked.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.command {
        Command::New(new) => new::run(new),
        Command::Build(build) => build::run(build),
        Command::Inspect(inspect) => inspect::run(inspect, &args.cache),
        Command::Test(test) => test::run(test, &args.cache),
        Command::Bench(bench) => bench::run(bench, &args.cache),
    }
}

/// Reads and compiles a policy, with advice when it cannot be used.
fn load(sandbox: &Sandbox, path: &Path) -> anyhow::Result<Arc<CompiledPolicy>> {
    let bytes = read(path, MODULE_BYTES_MAX)?;
    sandbox.compile(&bytes).map_err(|why| unusable(path, &why))
}

fn unusable(path: &Path, why: &WhyNot) -> anyhow::Error {
    anyhow::anyhow!("`{}` cannot be used: {why}; {}", path.display(), why.advice())
}

/// A sandbox for a command; a cache that cannot be used is worth a word and no more.
fn sandbox(cache: &CacheArgs) -> anyhow::Result<Arc<Sandbox>> {
    let sandbox = Sandbox::new(cache.directory())?;
    if let Some(fault) = sandbox.cache_fault() {
        super::screen::remark(&format!("warning: {fault}"));
    }
    Ok(sandbox)
}
