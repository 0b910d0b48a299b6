//! The report, where it belongs.

use super::args::{Args, Format};
use crate::adapters::replaced_file;
use crate::cli::screen;
use crate::report::findings::{Report, github, human, json, junit, sarif};

/// Writes the report to standard output, or to the file that was named, which then holds all of it or what it held.
pub(super) fn tell(args: &Args, report: &Report) -> anyhow::Result<()> {
    let to_file = args.output.is_some();
    let text = match args.format {
        Format::Human => human(report, !to_file && screen::stdout_has_colour(), args.show_filtered),
        Format::Json => json(report, args.show_filtered),
        Format::Sarif => sarif(report),
        Format::Junit => junit(report),
        Format::Github => github(report),
    };
    match &args.output {
        Some(path) => replaced_file::replace(path, text.as_bytes())?,
        None => screen::print(&text)?,
    }
    Ok(())
}
