//! Fixes: made in memory, looked at again, then written, or shown as a difference and not written.

use std::collections::BTreeMap;
use std::path::Path;

use similar::TextDiff;

use super::args::Args;
use super::reading::Gathered;
use crate::adapters::{bounded_file, replaced_file};
use crate::cli::screen;
use crate::finding::{Finding, Fix, Safety};
use crate::lint::mend::{Mended, mend};
use crate::site::Mask;

/// Largest file that is mended, in bytes.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// Lines around a difference.
const CONTEXT_LINES: usize = 3;

/// Mends every file with a finding that can be mended.
pub(super) fn fix(args: &Args, allowed: Safety, gathered: &mut Gathered) -> anyhow::Result<()> {
    let mut by_file: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    let fixable = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety <= allowed);
    let paths: Vec<String> = gathered
        .report
        .findings
        .iter()
        .filter(|one| fixable(one))
        .map(|one| one.place.path.to_string())
        .collect();
    gathered.report.findings.retain(|finding| {
        let here = paths.iter().any(|path| **path == *finding.place.path);
        if here {
            by_file.entry(finding.place.path.to_string()).or_default().push(finding.clone());
        }
        !here
    });
    for (path, findings) in by_file {
        let mended = one_file(args, allowed, gathered, &path, findings)?;
        gathered.report.findings.extend(mended);
    }
    Ok(())
}

/// Mends a file; gives back what is still to be found in it.
fn one_file(
    args: &Args,
    allowed: Safety,
    gathered: &mut Gathered,
    path: &str,
    findings: Vec<Finding>,
) -> anyhow::Result<Vec<Finding>> {
    let bytes = match bounded_file::read(Path::new(path), FILE_BYTES_MAX) {
        Ok(bytes) => bytes,
        Err(fault) => {
            gathered.report.notices.push(format!("not mended: {fault}"));
            return Ok(findings);
        }
    };
    let secrets = secrets(&findings);
    let linter = &gathered.linter;
    let before = findings.clone();
    let mended = mend(bytes.clone(), findings, allowed, |bytes| linter.lint(path, None, bytes).findings);
    let Mended { bytes: new, findings, count, dropped } = mended;
    gathered.report.notices.extend(dropped);
    if count == 0 {
        return Ok(findings);
    }
    if args.diff {
        screen::print(&difference(path, &bytes, &new, &secrets))?;
        return Ok(before);
    }
    match replaced_file::replace(Path::new(path), &new) {
        Ok(()) => {
            gathered.report.tally.mended += count;
            Ok(findings)
        }
        Err(fault) => {
            gathered.report.notices.push(format!("not mended: {fault}"));
            Ok(before)
        }
    }
}

/// A unified difference, keys masked.
fn difference(path: &str, old: &[u8], new: &[u8], secrets: &[String]) -> String {
    let [old, new] = [old, new].map(|bytes| masked(&String::from_utf8_lossy(bytes), secrets));
    let diff = TextDiff::from_lines(old.as_str(), new.as_str());
    let text = diff
        .unified_diff()
        .context_radius(CONTEXT_LINES)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string();
    text
}

/// What moves from one place to another in these fixes: whatever follows `Key=`.
fn secrets(findings: &[Finding]) -> Vec<String> {
    let edits = findings.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix: &Fix| &fix.edits);
    let mut secrets: Vec<String> = edits
        .flat_map(|edit| edit.text.split("Key=").skip(1))
        .map(|rest| {
            let ends = |c: char| {
                c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '\\' | '<' | '>' | '&' | ',' | ';')
            };
            rest.split(ends).next().unwrap_or_default().to_owned()
        })
        .filter(|secret| secret.len() >= 8 && !secret.contains(['$', '{', '%', '(']))
        .collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    secrets
}

fn masked(text: &str, secrets: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        text = text.replace(secret.as_str(), crate::site::MASKED);
        let encoded =
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
        text = text.replace(&encoded, crate::site::MASKED);
    }
    Mask::default().hide(&text, None).into_owned()
}
