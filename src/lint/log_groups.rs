//! In a log one finding stands for a key, a route and a client: its first line is the place, the others are counted.

use std::collections::HashMap;

use crate::finding::{Finding, Fingerprint, KEY_IN_LOG, RELATED_MAX};

/// Most groups of one file that are told apart; what comes after them is counted.
pub const GROUPS_MAX: usize = 50_000;

/// What a group has in common.
type Group = (String, Fingerprint, Option<String>);

/// Findings of one file, those of its log lines grouped.
#[derive(Debug, Default)]
pub struct LogGroups {
    index: HashMap<Group, usize>,
    findings: Vec<(Finding, usize)>,
    left_out: usize,
}

impl LogGroups {
    /// Takes a finding, in the order of the file.
    pub fn add(&mut self, finding: Finding) {
        if !is_of_log(&finding) {
            self.findings.push((finding, 0));
            return;
        }
        let client = finding.properties.get("client").and_then(|client| client.as_str()).map(str::to_owned);
        let group = (finding.rule.to_string(), finding.fingerprint, client);
        match self.index.get(&group).and_then(|at| self.findings.get_mut(*at)) {
            Some((first, count)) => {
                *count += 1;
                if first.related.len() < RELATED_MAX {
                    first.related.push(finding.place);
                }
                if let Some(at) = finding.properties.get("firstSeen") {
                    first.properties.insert("lastSeen", at.clone());
                }
            }
            None if self.index.len() < GROUPS_MAX => {
                self.index.insert(group, self.findings.len());
                self.findings.push((finding, 1));
            }
            None => self.left_out += 1,
        }
    }

    /// The findings, in the order of the file, and how many belong to no group any more.
    #[must_use]
    pub fn end(self) -> (Vec<Finding>, usize) {
        let told = self.findings.into_iter().map(|(mut finding, count)| {
            if count > 0 {
                finding.properties.insert("count", count.into());
                if let Some(first) = finding.properties.get("firstSeen").cloned() {
                    finding.properties.entry("lastSeen").or_insert(first);
                }
            }
            if count > 1 {
                finding.message.push_str(&format!(" ({count} times)"));
            }
            finding
        });
        (told.collect(), self.left_out)
    }
}

/// Whether it is of a log's line: those say who called, or when.
fn is_of_log(finding: &Finding) -> bool {
    finding.rule == KEY_IN_LOG.id
        || finding.properties.contains_key("client")
        || finding.properties.contains_key("firstSeen")
}

#[cfg(test)]
mod tests {
    use super::LogGroups;
    use crate::finding::{
        Finding, Fingerprint, Frame, KEY_IN_LOG, Place, Position, RELATED_MAX, Severity, Span,
    };

    fn finding(rule: &'static str, line: usize, path: &str, client: Option<&str>) -> Finding {
        let start = Position { line, column: 1 };
        let mut finding = Finding {
            rule: rule.into(),
            severity: Severity::Error,
            message: "seen".to_owned(),
            help: String::new(),
            place: Place {
                path: "a.log".into(),
                revision: None,
                span: Span::new(0, 0),
                start,
                end: start,
                frame: Frame::default(),
            },
            related: Vec::new(),
            fingerprint: Fingerprint::of(rule, b"k", path),
            properties: Default::default(),
            fix: None,
        };
        finding.properties.extend(client.map(|client| ("client", client.into())));
        finding.properties.extend(client.map(|_| ("firstSeen", format!("t{line}").into())));
        finding
    }

    #[test]
    fn lines_of_one_key_route_and_client_are_one_finding_with_count_and_times() {
        let mut groups = LogGroups::default();
        for (line, path, client) in [(1, "/a", "x"), (2, "/a", "y"), (3, "/b", "x"), (4, "/A/", "x")] {
            groups.add(finding(KEY_IN_LOG.id, line, path, Some(client)));
        }
        let (findings, left_out) = groups.end();
        let told: Vec<(usize, usize)> =
            findings.iter().map(|one| (one.place.start.line, one.related.len())).collect();
        assert_eq!((told, left_out), (vec![(1, 1), (2, 0), (3, 0)], 0));
        assert_eq!(findings[0].message, "seen (2 times)");
        let properties = &findings[0].properties;
        assert_eq!((&properties["count"], &properties["firstSeen"]), (&2.into(), &"t1".into()));
        assert_eq!(properties["lastSeen"], "t4");
    }

    #[test]
    fn what_is_of_no_log_is_not_grouped() {
        let mut groups = LogGroups::default();
        groups.add(finding("key-in-query", 1, "/a", None));
        groups.add(finding("key-in-query", 2, "/a", None));
        let (findings, _) = groups.end();
        assert_eq!(findings.len(), 2);
        assert!(!findings[0].properties.contains_key("count"));
    }

    #[test]
    fn other_places_are_named_up_to_a_limit_and_counted_beyond_it() {
        let mut groups = LogGroups::default();
        for line in 1..=RELATED_MAX + 11 {
            groups.add(finding(KEY_IN_LOG.id, line, "/a", Some("x")));
        }
        let (findings, _) = groups.end();
        assert_eq!((findings[0].related.len(), &findings[0].properties["count"]), (RELATED_MAX, &111.into()));
    }
}
