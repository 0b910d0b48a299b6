//! The report, where it belongs.

use std::thread;

use super::args::{Args, Format};
use super::reading;
use crate::adapters::replaced_file;
use crate::cli::screen;
use crate::finding::Finding;
use crate::report::findings::{Members, Report, WriteMembers, github, human, json_in_parts, junit, sarif};

/// Fewest findings that are worth a thread.
const PART_MIN: usize = 500;

/// Writes the report to standard output, or to the file that was named, which then holds all of it or what it held.
pub(super) fn tell(args: &Args, report: &Report) -> anyhow::Result<()> {
    let to_file = args.output.is_some();
    let pieces = match args.format {
        Format::Human => vec![human(report, !to_file && screen::stdout_has_colour(), args.show_filtered)],
        Format::Json => json_in_parts(report, args.show_filtered, |findings, write| {
            by_threads(findings, write, reading::threads(args))
        }),
        Format::Sarif => vec![sarif(report)],
        Format::Junit => vec![junit(report)],
        Format::Github => vec![github(report)],
    };
    match &args.output {
        Some(path) => replaced_file::replace(path, pieces.concat().as_bytes())?,
        None => pieces.iter().try_for_each(|piece| screen::print(piece))?,
    }
    Ok(())
}

/// Each thread writes a part: when all is read, none of them has anything else to do.
fn by_threads(findings: &[Finding], write: &WriteMembers, threads: usize) -> Vec<Members> {
    let size = findings.len().div_ceil(threads.max(1)).max(PART_MIN);
    let (first, rest) = findings.split_at(size.min(findings.len()));
    thread::scope(|scope| {
        let others: Vec<_> = rest.chunks(size).map(|part| scope.spawn(move || write(part))).collect();
        let first = [write(first)].into_iter();
        first.chain(others.into_iter().map(|other| other.join().expect("texts and numbers"))).collect()
    })
}
