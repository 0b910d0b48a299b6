//! What may be said after `localgear lint`.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;

use crate::finding::{Safety, Severity};

/// Find every API Key that travels in a URL: in code, collections, captures, logs, documents and git history.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files and folders; `-` is standard input.
    #[arg(required_unless_present = "rule", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The site whose keys are recognised, by digest and without a network.
    #[arg(long, value_name = "SITE")]
    pub(super) site: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Where the report goes, instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The least severity that ends the run with 1.
    #[arg(long, value_enum, default_value_t = Weight::Warning)]
    pub(super) fail_on: Weight,
    /// End with 0 although there are findings, for jobs that only report.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Mend in place what can be mended without changing what is sent otherwise.
    #[arg(long)]
    pub(super) fix: bool,
    /// Mend what somebody should look at, too.
    #[arg(long)]
    pub(super) unsafe_fix: bool,
    /// Show what mending would change, keys masked, and write nothing.
    #[arg(long)]
    pub(super) diff: bool,
    /// Leave out what this file knows.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what is found to this file, to be left out from then on.
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,
    /// Look at every commit and tag of the repository instead of the files as they lie.
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fix", "diff", "redact_to"])]
    pub(super) history: bool,
    /// What standard input is called; its ending says what it is.
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<String>,
    /// Write copies with every key masked into this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) redact_to: Option<PathBuf>,
    /// Threads; by default one a processor. The report is the same with any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// End with 3 when anything was skipped, and with 1 when the baseline has stale entries.
    #[arg(long)]
    pub(super) strict: bool,
    /// List what was set aside as no key, with the reason.
    #[arg(long)]
    pub(super) show_filtered: bool,
    /// Print what a rule is about, and end.
    #[arg(long, value_name = "ID")]
    pub(super) rule: Option<String>,
    /// Ask this policy about each call that is found; may be given again.
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Vec<PathBuf>,
    /// A TOML file with a table of settings for each policy, by the policy's own name.
    #[arg(long, value_name = "FILE", requires = "policy")]
    pub(super) policy_settings: Option<PathBuf>,

    #[command(flatten)]
    pub(super) cache: crate::cli::site_policies::CacheArgs,
}

/// How to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a person, with the lines in question.
    Human,
    /// For a program.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Annotations for GitHub's pull requests.
    Github,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Weight {
    /// A secret is, or will be, exposed.
    Error,
    /// Should be mended.
    Warning,
    /// Worth knowing.
    Note,
}

impl Weight {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

impl Args {
    /// The fixes that were asked for.
    pub(super) fn safety(&self) -> Option<Safety> {
        match (self.fix || self.diff, self.unsafe_fix) {
            (_, true) => Some(Safety::Unsafe),
            (true, false) => Some(Safety::Safe),
            (false, false) => None,
        }
    }

    /// What cannot be told by the parser alone.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        for path in self.paths.iter().filter(|path| !is_stdin(path)) {
            // A link that leads nowhere is there, and will be said to be unreadable.
            if let Err(fault) = path.symlink_metadata() {
                return Err(crate::adapters::bounded_file::InputFault::of(path, fault).into());
            }
        }
        if self.paths.iter().any(is_stdin) {
            if self.redact_to.is_some() {
                bail!("standard input has no name for a copy; name a file");
            }
            if self.history {
                bail!("standard input has no history; name a repository");
            }
            if self.safety().is_some() && !self.diff {
                bail!("standard input cannot be mended in place; add `--diff` to see what would change");
            }
        }
        if self.redact_to.is_some() && self.safety().is_some() {
            bail!("`--redact-to` and fixes exclude one another; make the copy first");
        }
        let same = |one: &Option<PathBuf>, other: &Option<PathBuf>| one.is_some() && one == other;
        if same(&self.output, &self.write_baseline) {
            bail!("`--output` and `--write-baseline` name the same file");
        }
        Ok(())
    }

    /// Files that a run writes or reads itself: a tree that holds them is not found guilty of them.
    pub(super) fn own_files(&self) -> impl Iterator<Item = &Path> {
        [&self.output, &self.write_baseline, &self.baseline, &self.redact_to]
            .into_iter()
            .flatten()
            .map(PathBuf::as_path)
    }
}
