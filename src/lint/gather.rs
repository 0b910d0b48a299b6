//! Step 6: a log tells the same thing a thousand times. One finding stands for a key, a route and a client.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::finding::{Finding, Fingerprint, Frame, Place, RELATED_MAX};
use foldhash::fast::RandomState;

/// Most different findings of one log that are kept; what comes after is counted.
pub const DIFFERENT_MAX: usize = 100_000;

/// The findings of one log.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    findings: Vec<(Finding, usize)>,
    by_kind: HashMap<(Cow<'static, str>, Fingerprint, Option<String>), usize, RandomState>,
    /// How many more there were than could be kept.
    pub(super) more: usize,
}

impl Gathered {
    /// Adds findings, in the order of the file.
    pub(super) fn add(&mut self, findings: Vec<Finding>) {
        for mut finding in findings {
            let client = finding.properties.text("client").map(str::to_owned);
            let kind = (finding.rule.clone(), finding.fingerprint, client);
            let known = self.by_kind.get(&kind).copied();
            let room = self.findings.len() < DIFFERENT_MAX;
            match known.and_then(|at| self.findings.get_mut(at)) {
                Some((first, count)) => {
                    *count += 1;
                    if first.related.len() < RELATED_MAX {
                        // Reports show where the others are, and only the first as it stands there.
                        first.related.push(Place { frame: Frame::default(), ..finding.place });
                    }
                    first.severity = first.severity.max(finding.severity);
                    if let Some(at) = finding.properties.remove("firstSeen") {
                        first.properties.insert("lastSeen", at);
                    }
                }
                None if !room => self.more += 1,
                None => {
                    if let Some(at) = finding.properties.get("firstSeen").cloned() {
                        finding.properties.insert("lastSeen", at);
                    }
                    self.by_kind.insert(kind, self.findings.len());
                    self.findings.push((finding, 1));
                }
            }
        }
    }

    /// Each kind once, its count in the message and in its properties.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let told = self.findings.into_iter().map(|(mut finding, count)| {
            if count > 1 {
                finding.message.push_str(&format!(", {count} times"));
            }
            finding.properties.insert("count", count);
            finding
        });
        told.collect()
    }
}
