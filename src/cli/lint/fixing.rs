//! Fixes: made in memory, looked at again, then written, or shown as a difference and not written.

use std::collections::BTreeMap;
use std::path::Path;

use similar::TextDiff;

use super::args::Args;
use super::reading::{Gathered, stdin_name};
use crate::adapters::{bounded_file, replaced_file};
use crate::cli::screen;
use crate::finding::{Finding, Safety};
use crate::lint::Kept;
use crate::lint::mend::{Mended, mend};
use crate::site::{KeySecret, MASKED, Mask};

/// Largest file that is mended, in bytes.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// Shortest value that is hidden in a difference, in bytes; a shorter one is no secret but a word.
const SECRET_BYTES_MIN: usize = 4;

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
    let from_stdin = gathered.stdin.take_if(|_| path == stdin_name(args));
    let bytes = match from_stdin.map_or_else(|| bounded_file::read(Path::new(path), FILE_BYTES_MAX), Ok) {
        Ok(bytes) => bytes,
        Err(fault) => {
            gathered.report.notices.push(format!("not mended: {fault}"));
            return Ok(findings);
        }
    };
    let linter = &gathered.linter;
    let before = findings.clone();
    let mended = mend(bytes.clone(), findings, allowed, |bytes| linter.lint(path, None, bytes).findings);
    let Mended { bytes: new, findings, count, dropped } = mended;
    gathered.report.notices.extend(dropped);
    if count == 0 {
        return Ok(findings);
    }
    if args.diff {
        let keeping = linter.clone().keeping(Kept { secrets: true, ..Kept::default() });
        let secrets = [&bytes, &new].into_iter().flat_map(|bytes| keeping.lint(path, None, bytes).secrets);
        let mut secrets: Vec<KeySecret> =
            secrets.filter(|one| one.reveal().len() >= SECRET_BYTES_MIN).collect();
        // A longer one may hold a shorter one.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.reveal().len()));
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
fn difference(path: &str, old: &[u8], new: &[u8], secrets: &[KeySecret]) -> String {
    let [old, new] = [old, new].map(|bytes| masked(&String::from_utf8_lossy(bytes), secrets));
    let diff = TextDiff::from_lines(old.as_str(), new.as_str());
    diff.unified_diff()
        .context_radius(CONTEXT_LINES)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

fn masked(text: &str, secrets: &[KeySecret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        let secret = secret.reveal();
        text = text.replace(secret, MASKED);
        let encoded =
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
        text = text.replace(&encoded, MASKED);
    }
    Mask::default().hide(&text, None).into_owned()
}
