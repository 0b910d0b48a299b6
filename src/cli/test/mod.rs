//! `localgear test`: whether a site keeps its contract.

mod gather;
mod matrix;
mod output;
mod suites;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::ValueEnum;

use self::gather::SecretSource;
use super::site_policies::CacheArgs;
use super::{Exit, screen, site_source};
use crate::adapters::suite_file;
use crate::adapters::system_clock;
use crate::contract::generate::generate;
use crate::contract::matrix::Part;
use crate::site::Site;

/// What a person reads who names no suite.
const HINT: &str = "no suite is named; write a first one from a site file with
  localgear test --generate SITE -o suite.toml
run it with
  localgear test suite.toml
or ask who may call what, without a suite, with
  localgear test --matrix SITE";

/// Run suites of cases against an emulated site, or against a real one.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The suite files.
    suites: Vec<PathBuf>,
    /// Run them in process against this site file, whatever they say.
    #[arg(long, value_name = "SITE")]
    site: Option<PathBuf>,
    /// Run them against this address; `ENVIRONMENT=URL` is for one environment.
    #[arg(long, value_name = "URL")]
    target: Vec<String>,
    /// How to say what came of it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Write the report, or what is generated, to this file.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only cases with this text in their name, and earlier ones that they need; of a matrix or for a first suite, only
    /// Workflows and keys with it in theirs.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Try a broken case again so many times; every try is reported.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10))]
    retries: u32,
    /// Suites that run at once; as many as there are processors unless said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// The environment variable that holds a key's secret; `FLOWGEAR_KEY_<NAME>` unless said.
    #[arg(long = "secret", value_name = "KEY=VARIABLE")]
    secrets: Vec<SecretSource>,
    /// Write a first suite for this site file.
    #[arg(long, value_name = "SITE", conflicts_with_all = ["suites", "matrix"])]
    generate: Option<PathBuf>,
    /// Ask every key, Workflow, environment and way of calling of this site file, and compare with its rules.
    #[arg(long, value_name = "SITE", conflicts_with = "suites")]
    matrix: Option<PathBuf>,
    /// With `--matrix` and `--target`: send permitted calls that would write, too.
    #[arg(long, requires = "matrix")]
    allow_writes: bool,
    /// Fail below this coverage, in percent of what the site permits.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,
    /// With `--target`: ask this site file the same, and print where it answers otherwise.
    #[arg(long, value_name = "SITE", requires = "target")]
    drift: Option<PathBuf>,
    /// Write what was heard as cases to this new file.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// With `--record`: write `[[workflow.reply]]` tables for a site file instead.
    #[arg(long, requires = "record")]
    record_stub: bool,
    #[command(flatten)]
    policy_cache: CacheArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Human,
    /// For a program.
    Json,
    /// JUnit XML, for CI viewers.
    Junit,
    /// Annotations beside the lines of the cases.
    Github,
    /// A job summary.
    Markdown,
}

/// Runs suites, a matrix, or writes a suite: 0 where the contract is kept, 1 where it is broken.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(path) = &args.generate {
        return write_first_suite(args, path);
    }
    if let Some(path) = &args.matrix {
        return matrix::run(args, path);
    }
    if args.suites.is_empty() {
        anyhow::bail!("{HINT}");
    }
    suites::run(args)
}

fn write_first_suite(args: &Args, path: &Path) -> anyhow::Result<Exit> {
    let site = load_site(path)?;
    let part = Part { text: args.filter.clone() };
    let drafts = generate(&site, system_clock::now(), &part)?;
    let name = format!("first suite of {}", site.name());
    let beside = args.output.as_deref().and_then(Path::parent);
    let named = gather::seen_from(path, beside);
    let text = suite_file::suite_text(&name, Some(&named), &drafts);
    match &args.output {
        None => screen::print(&text)?,
        Some(file) => {
            output::write_whole(file, &text)?;
            screen::remark(&format!("{} cases written to `{}`", drafts.len(), file.display()));
        }
    }
    Ok(Exit::Fine)
}

/// The site of a file; what is wrong with it is said before.
fn load_site(path: &Path) -> anyhow::Result<Arc<Site>> {
    let loaded = site_source::sound(Some(path)).with_context(|| format!("`{}`", path.display()))?;
    Ok(Arc::new(loaded.site))
}
