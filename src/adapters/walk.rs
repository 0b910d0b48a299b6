//! Every file under the paths that were named, read by several threads and looked at while it is read.
//!
//! `.gitignore` and `.ignore` are honoured, hidden files are read, `.git` is not; a file that was named is always read.
//! Which thread looks at what changes nothing in what comes back, nor in its order.

use std::collections::{BinaryHeap, HashSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
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

/// A file to look at; the largest is the greatest.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    bytes: u64,
    path: PathBuf,
}

/// Files that were found and not looked at yet. They are looked at while others are still being found.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    more: Condvar,
}

#[derive(Default)]
struct Waiting {
    files: BinaryHeap<Found>,
    /// All that were ever in it, where one may be found twice.
    known: HashSet<PathBuf>,
    /// Whether no more will come.
    closed: bool,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, file: Found, surely_new: bool) {
        let mut waiting = self.waiting();
        if surely_new || waiting.known.insert(file.path.clone()) {
            waiting.files.push(file);
            self.more.notify_one();
        }
    }

    fn close(&self) {
        self.waiting().closed = true;
        self.more.notify_all();
    }

    /// The largest, so that no thread is left alone with one at the end; waits for it.
    fn next(&self) -> Option<Found> {
        let waiting = self.waiting();
        let wait = |waiting: &mut Waiting| waiting.files.is_empty() && !waiting.closed;
        let waiting = self.more.wait_while(waiting, wait);
        waiting.unwrap_or_else(PoisonError::into_inner).files.pop()
    }
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
    let queue = Queue::default();
    let looked = Mutex::new(Vec::new());
    let add = |one: Looked| looked.lock().unwrap_or_else(PoisonError::into_inner).push(one);
    let work = || {
        let mut desk = Desk::default();
        while let Some(file) = queue.next() {
            let name = shown(&file.path);
            let outcome = look(linter, &mut desk, &name, &file);
            add(Looked { path: file.path, name, outcome });
            done();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            // However it ends, nobody waits for more.
            let _closed = Closing(&queue);
            find(roots, threads, wanted, &queue, &add);
        });
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let mut looked = looked.into_inner().unwrap_or_else(PoisonError::into_inner);
    looked.sort_unstable_by(|one, other| one.name.cmp(&other.name).then_with(|| one.path.cmp(&other.path)));
    looked
}

/// Closes the queue when it goes.
struct Closing<'q>(&'q Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn look(linter: &Linter, desk: &mut Desk, name: &str, file: &Found) -> io::Result<Outcome> {
    desk.expect(file.bytes);
    linter.read(desk, name, None, &mut File::open(&file.path)?)
}

/// Puts every file into the queue, once; what could not even be found is told.
fn find(
    roots: &[PathBuf],
    threads: usize,
    wanted: &Wanted<'_>,
    queue: &Queue,
    unfound: &(dyn Fn(Looked) + Sync),
) {
    for root in roots {
        if let Err(why) = root.metadata() {
            unfound(Looked { path: root.clone(), name: shown(root), outcome: Err(why) });
            continue;
        }
        let mut walk = WalkBuilder::new(root);
        walk.hidden(false).filter_entry(|entry| !is_git(entry)).threads(threads);
        let visit = |entry: Result<DirEntry, ignore::Error>| match entry {
            Ok(entry) if is_file(&entry) && wanted(entry.path()) => {
                let bytes = entry.metadata().map_or(0, |about| about.len());
                queue.add(Found { bytes, path: entry.into_path() }, roots.len() == 1);
            }
            Ok(_) => {}
            Err(why) => unfound(fault_of(root, why)),
        };
        walk.build_parallel().run(|| {
            Box::new(|entry| {
                visit(entry);
                WalkState::Continue
            })
        });
    }
}

/// A file, or whatever else was named and is no folder.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file() || entry.depth() == 0 && !kind.is_dir())
}

fn is_git(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name() == ".git"
}

/// A folder that could not be read.
fn fault_of(root: &Path, fault: ignore::Error) -> Looked {
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
