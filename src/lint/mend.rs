//! Applying fixes: bytes and fixes give bytes, and the linter looks at what came out before anybody keeps it.
//!
//! A fix is kept only when its finding is gone afterwards and no rule sees more than it did before.

use std::collections::{BTreeMap, HashSet};

use crate::finding::{Edit, Finding, Fingerprint, KEY_LITERAL, Safety};

/// Most times that a file is mended and looked at again.
pub const ROUNDS_MAX: usize = 12;

/// Most fixes of a file that are tried one by one when all together do harm.
pub const SINGLES_MAX: usize = 200;

/// A file after its fixes.
#[derive(Clone, PartialEq)]
pub struct Mended {
    /// What the file should hold now.
    pub bytes: Vec<u8>,
    /// What is still to be found in it.
    pub findings: Vec<Finding>,
    /// How many findings were mended.
    pub count: usize,
    /// Fixes that were not kept, each with the reason.
    pub dropped: Vec<String>,
}

/// Without the bytes.
impl std::fmt::Debug for Mended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mended({} bytes, {} mended, {:?})", self.bytes.len(), self.count, self.dropped)
    }
}

/// What tells one fix from another while the file changes.
type Mark = (String, Fingerprint);

/// Mends a file as far as fixes of that safety go. `lint` finds what is wrong with bytes.
pub fn mend(
    bytes: Vec<u8>,
    findings: Vec<Finding>,
    allowed: Safety,
    mut lint: impl FnMut(&[u8]) -> Vec<Finding>,
) -> Mended {
    let mut mended = Mended { bytes, findings, count: 0, dropped: Vec::new() };
    let mut refused: HashSet<Mark> = HashSet::new();
    let mut singles = 0;
    for _ in 0..ROUNDS_MAX {
        let chosen = choose(&mended.findings, allowed, &refused);
        if chosen.is_empty() {
            break;
        }
        if let Some(better) = attempt(&mended, &chosen, &mut lint) {
            mended = better;
            continue;
        }
        // Together they do harm: one at a time shows which.
        let marks: Vec<Mark> = chosen.into_iter().map(mark).collect();
        for mark in marks {
            // Another finding may say the same of a place that cannot be mended.
            let is_it = |finding: &&Finding| may_be_made(finding, allowed) && self::mark(finding) == mark;
            let Some(single) = mended.findings.iter().find(is_it) else { continue };
            singles += 1;
            let better = if singles > SINGLES_MAX { None } else { attempt(&mended, &[single], &mut lint) };
            match better {
                Some(better) => mended = better,
                None => {
                    let place = &single.place;
                    let why = match singles > SINGLES_MAX {
                        true => "too many fixes of this file do harm together",
                        false => "the finding would not be gone, or another would be new",
                    };
                    mended.dropped.push(format!(
                        "{}:{}: the fix of `{}` was not kept: {why}",
                        place.path, place.start.line, single.rule
                    ));
                    refused.insert(mark);
                }
            }
        }
    }
    mended
}

fn mark(finding: &Finding) -> Mark {
    (finding.rule.to_string(), finding.fingerprint)
}

/// Whether it has a fix of that safety.
fn may_be_made(finding: &Finding, allowed: Safety) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety <= allowed && !fix.edits.is_empty())
}

/// Findings whose fixes can be made at once: allowed, and none touching another; the first wins.
fn choose<'f>(findings: &'f [Finding], allowed: Safety, refused: &HashSet<Mark>) -> Vec<&'f Finding> {
    let fits = |finding: &&Finding| may_be_made(finding, allowed) && !refused.contains(&mark(finding));
    let mut fixable: Vec<&Finding> = findings.iter().filter(fits).collect();
    fixable.sort_by_key(|finding| {
        finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.start).min().unwrap_or(usize::MAX)
    });
    let mut chosen: Vec<&Finding> = Vec::new();
    let mut taken: Vec<Edit> = Vec::new();
    for finding in fixable {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let clash = |edit: &Edit| {
            // Two insertions at one place would have no order.
            taken.iter().rev().take(64).any(|other| {
                edit.span.overlaps(other.span)
                    || edit.span.start == other.span.start
                    || edit.span.is_empty() && other.span.end == edit.span.start
            })
        };
        if !edits.clone().any(clash) {
            taken.extend(edits.cloned());
            chosen.push(finding);
        }
    }
    chosen
}

