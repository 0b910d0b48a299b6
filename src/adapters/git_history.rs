//! A repository's history as files: every blob once, with the first path and commit that had it, and the messages of
//! commits and tags.
//!
//! Nothing outside of the repository is read: neither the user's nor the system's configuration. What is kept while
//! walking is the ids of what was seen, and one object at a time.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::objs::Kind;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;

/// Largest blob that is looked at, in bytes: a blob can only be read whole.
pub const BLOB_BYTES_MAX: u64 = 64 << 20;

/// Memory for objects that are needed again, in bytes.
const CACHE_BYTES: usize = 8 << 20;

/// Most tags that point at tags, one after the other.
const TAG_DEPTH_MAX: usize = 16;

/// What the message of a commit is called where a path is expected.
pub const COMMIT_MESSAGE: &str = "(commit message)";

/// What the message of a tag is called.
pub const TAG_MESSAGE: &str = "(tag message)";

/// Hexadecimal digits of a commit that are shown.
const REVISION_DIGITS: usize = 12;

/// One thing that the history holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// The path in the repository, or what a message is called.
    pub path: String,
    /// The commit that brought it, or the tag.
    pub revision: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What the walk meets.
#[derive(Clone, PartialEq, Eq)]
pub enum Met {
    /// Something to look at.
    Item(Item),
    /// Something that was not looked at.
    Skipped {
        /// Which.
        path: String,
        /// Why, and what to do.
        why: String,
        /// Whether it should have been there.
        failed: bool,
    },
}

/// Why there is no history to walk.
#[derive(Debug, thiserror::Error)]
pub enum HistoryFault {
    /// No repository there.
    #[error(
        "`{0}` is in no git repository that can be opened ({1}); name a working tree or a bare repository"
    )]
    NoRepository(PathBuf, String),
    /// It opens, and its references or commits cannot be read.
    #[error("the repository of `{0}` is broken ({1}); see what `git fsck` says")]
    Broken(PathBuf, String),
}

/// Walks the history of the repository that `path` is in. `meet` says whether to go on.
///
/// # Errors
/// [`HistoryFault`], when there is no repository or its references cannot be read; what is missing further in is met as
/// skipped.
pub fn walk(path: &Path, meet: &mut dyn FnMut(Met) -> bool) -> Result<(), HistoryFault> {
    let options = gix::open::Options::isolated();
    let mut repository = gix::discover_opts(path, gix::discover::upwards::Options::default(), options)
        .map_err(|fault| HistoryFault::NoRepository(path.to_owned(), first_line(&fault.to_string())))?;
    repository.object_cache_size(CACHE_BYTES);
    let mut walk = Walk { repository: &repository, seen: HashSet::new(), meet, stopped: false };
    let tips = walk.tips().map_err(|why| HistoryFault::Broken(path.to_owned(), why))?;
    if repository.is_shallow().unwrap_or(false) {
        walk.skip(
            "(history)",
            "the repository is a shallow clone: `git fetch --unshallow` brings the rest",
            false,
        );
    }
    walk.commits(tips);
    Ok(())
}

struct Walk<'w> {
    repository: &'w gix::Repository,
    /// Trees, blobs and tags that were met.
    seen: HashSet<ObjectId>,
    meet: &'w mut dyn FnMut(Met) -> bool,
    stopped: bool,
}

