//! Everything that was named is read and looked at, by as many threads as there are.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::args::Args;
use crate::adapters::bounded_file;
use crate::adapters::git_history::{self, BLOB_BYTES_MAX, Item, Met};
use crate::lint::{Knowledge, Linter, Outcome};
use crate::report::findings::{Report, Skipped};

/// Objects of a history that wait to be looked at.
const WAITING_MAX: usize = 8;

/// All that was read, and what can look at it again.
pub(super) struct Gathered {
    /// What looks.
    pub(super) linter: Linter,
    /// What it came to so far.
    pub(super) report: Report,
}

impl Gathered {
    /// The report, when nothing more is to be looked at.
    pub(super) fn into_report(self) -> Report {
        self.report
    }
}

/// Reads and looks at everything that was named.
pub(super) fn read(args: &Args, knowledge: Option<Arc<Knowledge>>) -> anyhow::Result<Gathered> {
    let linter = Linter::new(knowledge);
    let mut report = Report::default();
    for path in &args.paths {
        if args.history {
            history(args, path, &linter, &mut report)?;
        } else if path.as_os_str() == "-" {
            stdin(args, &linter, &mut report);
        } else {
            files(args, path, &linter, &mut report);
        }
    }
    Ok(Gathered { linter, report })
}

fn threads(args: &Args) -> usize {
    args.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// What standard input is called unless it is said.
pub(super) fn stdin_name(args: &Args) -> &str {
    args.stdin_filename.as_deref().unwrap_or("-")
}

fn stdin(args: &Args, linter: &Linter, report: &mut Report) {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().take(BLOB_BYTES_MAX).read_to_end(&mut bytes) {
        Ok(_) => add(report, linter.lint(stdin_name(args), None, &bytes)),
        Err(fault) => {
            report.skipped.push(Skipped { path: "-".to_owned(), why: fault.to_string(), failed: true })
        }
    }
}

/// Puts what one file came to into the report.
pub(super) fn add(report: &mut Report, outcome: Outcome) {
    report.findings.extend(outcome.findings);
    report.filtered.extend(outcome.filtered);
    report.tally.suppressed += outcome.suppressed;
    report.tally.files += 1;
    report.notices.extend(outcome.notices);
}

fn files(args: &Args, root: &Path, linter: &Linter, report: &mut Report) {
    let own: Vec<PathBuf> = args.own_files().filter_map(|path| path.canonicalize().ok()).collect();
    for entry in ignore::WalkBuilder::new(root).hidden(false).sort_by_file_path(Path::cmp).build() {
        let Ok(entry) = entry else { continue };
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if !is_file || entry.path().components().any(|part| part.as_os_str() == ".git") {
            continue;
        }
        if entry.path().canonicalize().is_ok_and(|path| own.contains(&path)) {
            continue;
        }
        let name = shown(entry.path());
        match bounded_file::read(entry.path(), BLOB_BYTES_MAX) {
            Ok(bytes) => add(report, linter.lint(&name, None, &bytes)),
            Err(fault) => report.skipped.push(Skipped { path: name, why: fault.to_string(), failed: true }),
        }
    }
}

/// A path as reports show it.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}

/// The history of a repository: one thread walks it, the others look.
fn history(args: &Args, path: &Path, linter: &Linter, report: &mut Report) -> anyhow::Result<()> {
    let (items, waiting) = crossbeam_channel::bounded::<Item>(WAITING_MAX);
    let mut skipped = Vec::new();
    let walked = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads(args))
            .map(|_| {
                let waiting = waiting.clone();
                scope.spawn(move || {
                    let mut part = Report::default();
                    for item in waiting {
                        add(&mut part, linter.lint(&item.path, Some(&item.revision), &item.bytes));
                    }
                    part
                })
            })
            .collect();
        drop(waiting);
        let walked = git_history::walk(path, &mut |met| match met {
            Met::Item(item) => items.send(item).is_ok(),
            Met::Skipped { path, why, failed } => {
                skipped.push(Skipped { path, why, failed });
                true
            }
        });
        drop(items);
        for worker in workers {
            let part = worker
                .join()
                .map_err(|_| anyhow::anyhow!("a thread of the linter stopped; please report it"))?;
            merge(report, part);
        }
        anyhow::Ok(walked)
    })?;
    report.skipped.extend(skipped);
    Ok(walked?)
}

fn merge(into: &mut Report, part: Report) {
    into.findings.extend(part.findings);
    into.filtered.extend(part.filtered);
    into.filtered_more += part.filtered_more;
    into.skipped.extend(part.skipped);
    into.notices.extend(part.notices);
    into.tally.files += part.tally.files;
    into.tally.suppressed += part.tally.suppressed;
}