/// The file with these fixes, if that does it nothing but good.
fn attempt(
    before: &Mended,
    chosen: &[&Finding],
    lint: &mut impl FnMut(&[u8]) -> Vec<Finding>,
) -> Option<Mended> {
    let edits: Vec<&Edit> =
        chosen.iter().flat_map(|finding| finding.fix.iter()).flat_map(|fix| &fix.edits).collect();
    let bytes = apply(&before.bytes, &edits)?;
    let findings = lint(&bytes);
    let by_rule = |findings: &[Finding]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.rule.to_string()).or_insert(0) += 1;
        }
        counts
    };
    let (old, new) = (by_rule(&before.findings), by_rule(&findings));
    // A key that a site knows is still a literal once it is out of the URL; that is no new harm.
    let none_new = new
        .iter()
        .all(|(rule, count)| rule == KEY_LITERAL.id || old.get(rule).is_some_and(|old| count <= old));
    let count_of = |findings: &[Finding], of: &Mark| findings.iter().filter(|one| mark(one) == *of).count();
    let mut gone: BTreeMap<Mark, usize> = BTreeMap::new();
    for finding in chosen {
        *gone.entry(mark(finding)).or_insert(0) += 1;
    }
    let all_gone =
        gone.iter().all(|(of, gone)| count_of(&findings, of) + gone <= count_of(&before.findings, of));
    (none_new && all_gone).then(|| Mended {
        bytes,
        findings,
        count: before.count + chosen.len(),
        dropped: before.dropped.clone(),
    })
}

/// The bytes with the edits made; `None` where the edits do not fit the bytes or one another.
#[must_use]
pub fn apply(bytes: &[u8], edits: &[&Edit]) -> Option<Vec<u8>> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in edits {
        if edit.span.start < at {
            return None;
        }
        out.extend_from_slice(bytes.get(at..edit.span.start)?);
        out.extend_from_slice(edit.text.as_bytes());
        bytes.get(edit.span.range())?;
        at = edit.span.end;
    }
    out.extend_from_slice(bytes.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Safety, apply, mend};
    use crate::finding::{Edit, Finding, Fingerprint, Fix, Frame, Place, Position, Severity, Span};

    /// A linter of a small world: each `k` is a finding, mended by making it `.`; `K` can be mended unsafely; the fix of `b`
    /// makes two of it, and `B` is the same finding without a fix.
    fn lint(bytes: &[u8]) -> Vec<Finding> {
        let found = bytes.iter().enumerate().filter(|(_, byte)| b"kKbB".contains(byte));
        let findings = found.map(|(at, byte)| {
            let start = Position { line: 1, column: at + 1 };
            let safety = if *byte == b'K' { Safety::Unsafe } else { Safety::Safe };
            let text = if *byte == b'b' { "bb" } else { "." };
            let kind = if *byte == b'B' { b'b' } else { *byte };
            Finding {
                rule: char::from(kind).to_string().into(),
                severity: Severity::Error,
                message: String::new(),
                help: "".into(),
                place: Place {
                    path: "f".into(),
                    revision: None,
                    span: Span::new(at, at + 1),
                    start,
                    end: start,
                    frame: Frame::default(),
                },
                related: Vec::new(),
                fingerprint: Fingerprint::of("k", &[kind], ""),
                properties: Default::default(),
                fix: (*byte != b'B').then(|| Fix {
                    title: String::new(),
                    safety,
                    edits: vec![Edit { span: Span::new(at, at + 1), text: text.to_owned() }],
                }),
            }
        });
        findings.collect()
    }

    fn mended(text: &str, allowed: Safety) -> (String, usize, usize) {
        let mended = mend(text.as_bytes().to_vec(), lint(text.as_bytes()), allowed, lint);
        (String::from_utf8(mended.bytes).unwrap(), mended.count, mended.dropped.len())
    }

    #[test]
    fn safe_fixes_are_made_and_unsafe_ones_only_when_asked_for() {
        assert_eq!(mended("akkbK", Safety::Safe), ("a..bK".to_owned(), 2, 1));
        assert_eq!(mended("ak_K", Safety::Unsafe), ("a._.".to_owned(), 2, 0));
    }

    #[test]
    fn a_fix_that_leaves_its_finding_or_makes_another_is_dropped_and_told() {
        assert_eq!(mended("b", Safety::Safe), ("b".to_owned(), 0, 1));
        // The same finding stands before it, where nothing can be mended.
        assert_eq!(mended("Bb", Safety::Safe), ("Bb".to_owned(), 0, 1));
    }

    #[test]
    fn edits_that_do_not_fit_are_not_made() {
        let edit = |start, end| Edit { span: Span::new(start, end), text: "x".to_owned() };
        assert_eq!(apply(b"abcd", &[&edit(1, 2), &edit(3, 4)]), Some(b"axcx".to_vec()));
        assert_eq!(apply(b"abcd", &[&edit(0, 3), &edit(2, 4)]), None);
        assert_eq!(apply(b"abcd", &[&edit(3, 9)]), None);
    }
}
