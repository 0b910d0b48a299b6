//! `policy test`: a policy and its cases.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use super::case_file::CaseFile;
use super::outcome;
use super::test_report;
use crate::cli::site_policies::CacheArgs;
use crate::cli::{Exit, screen};

/// The file of cases in a policy's folder.
const CASES: &str = "cases.toml";

/// The component in a policy's folder, where the cases name none.
const POLICY: &str = "policy.wasm";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A policy's folder (its `cases.toml`), or a file of cases
    cases: PathBuf,

    /// The policy to test, instead of the one that the cases name
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Where the report goes, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
    Junit,
}

pub(super) fn run(args: &Args, cache: &CacheArgs) -> anyhow::Result<Exit> {
    let path = if args.cases.is_dir() { args.cases.join(CASES) } else { args.cases.clone() };
    let file = CaseFile::read(&path)?;
    let beside = || Some(path.parent()?.join(POLICY)).filter(|policy| policy.exists());
    let Some(policy) = args.policy.clone().or(file.policy.clone()).or_else(beside) else {
        bail!(
            "`{}` does not say which policy it is for: begin it with `policy = \"{POLICY}\"`",
            path.display()
        );
    };
    let sandbox = super::sandbox(cache)?;
    let policy = super::load(&sandbox, &policy)?;
    let outcomes: Vec<_> = file.cases.iter().map(|case| outcome::of(case, &policy, &sandbox)).collect();
    let report = test_report::report(&policy.info().name, &outcomes, args.format)?;
    match &args.output {
        Some(output) => write(output, &report)?,
        None => screen::print(&report)?,
    }
    let failed = outcomes.iter().any(|outcome| outcome.diff.is_some());
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

fn write(output: &Path, report: &str) -> anyhow::Result<()> {
    std::fs::write(output, report).with_context(|| format!("`{}`", output.display()))
}
