//! Files that replies send as they are.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::faults::{Faults, quoted};
use super::place::At;
use crate::adapters::bounded_file::{self, InputFault};

/// Largest body file, in bytes.
pub const BODY_FILE_BYTES_MAX: u64 = 16 << 20;

/// All body files of a site together, in bytes.
pub const BODY_FILES_BYTES_MAX: u64 = 256 << 20;

/// The body files of one site, each read once.
pub(super) struct BodyFiles<'r> {
    folder: Option<&'r Path>,
    read: HashMap<PathBuf, Bytes>,
    bytes: u64,
}

impl<'r> BodyFiles<'r> {
    /// Files are found from the site file's folder.
    pub(super) fn new(folder: Option<&'r Path>) -> Self {
        Self { folder, read: HashMap::new(), bytes: 0 }
    }

    /// The bytes of a file.
    ///
    /// It must lie in the site file's folder or below it, links followed: a site file that somebody else wrote must
    /// not be able to publish what else is on this machine.
    pub(super) fn load(&mut self, path: &At<String>, faults: &mut Faults) -> Option<Bytes> {
        let Some(folder) = self.folder else {
            faults.add(
                "body-file",
                &path.span,
                "there are no files beside this site",
                "use `body` or `json`",
            );
            return None;
        };
        let file = folder.join(&path.value);
        if let Some(bytes) = self.read.get(&file) {
            return Some(bytes.clone());
        }
        let inside = |file: &Path| Some(file.canonicalize().ok()?.starts_with(folder.canonicalize().ok()?));
        if file.exists() && inside(&file) != Some(true) || Path::new(&path.value).is_absolute() {
            let message = format!("{} lies outside the site file's folder", quoted(&path.value));
            faults.add("body-file", &path.span, message, "put the file beside the site file or below it");
            return None;
        }
        match bounded_file::read(&file, BODY_FILE_BYTES_MAX) {
            Ok(bytes) => {
                self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                if self.bytes > BODY_FILES_BYTES_MAX {
                    let message =
                        format!("the body files have more than {BODY_FILES_BYTES_MAX} bytes together");
                    faults.add("body-file", &path.span, message, "shorten them");
                    return None;
                }
                let bytes = Bytes::from(bytes);
                self.read.insert(file, bytes.clone());
                Some(bytes)
            }
            Err(fault) => {
                let name = quoted(&path.value);
                let (message, advice) = match fault {
                    InputFault::Missing(_) => {
                        (format!("{name} does not exist"), "the path is relative to the site file")
                    }
                    InputFault::Forbidden(_) => {
                        (format!("{name} may not be read: permission denied"), "check its mode and owner")
                    }
                    InputFault::Directory(_) => (format!("{name} is a directory"), "name a file in it"),
                    InputFault::Large { limit, .. } => {
                        (format!("{name} is larger than {limit} bytes, which is the most"), "shorten it")
                    }
                    InputFault::NotText { .. } => (format!("{name} is no text"), ""),
                    InputFault::Unreadable { fault, .. } => {
                        (format!("{name} could not be read: {fault}"), "")
                    }
                };
                faults.add("body-file", &path.span, message, advice);
                None
            }
        }
    }

    /// Every file that was read, in the order of their names.
    pub(super) fn into_paths(self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = self.read.into_keys().collect();
        paths.sort_unstable();
        paths
    }
}
