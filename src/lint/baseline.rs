//! Findings that are known already: written once, left out from then on.
//!
//! An entry holds neither line nor time nor secret, so that edits, moves and merges leave it as it is; two branches that
//! each add findings merge line by line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Fingerprint};

/// Most entries of a baseline.
pub const ENTRIES_MAX: usize = 1_000_000;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// What is known already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Known, usize>,
}

/// What an entry is about; the order is the file's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    rule: String,
    path: String,
    fingerprint: Fingerprint,
}

/// What is left after the baseline.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Findings that are new.
    pub new: Vec<Finding>,
    /// How many are known.
    pub known: usize,
    /// Entries that fit nothing any more, in a few words each.
    pub stale: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "localgear-baseline")]
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    path: String,
    fingerprint: String,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

impl Baseline {
    /// A baseline of these findings.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings {
            let known = Known {
                rule: finding.rule.to_string(),
                path: finding.place.path.to_string(),
                fingerprint: finding.fingerprint,
            };
            *counts.entry(known).or_insert(0) += 1;
        }
        Self { counts }
    }

    /// Reads what [`Baseline::text`] writes. Entries that a merge doubled count together.
    ///
    /// # Errors
    /// A sentence saying what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|fault| {
            format!(
                "this is no baseline (line {}, column {}); write one with `--write-baseline`",
                fault.line(),
                fault.column()
            )
        })?;
        if file.version != VERSION {
            return Err(format!(
                "the baseline is of version {}, and this localgear reads {VERSION}",
                file.version
            ));
        }
        if file.findings.len() > ENTRIES_MAX {
            return Err(format!("the baseline has more than {ENTRIES_MAX} entries"));
        }
        let mut counts = BTreeMap::new();
        for (number, Entry { rule, path, fingerprint, count }) in (1..).zip(file.findings) {
            let Some(fingerprint) = Fingerprint::parse(&fingerprint) else {
                return Err(format!("the fingerprint of entry {number} is not 32 hexadecimal digits"));
            };
            let known: &mut usize = counts.entry(Known { rule, path, fingerprint }).or_insert(0);
            *known = known.saturating_add(count);
        }
        Ok(Self { counts })
    }

    /// The file: sorted, an entry a line.
    #[must_use]
    pub fn text(&self) -> String {
        let entries = self.counts.iter().map(|(known, count)| {
            let entry = Entry {
                rule: known.rule.clone(),
                path: known.path.clone(),
                fingerprint: known.fingerprint.to_string(),
                count: *count,
            };
            serde_json::to_string(&entry).unwrap_or_default()
        });
        let entries: Vec<String> = entries.collect();
        let body = if entries.is_empty() { String::new() } else { format!("\n{}\n", entries.join(",\n")) };
        format!("{{\"localgear-baseline\": {VERSION}, \"findings\": [{body}]}}\n")
    }

    /// How many findings are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Takes out what is known. A finding is known in the file it was in; what is left of an entry then stands for the
    /// same finding in another file, because files move.
    #[must_use]
    pub fn compare(mut self, findings: Vec<Finding>) -> Compared {
        let mut take = |known: &Known| match self.counts.get_mut(known) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            Some(_) | None => false,
        };
        let mut compared = Compared::default();
        let unplaced: Vec<Finding> = findings
            .into_iter()
            .filter(|finding| {
                let known = Known {
                    rule: finding.rule.to_string(),
                    path: finding.place.path.to_string(),
                    fingerprint: finding.fingerprint,
                };
                let is_known = take(&known);
                compared.known += usize::from(is_known);
                !is_known
            })
            .collect();
        let mut left: BTreeMap<(String, Fingerprint), Vec<(Known, usize)>> = BTreeMap::new();
        for (known, count) in self.counts.into_iter().filter(|(_, count)| *count > 0) {
            left.entry((known.rule.clone(), known.fingerprint)).or_default().push((known, count));
        }
        for finding in unplaced {
            let moved = left.get_mut(&(finding.rule.to_string(), finding.fingerprint));
            match moved.and_then(|entries| entries.iter_mut().find(|(_, count)| *count > 0)) {
                Some((_, count)) => {
                    *count -= 1;
                    compared.known += 1;
                }
                None => compared.new.push(finding),
            }
        }
        let stale = left.into_values().flatten().filter(|(_, count)| *count > 0);
        compared.stale = stale
            .map(|(known, count)| {
                let times = if count == 1 { String::new() } else { format!(", {count} times") };
                format!("`{}` in `{}`{times} ({})", known.rule, known.path, known.fingerprint)
            })
            .collect();
        compared
    }
}

#[cfg(test)]
mod tests {
    use super::Baseline;
    use crate::finding::{Finding, Fingerprint, Frame, Place, Position, Severity, Span};

    fn finding(path: &str, value: &str, line: usize) -> Finding {
        let start = Position { line, column: 1 };
        Finding {
            rule: "key-in-query".into(),
            severity: Severity::Error,
            message: String::new(),
            help: "".into(),
            place: Place {
                path: path.into(),
                revision: None,
                span: Span::new(0, 0),
                start,
                end: start,
                frame: Frame::default(),
            },
            related: Vec::new(),
            fingerprint: Fingerprint::of("key-in-query", value.as_bytes(), "/x"),
            properties: Default::default(),
            fix: None,
        }
    }

    #[test]
    fn what_is_written_is_read_sorted_and_an_entry_a_line() {
        let some = [finding("b", "1", 3), finding("a", "2", 1), finding("b", "1", 9)];
        let baseline = Baseline::of(&some);
        let text = baseline.text();
        assert_eq!(Baseline::parse(&text), Ok(baseline));
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.lines().nth(1).unwrap().contains("\"path\":\"a\""), "{text}");
        assert!(text.lines().nth(2).unwrap().contains("\"count\":2"), "{text}");
        let none = Baseline::default().text();
        assert_eq!(Baseline::parse(&none), Ok(Baseline::default()));
    }

    #[test]
    fn a_finding_that_moved_to_another_line_or_file_is_known_and_a_second_one_is_new() {
        let baseline = Baseline::of(&[finding("a", "1", 3)]);
        let moved = baseline.clone().compare(vec![finding("c", "1", 70)]);
        assert_eq!((moved.known, moved.new.len(), moved.stale.len()), (1, 0, 0));
        let copied = baseline.clone().compare(vec![finding("0", "1", 1), finding("a", "1", 4)]);
        assert_eq!((copied.known, copied.stale.len()), (1, 0));
        assert_eq!(&*copied.new[0].place.path, "0", "the one in its old file is the known one");
        let other = baseline.compare(vec![finding("a", "2", 3)]);
        assert_eq!((other.known, other.new.len(), other.stale.len()), (0, 1, 1));
        assert!(other.stale[0].starts_with("`key-in-query` in `a` ("), "{}", other.stale[0]);
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_its_place() {
        let fault = Baseline::parse("{\n\"findings\": 3}").unwrap_err();
        assert!(fault.contains("line 2"), "{fault}");
        let newer = Baseline::parse("{\"localgear-baseline\": 2, \"findings\": []}").unwrap_err();
        assert!(newer.contains("version 2"), "{newer}");
    }
}
