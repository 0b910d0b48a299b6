//! The history of a repository: one thread walks it, the others look.

use std::collections::HashMap;
use std::path::Path;
use std::thread;

use super::args::Args;
use super::reading::{Gathered, threads};
use crate::adapters::git_history::{self, Item, Met};
use crate::finding::{Finding, Fingerprint, UNUSED_IGNORE};
use crate::report::findings::Skipped;

/// Objects that wait to be looked at.
const WAITING_MAX: usize = 8;

/// What makes findings of two versions of a file the same.
type Same = (String, Fingerprint, String);

/// The first version that has a finding, and how many have it.
#[derive(Default)]
struct Versions(HashMap<Same, (usize, Finding, usize)>);

impl Versions {
    fn add(&mut self, number: usize, finding: Finding, times: usize) {
        let same = (finding.rule.to_string(), finding.fingerprint, finding.place.path.to_string());
        match self.0.entry(same) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert((number, finding, times));
            }
            std::collections::hash_map::Entry::Occupied(mut entry) => {
                let (first, kept, count) = entry.get_mut();
                *count += times;
                let earlier = (number, finding.place.start) < (*first, kept.place.start);
                if earlier {
                    (*first, *kept) = (number, finding);
                }
            }
        }
    }
}

/// Looks at everything that the repository of a path ever held. A finding that goes through many versions of a file is one,
/// with the commit that brought it.
pub(super) fn read(args: &Args, path: &Path, gathered: &mut Gathered) -> anyhow::Result<()> {
    let (items, waiting) = crossbeam_channel::bounded::<(usize, Item)>(WAITING_MAX);
    let mut skipped = Vec::new();
    let (walked, parts) = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads(args))
            .map(|_| {
                let waiting = waiting.clone();
                let mut part = gathered.fresh();
                scope.spawn(move || {
                    let mut versions = Versions::default();
                    for (number, item) in waiting {
                        let mut outcome = part.linter.lint(&item.path, Some(&item.revision), &item.bytes);
                        // What is over cannot be tidied up.
                        let findings = outcome.findings.drain(..).filter(|one| one.rule != UNUSED_IGNORE.id);
                        findings.for_each(|finding| versions.add(number, finding, 1));
                        part.add(&item.path, outcome);
                    }
                    (part, versions)
                })
            })
            .collect();
        drop(waiting);
        let mut number = 0;
        let walked = git_history::walk(path, &mut |met| match met {
            Met::Item(item) => {
                number += 1;
                items.send((number, item)).is_ok()
            }
            Met::Skipped { path, why, failed } => {
                skipped.push(Skipped { path, why, failed });
                true
            }
        });
        drop(items);
        let parts: Result<Vec<_>, _> = workers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (walked, parts)
    });
    let parts = parts.map_err(|_| anyhow::anyhow!("a thread of the linter stopped; please report it"))?;
    let mut all = Versions::default();
    for (part, versions) in parts {
        gathered.merge(part);
        versions.0.into_values().for_each(|(number, finding, times)| all.add(number, finding, times));
    }
    gathered.report.findings.extend(all.0.into_values().map(|(_, mut finding, times)| {
        if times > 1 {
            finding.properties.insert("versions", times);
        }
        finding
    }));
    gathered.report.skipped.extend(skipped);
    Ok(walked?)
}
