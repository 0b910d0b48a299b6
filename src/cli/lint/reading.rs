//! Everything that was named is read and looked at, by as many threads as there are.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::args::Args;
use super::progress::Progress;
use crate::adapters::bounded_file::{self, InputFault};
use crate::adapters::git_history::{self, BLOB_BYTES_MAX, Item, Met};
use crate::lint::exchange::Seen;
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
    /// Calls to ask policies about.
    pub(super) calls: Vec<Seen>,
    /// How far it is.
    progress: Progress,
}

/// Reads and looks at everything that was named.
pub(super) fn read(args: &Args, knowledge: Option<Arc<Knowledge>>) -> anyhow::Result<Gathered> {
    let linter = Linter::new(knowledge);
    let linter = if args.policy.is_empty() { linter } else { linter.keeping_calls() };
    let mut gathered = Gathered::of(linter, Progress::begin());
    for path in &args.paths {
        if args.history {
            history(args, path, &mut gathered)?;
        } else if path.as_os_str() == "-" {
            stdin(args, &mut gathered);
        } else {
            files(args, path, &mut gathered);
        }
    }
    gathered.progress.end();
    Ok(gathered)
}

fn threads(args: &Args) -> usize {
    args.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// What standard input is called unless it is said.
pub(super) fn stdin_name(args: &Args) -> &str {
    args.stdin_filename.as_deref().unwrap_or("-")
}

fn stdin(args: &Args, gathered: &mut Gathered) {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().take(BLOB_BYTES_MAX).read_to_end(&mut bytes) {
        Ok(_) => gathered.add(gathered.linter.lint(stdin_name(args), None, &bytes)),
        Err(fault) => gathered.skip("-".to_owned(), fault.to_string()),
    }
}

impl Gathered {
    /// Nothing yet, to be looked at by a linter.
    fn of(linter: Linter, progress: Progress) -> Self {
        Self { linter, report: Report::default(), calls: Vec::new(), progress }
    }

    /// Puts in what one file came to.
    fn add(&mut self, outcome: Outcome) {
        let report = &mut self.report;
        report.findings.extend(outcome.findings);
        report.filtered.extend(outcome.filtered);
        report.tally.suppressed += outcome.suppressed;
        report.tally.files += 1;
        report.notices.extend(outcome.notices);
        self.calls.extend(outcome.calls);
        self.progress.one_more();
    }

    /// Puts in what another thread gathered.
    fn merge(&mut self, part: Self) {
        let report = &mut self.report;
        report.findings.extend(part.report.findings);
        report.filtered.extend(part.report.filtered);
        report.filtered_more += part.report.filtered_more;
        report.skipped.extend(part.report.skipped);
        report.notices.extend(part.report.notices);
        report.tally.files += part.report.tally.files;
        report.tally.suppressed += part.report.tally.suppressed;
        self.calls.extend(part.calls);
    }

    fn skip(&mut self, path: String, why: String) {
        self.report.skipped.push(Skipped { path, why, failed: true });
    }
}

fn files(args: &Args, root: &Path, gathered: &mut Gathered) {
    let own: Vec<PathBuf> = args.own_files().filter_map(|path| path.canonicalize().ok()).collect();
    if let Err(fault) = root.metadata() {
        gathered.skip(shown(root), InputFault::of(root, fault).to_string());
        return;
    }
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
            Ok(bytes) => gathered.add(gathered.linter.lint(&name, None, &bytes)),
            Err(fault) => gathered.skip(name, fault.to_string()),
        }
    }
}

/// A path as reports show it.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}

/// The history of a repository: one thread walks it, the others look.
fn history(args: &Args, path: &Path, gathered: &mut Gathered) -> anyhow::Result<()> {
    let (items, waiting) = crossbeam_channel::bounded::<Item>(WAITING_MAX);
    let mut skipped = Vec::new();
    let linter = gathered.linter.clone();
    let (walked, parts) = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads(args))
            .map(|_| {
                let waiting = waiting.clone();
                let mut part = Gathered::of(linter.clone(), gathered.progress.clone());
                scope.spawn(move || {
                    for item in waiting {
                        part.add(part.linter.lint(&item.path, Some(&item.revision), &item.bytes));
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
        let parts: Result<Vec<Gathered>, _> =
            workers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (walked, parts)
    });
    let parts = parts.map_err(|_| anyhow::anyhow!("a thread of the linter stopped; please report it"))?;
    parts.into_iter().for_each(|part| gathered.merge(part));
    gathered.report.skipped.extend(skipped);
    Ok(walked?)
}
