//! Files of no format that is known, but for their name or their beginning.

use std::collections::HashSet;

use super::super::prefilter::Hit;
use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::{Text, line_around, line_before};
use super::meaning::names_in;
use super::{Document, calendar, gherkin, patch, plain, power_query, robot, snapshot, transcript};
use crate::finding::Span;

/// Longest line that is read by itself, in bytes.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// Extensions of text that people read; a file of another, or of none that is known, is as likely a program.
const PROSE: [&str; 18] = [
    "txt", "text", "asc", "nfo", "rtf", "tex", "man", "po", "pot", "srt", "vtt", "lst", "me", "eml", "dump",
    "out", "log", "doc",
];

/// What begins a comment in most languages.
const COMMENTS: [&str; 9] = ["#", "//", "--", ";", "*", "/*", "%", "\"\"\"", "<!--"];

/// Files of no format that is known, but for their name.
pub(super) fn other(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let file = document.name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let file = file.strip_suffix(".gz").unwrap_or(&file);
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "pq" | "pqm" | "m" | "tmdl" => power_query::read_power_query(&document.text, seen),
        "_redirects" => redirects(document, hits, seen),
        "feature" => by_lines(document, hits, seen, gherkin::read_step),
        "vcf" | "vcard" | "vcs" | "ics" | "ical" | "ifb" => calendar::read_calendar(&document.text, seen),
        "robot" | "resource" => robot::read_robot(&document.text, seen),
        "snap" => {
            plain(document, hits, seen);
            snapshot::read_snapshot(&document.text, seen);
        }
        _ if file == "_redirects" => redirects(document, hits, seen),
        _ if patch::is_patch(document.beginning) => patch::read_patch(&document.text, seen),
        _ if transcript::is_transcript(document.beginning) => {
            by_lines(document, hits, seen, transcript::read_command);
        }
        extension => {
            let first = seen.len();
            plain(document, hits, seen);
            let is_prose = extension.is_empty()
                || PROSE.contains(&extension)
                || extension.bytes().all(|byte| byte.is_ascii_digit());
            if !is_prose {
                as_programs_do(document, seen.get_mut(first..).unwrap_or_default());
                put_together(document, seen);
            }
        }
    }
}

/// Where each line leads a caller.
fn redirects(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let first = seen.len();
    plain(document, hits, seen);
    seen.iter_mut().skip(first).for_each(|sighting| {
        sighting.setting = Setting::Code;
        sighting.manner = Manner::Redirect;
    });
}

/// In a program of whatever language, what is put in later stands in quotes; in a comment it is a placeholder.
fn as_programs_do(document: &Document<'_>, seen: &mut [Sighting]) {
    let text = &document.text;
    let base = text.origin(Span::new(0, 0)).start;
    let source = text.as_str();
    for sighting in seen.iter_mut().filter(|one| matches!(one.value, SeenValue::Dynamic(_))) {
        let Some(at) = sighting.name.start.checked_sub(base) else { continue };
        let Some(before) = line_before(source, at) else { continue };
        let before = before.trim_start_matches('\u{feff}');
        let is_comment = COMMENTS.iter().any(|mark| before.trim_start().starts_with(mark));
        let is_quoted = ['"', '\'', '`'].iter().any(|quote| before.matches(*quote).count() % 2 == 1);
        if is_quoted && !is_comment {
            sighting.setting = Setting::Code;
        }
    }
}

/// Adds `'…?', 'auth-key=', $key`: what a program in whatever language puts together.
fn put_together(document: &Document<'_>, seen: &mut Vec<Sighting>) {
    let text = &document.text;
    let source = text.as_str();
    let taken: HashSet<Span> = seen.iter().map(|one| one.name).collect();
    for name in names_in(source) {
        let own = text.origin(name);
        let before = source.get(..name.start).unwrap_or_default();
        let joins = |c: char| c.is_whitespace() || matches!(c, ',' | '+' | '.' | '~' | '|' | '<' | '>');
        let left = before.strip_suffix(['"', '\'']).map(|left| left.trim_end_matches(joins));
        let is_query = left
            .and_then(|left| left.strip_suffix(['"', '\'']))
            .is_some_and(|left| left.ends_with(['?', '&']));
        let is_pair = source.get(name.end..).is_some_and(|after| after.starts_with('='));
        if !is_query || !is_pair || taken.contains(&own) {
            continue;
        }
        let line = line_before(source, name.start).unwrap_or_default().trim_start_matches('\u{feff}');
        if !COMMENTS.iter().any(|mark| line.trim_start().starts_with(mark)) {
            seen.push(Sighting::in_query(Setting::Code, own, own, SeenValue::Dynamic(own)));
        }
    }
}

/// Reads each line that holds a hit by itself, where it can be; the others are text.
fn by_lines(
    document: &Document<'_>,
    hits: &[Hit],
    seen: &mut Vec<Sighting>,
    read: fn(&Text<'_>, &mut Vec<Sighting>) -> bool,
) {
    let source = document.text.as_str();
    let mut rest = Vec::new();
    let mut last: Option<(Span, bool)> = None;
    for hit in hits {
        let at = document.offset_of(*hit);
        let known = last.filter(|(line, _)| line.range().contains(&at));
        let (line, taken) = known.unwrap_or_else(|| {
            let line = line_around(source.as_bytes(), at);
            (line, line.len() <= LINE_BYTES_MAX && read(&document.text.part(line), seen))
        });
        last = Some((line, taken));
        if !taken {
            rest.push(*hit);
        }
    }
    plain(document, &rest, seen);
}
