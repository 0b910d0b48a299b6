//! Every file under the paths that were named, read by several threads and looked at while it is read.
//!
//! `.gitignore` and `.ignore` are honoured, hidden files are read, `.git` is not; a file that was named is always read.
//! Which thread looks at what changes nothing in what comes back, nor in its order.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ignore::{DirEntry, WalkBuilder};

use crate::lint::{Desk, Linter, Outcome};

/// Most threads that look.
pub const THREADS_MAX: usize = 256;

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
    wanted: &dyn Fn(&Path) -> bool,
    done: &(dyn Fn() + Sync),
) -> Vec<Looked> {
    let (found, mut looked) = find(roots, wanted);
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
    let threads = threads.clamp(1, THREADS_MAX).min(found.len().max(1));
    thread::scope(|scope| {
        for _ in 1..threads {
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
fn find(roots: &[PathBuf], wanted: &dyn Fn(&Path) -> bool) -> (Vec<Found>, Vec<Looked>) {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    let mut known = HashSet::new();
    for root in roots {
        if let Err(fault) = root.metadata() {
            faults.push(Looked { path: root.clone(), name: shown(root), outcome: Err(fault) });
            continue;
        }
        let walk = WalkBuilder::new(root).hidden(false).filter_entry(|entry| !is_git(entry)).build();
        for entry in walk {
            match entry {
                Ok(entry) if is_file(&entry) => {
                    let path = entry.path();
                    if wanted(path) && known.insert(path.to_owned()) {
                        let bytes = entry.metadata().map_or(0, |about| about.len());
                        files.push(Found { path: path.to_owned(), name: shown(path), bytes });
                    }
                }
                Ok(_) => {}
                Err(fault) => faults.push(unfound(root, fault)),
            }
        }
    }
    (files, faults)
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
