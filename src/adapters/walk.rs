//! Every file under the paths that were named, read by several threads and looked at while it is read.
//!
//! `.gitignore` and `.ignore` are honoured, hidden files are read, `.git` is not; a file that was named is always read.
//! Which thread looks at what changes nothing in what comes back, nor in its order.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::lint::{Desk, Linter, Outcome};

/// Most threads that look.
pub const THREADS_MAX: usize = 256;

/// Which files are looked at.
pub type Wanted<'w> = dyn Fn(&Path) -> bool + Sync + 'w;

/// A file that was looked at, or could not be.
#[derive(Debug)]
pub struct Looked {
    /// As it was found.
    pub path: PathBuf,
    /// As reports show it.
    pub name: String,
    /// What it came to.
    pub outcome: io::Result<Outcome>,
}

/// A file to look at.
struct Found {
    path: PathBuf,
    name: String,
    bytes: u64,
}

/// Looks at every file under those paths that `wanted` does not refuse, in the order of their names. `done` hears of each
/// file, from whichever thread.
pub fn scan(
    roots: &[PathBuf],
    linter: &Linter,
    threads: usize,
    wanted: &Wanted<'_>,
    done: &(dyn Fn() + Sync),
) -> Vec<Looked> {
    let threads = threads.clamp(1, THREADS_MAX);
    let (found, mut looked) = find(roots, threads, wanted);
    // The largest first, so that no thread is left alone with one at the end.
    let mut order: Vec<&Found> = found.iter().collect();
    order.sort_by_key(|file| std::cmp::Reverse(file.bytes));
    let next = AtomicUsize::new(0);
    let results = Mutex::new(&mut looked);
    let work = || {
        let mut desk = Desk::default();
        while let Some(file) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = look(linter, &mut desk, file);
            let one = Looked { path: file.path.clone(), name: file.name.clone(), outcome };
            if let Ok(mut results) = results.lock() {
                results.push(one);
            }
            done();
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(found.len()) {
            scope.spawn(work);
        }
        work();
    });
    looked.sort_by(|one, other| one.name.cmp(&other.name).then_with(|| one.path.cmp(&other.path)));
    looked
}

fn look(linter: &Linter, desk: &mut Desk, file: &Found) -> io::Result<Outcome> {
    desk.expect(file.bytes);
    linter.read(desk, &file.name, None, &mut File::open(&file.path)?)
}

/// Every file once, and what could not even be found.
fn find(roots: &[PathBuf], threads: usize, wanted: &Wanted<'_>) -> (Vec<Found>, Vec<Looked>) {
    let files = Mutex::new(Vec::new());
    let faults = Mutex::new(Vec::new());
    let fault = |fault| faults.lock().map(|mut faults| faults.push(fault)).unwrap_or_default();
    for root in roots {
        if let Err(why) = root.metadata() {
            fault(Looked { path: root.clone(), name: shown(root), outcome: Err(why) });
            continue;
        }
        let mut walk = WalkBuilder::new(root);
        walk.hidden(false).filter_entry(|entry| !is_git(entry)).threads(threads);
        let visit = |entry: Result<DirEntry, ignore::Error>| match entry {
            Ok(entry) if is_file(&entry) && wanted(entry.path()) => {
                let bytes = entry.metadata().map_or(0, |about| about.len());
                let (name, path) = (shown(entry.path()), entry.into_path());
                files.lock().map(|mut files| files.push(Found { path, name, bytes })).unwrap_or_default();
            }
            Ok(_) => {}
            Err(why) => fault(unfound(root, why)),
        };
        walk.build_parallel().run(|| {
            Box::new(|entry| {
                visit(entry);
                WalkState::Continue
            })
        });
    }
    let mut files: Vec<Found> = files.into_inner().unwrap_or_default();
    // As they are written: to compare two paths part by part takes much longer.
    files.sort_unstable_by(|one, other| one.path.as_os_str().cmp(other.path.as_os_str()));
    files.dedup_by(|one, other| one.path == other.path);
    (files, faults.into_inner().unwrap_or_default())
}

/// A file, or whatever else was named and is no folder.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file() || entry.depth() == 0 && !kind.is_dir())
}

fn is_git(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name() == ".git"
}

/// A folder that could not be read.
fn unfound(root: &Path, fault: ignore::Error) -> Looked {
    let mut about = &fault;
    let mut path = root;
    while let ignore::Error::WithPath { err, .. }
    | ignore::Error::WithLineNumber { err, .. }
    | ignore::Error::WithDepth { err, .. } = about
    {
        if let ignore::Error::WithPath { path: own, .. } = about {
            path = own;
        }
        about = err;
    }
    let (path, name) = (path.to_owned(), shown(path));
    let text = fault.to_string();
    Looked { path, name, outcome: Err(fault.into_io_error().unwrap_or_else(|| io::Error::other(text))) }
}

/// A path as reports show it.
#[must_use]
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}