impl Walk<'_> {
    /// The commits that references lead to, in the order of their names; the messages of tags are met on the way.
    fn tips(&mut self) -> Result<Vec<ObjectId>, String> {
        let said = |fault: gix::Error| first_line(&fault.to_string());
        let references = self.repository.references().map_err(said)?;
        let mut targets = Vec::new();
        for reference in references.all().map_err(said)? {
            match reference {
                Ok(reference) => {
                    if let Some(id) = reference.try_id() {
                        targets.push((reference.name().shorten().to_str_lossy().into_owned(), id.detach()));
                    }
                }
                Err(fault) => self.skip("(references)", &first_line(&fault.to_string()), true),
            }
        }
        // A detached head is no reference.
        if let Ok(head) = self.repository.head_id() {
            targets.push(("HEAD".to_owned(), head.detach()));
        }
        let tips = targets.into_iter().filter_map(|(name, id)| self.tip(&name, id));
        Ok(tips.collect())
    }

    /// The commit that a reference means.
    fn tip(&mut self, name: &str, id: ObjectId) -> Option<ObjectId> {
        let mut id = id;
        for _ in 0..TAG_DEPTH_MAX {
            let object = match self.repository.find_object(id) {
                Ok(object) => object,
                Err(_) => {
                    self.missing(&format!("({name})"), id);
                    return None;
                }
            };
            match object.kind {
                Kind::Commit => return Some(id),
                Kind::Tree => {
                    self.tree(id, name);
                    return None;
                }
                Kind::Blob => {
                    self.blob(id, format!("({name})"), name);
                    return None;
                }
                Kind::Tag => {
                    let tag = object.into_tag();
                    let (message, target, called) = match tag.decode() {
                        Ok(tag) => (tag.message.to_vec(), tag.target(), tag.name.to_str_lossy().into_owned()),
                        Err(_) => {
                            self.skip(
                                &format!("({name})"),
                                "the tag cannot be read; see what `git fsck` says",
                                true,
                            );
                            return None;
                        }
                    };
                    if self.seen.insert(id) {
                        let revision = format!("tag {called}");
                        self.meet(Item { path: TAG_MESSAGE.to_owned(), revision, bytes: message });
                    }
                    id = target;
                }
            }
        }
        None
    }

    /// Every commit, the oldest first, so that what is met first is what brought it.
    fn commits(&mut self, tips: Vec<ObjectId>) {
        let order = Sorting::ByCommitTime(CommitTimeOrder::NewestFirst);
        let walk = self.repository.rev_walk(tips).sorting(order).all();
        let mut commits = Vec::new();
        match walk {
            Ok(walk) => {
                for info in walk {
                    match info {
                        Ok(info) => commits.push(info.id),
                        Err(_) => {
                            let why = "a commit is missing or broken, and what led to it is not looked at; see what `git fsck` says";
                            self.skip("(history)", why, true);
                        }
                    }
                }
            }
            Err(fault) => self.skip("(history)", &first_line(&fault.to_string()), true),
        }
        for id in commits.into_iter().rev() {
            if self.stopped {
                return;
            }
            self.commit(id);
        }
    }

    fn commit(&mut self, id: ObjectId) {
        let revision: String = id.to_string().chars().take(REVISION_DIGITS).collect();
        let Ok(commit) = self.repository.find_commit(id) else {
            return self.missing(&format!("({revision})"), id);
        };
        let message = commit.message_raw_sloppy().to_vec();
        let tree = commit.tree_id().map(gix::Id::detach);
        self.meet(Item { path: COMMIT_MESSAGE.to_owned(), revision: revision.clone(), bytes: message });
        match tree {
            Ok(tree) => self.tree(tree, &revision),
            Err(_) => self.skip(
                &format!("({revision})"),
                "the commit cannot be read; see what `git fsck` says",
                true,
            ),
        }
    }

    /// Everything in a tree that was not met yet.
    fn tree(&mut self, root: ObjectId, revision: &str) {
        let mut open = vec![(root, String::new())];
        while let Some((id, prefix)) = open.pop() {
            if self.stopped || !self.seen.insert(id) {
                continue;
            }
            let Ok(tree) = self.repository.find_tree(id) else {
                self.missing(&format!("{prefix}({revision})"), id);
                continue;
            };
            let mut folders = Vec::new();
            let mut blobs = Vec::new();
            for entry in tree.iter() {
                let Ok(entry) = entry else {
                    self.skip(&prefix, "the tree cannot be read; see what `git fsck` says", true);
                    break;
                };
                let path = format!("{prefix}{}", entry.filename().to_str_lossy());
                match entry.mode().kind() {
                    gix::objs::tree::EntryKind::Tree => {
                        folders.push((entry.oid().to_owned(), format!("{path}/")))
                    }
                    gix::objs::tree::EntryKind::Blob | gix::objs::tree::EntryKind::BlobExecutable => {
                        blobs.push((entry.oid().to_owned(), path));
                    }
                    // A link's text is a path, and a submodule is another repository.
                    gix::objs::tree::EntryKind::Link | gix::objs::tree::EntryKind::Commit => {}
                }
            }
            for (id, path) in blobs {
                self.blob(id, path, revision);
            }
            open.extend(folders.into_iter().rev());
        }
    }

    fn blob(&mut self, id: ObjectId, path: String, revision: &str) {
        if self.stopped || !self.seen.insert(id) {
            return;
        }
        match self.repository.find_header(id) {
            Ok(header) if header.size() > BLOB_BYTES_MAX => {
                let why = format!(
                    "in {revision}: {} bytes, and {BLOB_BYTES_MAX} is the most for a file of the history; \
                     look at it by itself: `git show {id} | localgear lint -`",
                    header.size()
                );
                self.skip(&path, &why, false);
            }
            Ok(_) => match self.repository.find_blob(id) {
                Ok(mut blob) => {
                    self.meet(Item { path, revision: revision.to_owned(), bytes: blob.take_data() });
                }
                Err(_) => self.missing(&path, id),
            },
            Err(_) => self.missing(&path, id),
        }
    }

    fn meet(&mut self, item: Item) {
        self.stopped = self.stopped || !(self.meet)(Met::Item(item));
    }

    fn skip(&mut self, path: &str, why: &str, failed: bool) {
        let met = Met::Skipped { path: path.to_owned(), why: why.to_owned(), failed };
        self.stopped = self.stopped || !(self.meet)(met);
    }

    fn missing(&mut self, path: &str, id: ObjectId) {
        let why =
            format!("the object {id} is missing or broken; `git fetch` may bring it, `git fsck` says more");
        self.skip(path, &why, true);
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::{COMMIT_MESSAGE, Met, TAG_MESSAGE, walk};

    fn git(folder: &Path, args: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(args);
        let nowhere = folder.join("none");
        git.env("GIT_CONFIG_GLOBAL", &nowhere).env("GIT_CONFIG_SYSTEM", &nowhere);
        let run = git.output().unwrap();
        assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    fn met(folder: &Path) -> Vec<(String, String, String)> {
        let mut met = Vec::new();
        walk(folder, &mut |one| {
            if let Met::Item(item) = one {
                met.push((item.path, String::from_utf8_lossy(&item.bytes).into_owned(), item.revision));
            }
            true
        })
        .unwrap();
        met
    }

    #[test]
    fn every_blob_is_met_once_with_its_first_path_and_messages_of_commits_and_tags_too() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        git(at, &["init", "-q", "-b", "main"]);
        std::fs::create_dir(at.join("src")).unwrap();
        std::fs::write(at.join("src/old.py"), "one").unwrap();
        git(at, &["add", "."]);
        git(at, &["commit", "-qm", "first words"]);
        git(at, &["mv", "src/old.py", "new.py"]);
        git(at, &["commit", "-qm", "renamed"]);
        git(at, &["tag", "-a", "v1", "-m", "tagged words"]);
        git(at, &["rm", "-q", "new.py"]);
        git(at, &["commit", "-qm", "gone"]);
        let met = met(at);
        let texts: Vec<(&str, &str)> =
            met.iter().map(|(path, text, _)| (path.as_str(), text.trim())).collect();
        assert_eq!(
            texts,
            [
                (TAG_MESSAGE, "tagged words"),
                (COMMIT_MESSAGE, "first words"),
                ("src/old.py", "one"),
                (COMMIT_MESSAGE, "renamed"),
                (COMMIT_MESSAGE, "gone"),
            ]
        );
        assert_eq!(met[0].2, "tag v1");
        assert_eq!(met[1].2, met[2].2, "the blob came with the first commit");
    }

    #[test]
    fn a_folder_without_a_repository_says_what_to_do() {
        let folder = tempfile::tempdir_in("/").or_else(|_| tempfile::tempdir()).unwrap();
        let fault = walk(folder.path(), &mut |_| true).unwrap_err().to_string();
        assert!(fault.contains("name a working tree"), "{fault}");
    }

    #[test]
    fn a_missing_object_is_met_as_skipped_and_the_rest_is_walked() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        git(at, &["init", "-q", "-b", "main"]);
        std::fs::write(at.join("a.txt"), "kept").unwrap();
        std::fs::write(at.join("b.txt"), "lost").unwrap();
        git(at, &["add", "."]);
        git(at, &["commit", "-qm", "both"]);
        let id = Command::new("git").current_dir(at).args(["rev-parse", "HEAD:b.txt"]).output().unwrap();
        let id = String::from_utf8(id.stdout).unwrap();
        std::fs::remove_file(at.join(".git/objects").join(&id[..2]).join(id[2..].trim())).unwrap();
        let mut skipped = Vec::new();
        let mut items = 0;
        walk(at, &mut |met| {
            match met {
                Met::Item(_) => items += 1,
                Met::Skipped { path, why, failed } => skipped.push((path, why, failed)),
            }
            true
        })
        .unwrap();
        assert_eq!((items, skipped.len()), (2, 1), "{skipped:?}");
        assert!(skipped[0].0 == "b.txt" && skipped[0].1.contains("git fsck") && skipped[0].2, "{skipped:?}");
    }
}
