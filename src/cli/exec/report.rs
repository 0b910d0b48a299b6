//! Where the report of a run goes, and in which form.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;

use crate::cli::screen;
use crate::contract::RunReport;
use crate::report::contract as forms;

/// Where the report goes.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// Write a report to this file; its extension says the form: `.json`, `.xml` (JUnit), `.md`, else text.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The form of the report; without `--report` it goes to standard error.
    #[arg(long, value_enum, value_name = "FORMAT")]
    report_format: Option<Format>,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a person.
    Human,
    /// For a program.
    Json,
    /// For a CI system that shows test results.
    Junit,
    /// Annotations for GitHub Actions.
    Github,
    /// A job summary.
    Markdown,
}

impl ReportArgs {
    /// Says before anything runs that the report will have no place.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let Some(path) = &self.report else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        anyhow::ensure!(
            folder.is_dir(),
            "`{}`: there is no folder `{}` for the report; make it first",
            path.display(),
            folder.display()
        );
        anyhow::ensure!(!path.is_dir(), "`{}` is a directory; name a file in it", path.display());
        Ok(())
    }

    /// Writes the report, and says on standard error what it came to.
    pub(super) fn write(&self, report: &RunReport, hide: impl Fn(String) -> String) -> anyhow::Result<()> {
        let render = |format, colour| {
            hide(match format {
                Format::Human => forms::run_human(report, colour),
                Format::Json => forms::run_json(report),
                Format::Junit => forms::junit("localgear exec", &report.tally),
                Format::Github => forms::github(&report.tally),
                Format::Markdown => forms::run_markdown(report),
            })
        };
        let Some(path) = &self.report else {
            let text = render(self.report_format.unwrap_or(Format::Human), screen::stderr_has_colour());
            if !text.is_empty() {
                screen::remark(text.trim_end());
            }
            return Ok(());
        };
        let format = self.report_format.unwrap_or_else(|| by_extension(path));
        let written =
            std::fs::File::create(path).and_then(|mut file| file.write_all(render(format, false).as_bytes()));
        screen::remark(render(Format::Human, screen::stderr_has_colour()).trim_end());
        written.with_context(|| format!("the report was not written to `{}`", path.display()))
    }
}

fn by_extension(path: &Path) -> Format {
    match path.extension().and_then(std::ffi::OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
        Some("json") => Format::Json,
        Some("xml") => Format::Junit,
        Some("md") => Format::Markdown,
        _ => Format::Human,
    }
}
