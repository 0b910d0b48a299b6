//! Robot Framework: cells that two spaces part. `Create Dictionary  auth-key=…` is a query where `params=` is given it.

use std::collections::HashSet;

use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::{Text, line_before};
use super::meaning::{names_in, sighting_of_pair, text_in};
use crate::finding::Span;

/// Longest name of a variable, in bytes.
const NAME_BYTES_MAX: usize = 128;

/// Most lines that go on with `...`.
const LINES_MAX: usize = 64;

/// Sees what a suite sends.
pub(super) fn read_robot(text: &Text<'_>, out: &mut Vec<Sighting>) {
    let source = text.as_str();
    let given = given(source);
    let mut seen = Vec::new();
    text_in(text, Setting::Code, Manner::Query, &mut seen);
    let mut comments = HashSet::new();
    let taken: HashSet<Span> = seen.iter().map(|one| one.name).collect();
    for name in names_in(source) {
        let Some(before) = line_before(source, name.start) else { continue };
        let start = name.start - before.len();
        let own = text.origin(name);
        let is_seen = taken.contains(&own);
        if before.trim_start().starts_with('#') {
            comments.insert(own);
        } else if !is_seen {
            seen.extend(pair(text, name, before, start, &given));
        }
    }
    let is_comment = |one: &&mut Sighting| comments.contains(&one.name);
    seen.iter_mut().filter(is_comment).for_each(|one| one.setting = Setting::Comment);
    out.append(&mut seen);
}

/// The variables that requests are given as their `params`.
fn given(source: &str) -> HashSet<&str> {
    let names = source
        .split("params=")
        .skip(1)
        .filter_map(|rest| rest.strip_prefix("${").or_else(|| rest.strip_prefix("&{"))?.split('}').next());
    names.filter(|name| name.len() <= NAME_BYTES_MAX).collect()
}

/// A cell that is a pair, or a name and its value beside it, of a dictionary that becomes the querystring.
fn pair(
    text: &Text<'_>,
    name: Span,
    before: &str,
    line_start: usize,
    given: &HashSet<&str>,
) -> Option<Sighting> {
    let source = text.as_str();
    let cell = before.rfind(['\t']).max(before.rfind("  ").map(|at| at + 1)).map_or(0, |at| at + 1);
    let after = source.get(name.end..)?;
    // `params=auth-key=…`, `params=a=b&auth-key=…`.
    let cell = before.get(cell..)?;
    let is_given = cell == "params=" || cell.starts_with("params=") && cell.ends_with('&');
    let is_alone = cell.is_empty();
    let value = match after.strip_prefix('=') {
        Some(value) => value,
        None => after.trim_start_matches([' ', '\t']),
    };
    let is_query = is_given || is_alone && becomes_query(source, line_start, before, given);
    if !is_query || value.len() == after.len() {
        return None;
    }
    let at = source.len() - value.len();
    let line = value.split(['\n', '\r']).next().unwrap_or_default();
    let length = ["  ", "\t", "&"].iter().filter_map(|end| line.find(end)).min();
    let value = Span::new(at, at + length.unwrap_or(line.len()));
    let seen = sighting_of_pair(
        Setting::Code,
        text.origin(name),
        Some(&text.part(value)),
        text.origin(name.with(value)),
    );
    (seen.value != SeenValue::Empty).then_some(seen)
}

/// Whether the dictionary that a line makes is given to a request as its `params`.
fn becomes_query(source: &str, line_start: usize, before: &str, given: &HashSet<&str>) -> bool {
    let mut row = before;
    let mut start = line_start;
    for _ in 0..LINES_MAX {
        if !row.trim_start().starts_with("...") {
            break;
        }
        let end = start.saturating_sub(1);
        start = source.get(..end).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        row = source.get(start..end).unwrap_or_default();
    }
    let Some(open) = row.find(['$', '&']).filter(|at| row.get(at + 1..at + 2) == Some("{")) else {
        return false;
    };
    let inner = row.get(open + 2..).and_then(|rest| rest.split('}').next()).unwrap_or_default();
    given.contains(inner)
}
