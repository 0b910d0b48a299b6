//! Noticing that a site file changed, however it was changed.
//!
//! The system's notifications are quick but cannot be trusted alone: a file that is bind-mounted, behind a symlink
//! that moves, or on a network mount changes without one. So a look at the identity of every source, a few times a
//! second, is what decides; a notification only brings the next look forward.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Between two looks where no notification comes.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long a changed file must lie still, so that one that is being written is read once it is whole.
const SETTLE: Duration = Duration::from_millis(40);

/// Watches until it is dropped.
#[derive(Debug)]
pub struct SiteWatch {
    stop: Sender<Nudge>,
    thread: Option<thread::JoinHandle<()>>,
}

enum Nudge {
    Look,
    Stop,
}

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    target: Option<PathBuf>,
    about: Option<(u64, Option<SystemTime>, u64)>,
}

impl Identity {
    fn of(path: &Path) -> Self {
        let about = std::fs::metadata(path).ok();
        Self {
            target: std::fs::canonicalize(path).ok(),
            about: about.map(|about| (about.len(), about.modified().ok(), inode(&about))),
        }
    }
}

#[cfg(unix)]
fn inode(about: &std::fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    // The change time beside the inode notices a file that was written within one tick of its modification time.
    about.ino() ^ about.ctime_nsec().unsigned_abs().rotate_left(32)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

impl SiteWatch {
    /// Watches the sources; on each change `reload` reads them anew and says which sources there are from then on
    /// (`None`: the same).
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        sources: Vec<PathBuf>,
        reload: impl FnMut() -> Option<Vec<PathBuf>> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (stop, nudges) = mpsc::channel();
        let nudge = stop.clone();
        // Looked at before the thread has its turn: a change that comes at once is one already.
        let seen = look(&sources);
        let thread = thread::Builder::new()
            .name("site-watch".to_owned())
            .spawn(move || watch(sources, seen, &nudge, &nudges, reload))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for SiteWatch {
    fn drop(&mut self) {
        // Where the watch has ended already there is nobody to stop.
        self.stop.send(Nudge::Stop).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn look(sources: &[PathBuf]) -> Vec<Identity> {
    sources.iter().map(|path| Identity::of(path)).collect()
}

fn watch(
    mut sources: Vec<PathBuf>,
    mut seen: Vec<Identity>,
    nudge: &Sender<Nudge>,
    nudges: &Receiver<Nudge>,
    mut reload: impl FnMut() -> Option<Vec<PathBuf>>,
) {
    let mut notified = notifications(&sources, nudge.clone());
    loop {
        match nudges.recv_timeout(LOOK_EVERY) {
            Ok(Nudge::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Ok(Nudge::Look) | Err(RecvTimeoutError::Timeout) => {}
        }
        let mut now = look(&sources);
        if now == seen {
            continue;
        }
        loop {
            match nudges.recv_timeout(SETTLE) {
                Ok(Nudge::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Nudge::Look) | Err(RecvTimeoutError::Timeout) => {}
            }
            let later = look(&sources);
            if later == now {
                break;
            }
            now = later;
        }
        seen = now;
        if let Some(others) = reload().filter(|others| *others != sources) {
            sources = others;
            seen = look(&sources);
        }
        notified = notifications(&sources, nudge.clone()).or(notified);
    }
}

/// Notifications of the directories that the sources lie in, and those that symlinks lead to. Without any, the looks
/// go on alone.
fn notifications(sources: &[PathBuf], nudge: Sender<Nudge>) -> Option<RecommendedWatcher> {
    let look = move |_: notify::Result<notify::Event>| {
        nudge.send(Nudge::Look).ok();
    };
    let mut watcher = notify::recommended_watcher(look).ok()?;
    let targets = sources.iter().filter_map(|path| std::fs::canonicalize(path).ok());
    let mut folders: Vec<PathBuf> =
        sources.iter().cloned().chain(targets).filter_map(|path| path.parent().map(folder)).collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::NonRecursive).ok();
    }
    Some(watcher)
}

fn folder(parent: &Path) -> PathBuf {
    if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() }
}
