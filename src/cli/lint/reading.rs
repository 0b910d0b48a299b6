//! Everything that was named is read and looked at, by as many threads as there are.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::args::{Args, Format};
use super::progress::Progress;
use super::{history, masking};
use crate::adapters::bounded_file::InputFault;
use crate::adapters::git_history::BLOB_BYTES_MAX;
use crate::adapters::walk::{self, Looked};
use crate::lint::exchange::Seen;
use crate::lint::{Desk, Kept, Knowledge, Linter, Outcome};
use crate::report::findings::{Report, Skipped};

/// Places set aside that are kept; the rest is counted.
const FILTERED_MAX: usize = 100_000;

/// All that was read, and what can look at it again.
pub(super) struct Gathered {
    /// What looks.
    pub(super) linter: Linter,
    /// What it came to so far.
    pub(super) report: Report,
    /// Calls to ask policies about.
    pub(super) calls: Vec<Seen>,
    /// What standard input held, where it is to be mended.
    pub(super) stdin: Option<Vec<u8>>,
    /// How far it is.
    progress: Progress,
}

/// Reads and looks at everything that was named.
pub(super) fn read(args: &Args, knowledge: Option<Arc<Knowledge>>) -> anyhow::Result<Gathered> {
    let linter = Linter::new(knowledge);
    let linter = linter.keeping(Kept {
        calls: !args.policy.is_empty(),
        secrets: false,
        spans: args.redact_to.is_some(),
        aside: args.show_filtered,
        bare_places: args.format != Format::Human,
    });
    let mut gathered = Gathered::of(linter, Progress::begin());
    for path in &args.paths {
        if args.history {
            history::read(args, path, &mut gathered)?;
        } else if path.as_os_str() == "-" {
            stdin(args, &mut gathered);
        }
    }
    let roots = args.paths.iter().filter(|path| !args.history && path.as_os_str() != "-");
    files(args, &roots.cloned().collect::<Vec<_>>(), &mut gathered);
    gathered.progress.end();
    Ok(gathered)
}

/// How many threads look.
pub(super) fn threads(args: &Args) -> usize {
    args.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// What standard input is called unless it is said.
pub(super) fn stdin_name(args: &Args) -> &str {
    args.stdin_filename.as_deref().unwrap_or("-")
}

fn stdin(args: &Args, gathered: &mut Gathered) {
    let name = stdin_name(args);
    let mut input = std::io::stdin().lock();
    // What is to be mended is needed once more.
    if args.safety().is_some() {
        let mut bytes = Vec::new();
        if let Err(fault) = input.take(BLOB_BYTES_MAX).read_to_end(&mut bytes) {
            return gathered.skip(name.to_owned(), format!("standard input could not be read: {fault}"));
        }
        gathered.add(name, gathered.linter.lint(name, None, &bytes));
        gathered.stdin = Some(bytes);
        return;
    }
    match gathered.linter.read(&mut Desk::default(), name, None, &mut input) {
        Ok(outcome) => gathered.add(name, outcome),
        Err(fault) => gathered.skip(name.to_owned(), format!("standard input could not be read: {fault}")),
    }
}

impl Gathered {
    /// Nothing yet, to be looked at by a linter.
    fn of(linter: Linter, progress: Progress) -> Self {
        Self { linter, report: Report::default(), calls: Vec::new(), stdin: None, progress }
    }

    /// The same with nothing in it, for another thread.
    pub(super) fn fresh(&self) -> Self {
        Self::of(self.linter.clone(), self.progress.clone())
    }

    /// Puts in what one file came to, and counts it.
    pub(super) fn add(&mut self, name: &str, outcome: Outcome) {
        self.put(name, outcome);
        self.progress.one_more();
    }

    fn put(&mut self, name: &str, outcome: Outcome) {
        let skipped = outcome.skipped.map(|why| Skipped { path: name.to_owned(), why, failed: false });
        let report = &mut self.report;
        report.findings.extend(outcome.findings);
        report.aside.add(outcome.aside, FILTERED_MAX);
        report.tally.suppressed += outcome.suppressed;
        report.tally.files += 1;
        report.skipped.extend(skipped);
        report.notices.extend(outcome.notices);
        self.calls.extend(outcome.calls);
    }

    /// Puts in what another thread gathered.
    pub(super) fn merge(&mut self, part: Self) {
        let report = &mut self.report;
        report.findings.extend(part.report.findings);
        report.aside.add(part.report.aside, FILTERED_MAX);
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

fn files(args: &Args, roots: &[PathBuf], gathered: &mut Gathered) {
    let own: Vec<PathBuf> = args.own_files().filter_map(|path| path.canonicalize().ok()).collect();
    let is_own = |path: &Path| own.iter().any(|own| path.starts_with(own));
    let wanted = |path: &Path| own.is_empty() || !path.canonicalize().is_ok_and(|path| is_own(&path));
    let progress = gathered.progress.clone();
    let looked = walk::scan(roots, &gathered.linter, threads(args), &wanted, &|| progress.one_more());
    let found = looked.iter().filter_map(|one| one.outcome.as_ref().ok());
    gathered.report.findings.reserve(found.map(|outcome| outcome.findings.len()).sum());
    for one in looked {
        if let Some(folder) = &args.redact_to {
            masking::copy(folder, &one, gathered);
        }
        let Looked { path, name, outcome } = one;
        match outcome {
            Ok(outcome) => gathered.put(&name, outcome),
            Err(fault) => gathered.skip(name, InputFault::of(&path, fault).to_string()),
        }
    }
}
