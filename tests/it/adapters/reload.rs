//! A site file that changes while it is served, however it is changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use localgear::adapters::site_watch::SiteWatch;

use crate::harness::{PATIENCE, TestSite};

/// A file that is watched, and what the watch found in it each time.
struct Watched {
    folder: tempfile::TempDir,
    seen: Receiver<String>,
    _watch: SiteWatch,
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join("site.toml")
}

/// Watches `site.toml` in a folder that `prepare` fills.
fn watched(prepare: impl FnOnce(&Path)) -> Watched {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let path = path_in(folder.path());
    let (found, seen): (Sender<String>, _) = channel();
    let source = path.clone();
    let reload = move || {
        found.send(std::fs::read_to_string(&source).unwrap_or_default()).ok();
        None
    };
    let watch = SiteWatch::start(vec![path], reload).unwrap();
    Watched { folder, seen, _watch: watch }
}

impl Watched {
    /// Waits until the watch has found this.
    #[track_caller]
    fn finds(&self, text: &str) {
        while self.seen.recv_timeout(PATIENCE).expect("the change is noticed") != text {}
    }
}

#[test]
fn a_file_replaced_by_rename_is_noticed_more_than_once() {
    let watched = watched(|folder| std::fs::write(path_in(folder), "one").unwrap());
    for text in ["two", "three", "four"] {
        let fresh = watched.folder.path().join("fresh");
        std::fs::write(&fresh, text).unwrap();
        std::fs::rename(&fresh, path_in(watched.folder.path())).unwrap();
        watched.finds(text);
    }
}

#[test]
fn a_file_written_in_place_is_noticed_even_when_its_length_stays() {
    let watched = watched(|folder| std::fs::write(path_in(folder), "one").unwrap());
    for text in ["two", "six"] {
        std::fs::write(path_in(watched.folder.path()), text).unwrap();
        watched.finds(text);
    }
}

#[cfg(unix)]
#[test]
fn a_symlink_that_moves_is_noticed_and_so_is_a_change_behind_it() {
    use std::os::unix::fs::symlink;
    let watched = watched(|folder| {
        std::fs::create_dir(folder.join("v1")).unwrap();
        std::fs::create_dir(folder.join("v2")).unwrap();
        std::fs::write(folder.join("v1/site.toml"), "one").unwrap();
        std::fs::write(folder.join("v2/site.toml"), "two").unwrap();
        symlink("v1", folder.join("current")).unwrap();
        symlink("current/site.toml", folder.join("site.toml")).unwrap();
    });
    let folder = watched.folder.path();
    symlink("v2", folder.join("next")).unwrap();
    std::fs::rename(folder.join("next"), folder.join("current")).unwrap();
    watched.finds("two");
    std::fs::write(folder.join("v2/site.toml"), "three").unwrap();
    watched.finds("three");
}

#[test]
fn a_file_that_goes_away_and_comes_back_is_noticed() {
    let watched = watched(|folder| std::fs::write(path_in(folder), "one").unwrap());
    std::fs::remove_file(path_in(watched.folder.path())).unwrap();
    watched.finds("");
    std::fs::write(path_in(watched.folder.path()), "two").unwrap();
    watched.finds("two");
}

#[test]
fn a_reload_between_two_calls_is_whole_and_keeps_what_was_changed_of_keys() {
    let site = TestSite::start();
    site.control("POST", "keys/crm/disable").send();
    site.advance("10m");
    let next = TestSite::draft()
        .more("[[workflow]]\nname = 'New'\nmethod = 'GET'\npath = '/new'")
        .key("fresh", "environment = 'Production'\nworkflows = ['*']");
    site.emulator.reload(next.site(), None);
    assert_eq!(site.get("/new").key("fresh").send().status, 200);
    assert_eq!(site.get("/customers/1").key("crm").send().reason(), Some("key-disabled"));
}

#[test]
fn calls_during_many_reloads_see_one_site_or_the_other() {
    let site = TestSite::start();
    let emulator = Arc::clone(&site.emulator);
    let reloads = std::thread::spawn(move || {
        for round in 0..50 {
            let path = if round % 2 == 0 { "/customers/{id}" } else { "/clients/{id}" };
            emulator.reload(
                TestSite::bare()
                    .more(&format!("[[workflow]]\nname = 'Get'\nmethod = 'GET'\npath = '{path}'"))
                    .key("crm", "workflows = ['*']")
                    .site(),
                None,
            );
        }
    });
    let mut wire = site.wire();
    while !reloads.is_finished() {
        let reply = wire.send(site.get("/customers/1").key("crm").bytes()).reply();
        assert!(matches!((reply.status, reply.reason()), (200, None) | (404, Some("no-route"))), "{reply:?}");
    }
    reloads.join().unwrap();
}
