//! Where the report goes.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use super::{Args, Format};
use crate::adapters::suite_file;
use crate::cli::screen;
use crate::contract::drift::Drift;
use crate::contract::reached::Coverage;
use crate::contract::suite::{Count, SuiteOutcome};
use crate::report::contract::{suite_github, suite_human, suite_json, suite_junit, suite_markdown};

/// Prints the report, or writes it to its file and says in a line what it says.
pub(super) fn report(
    args: &Args,
    outcomes: &[SuiteOutcome],
    coverage: &[(String, Coverage)],
    before: &str,
    drifts: &[Drift],
) -> anyhow::Result<()> {
    let colour = args.output.is_none() && screen::stdout_has_colour();
    let text = match args.format {
        Format::Human => {
            let told: String = drifts.iter().map(told).collect();
            format!("{before}{}{told}", suite_human(outcomes, coverage, colour))
        }
        Format::Json => suite_json(outcomes, coverage, &told_apart(drifts)),
        Format::Junit => suite_junit(outcomes, coverage)?,
        Format::Github => suite_github(outcomes),
        Format::Markdown => suite_markdown(outcomes, coverage),
    };
    if ![Format::Human, Format::Json].contains(&args.format) {
        // These forms have no place for it, and it must not be missed.
        drifts.iter().for_each(|drift| screen::remark(&told(drift)));
    }
    let Some(path) = &args.output else {
        return Ok(screen::print(&text)?);
    };
    write_whole(path, &text)?;
    let count = Count::of(outcomes);
    screen::remark(&format!(
        "{} passed, {} failed, {} skipped; the report is in `{}`",
        count.passed,
        count.failed,
        count.skipped,
        path.display()
    ));
    Ok(())
}

/// Each drift with the table that ends it.
fn told_apart(drifts: &[Drift]) -> Vec<(&Drift, Option<String>)> {
    drifts.iter().map(|drift| (drift, drift.reply.as_ref().map(suite_file::reply_text))).collect()
}

/// A drift as comments and the table that ends it, so that the whole can be pasted.
fn told(drift: &Drift) -> String {
    let mut text = format!("\n# drift in the case `{}`\n", drift.case);
    for difference in &drift.differences {
        let at = difference.at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
        let line =
            format!("#   {}{at}: stub {}, real {}", difference.what, difference.expected, difference.found);
        text.push_str(&line.replace(['\n', '\r'], " "));
        text.push('\n');
    }
    text.extend(drift.reply.as_ref().map(suite_file::reply_text));
    text
}

/// Writes a file: whoever reads it sees all of it or none.
pub(super) fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    });
    written.with_context(|| format!("`{}` cannot be written", path.display()))
}

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.persist_noclobber(path)?;
        Ok(())
    });
    written
        .with_context(|| format!("`{}` cannot be written; name a file that is not there yet", path.display()))
}
