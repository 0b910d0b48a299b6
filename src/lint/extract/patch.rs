//! Patches: what is added and what stays is read as the file that it becomes, what is removed showed what it held.

use super::super::format::{Format, detect_format};
use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::Text;
use super::code::extract_http_file;
use super::markdown::read_markdown;
use super::meaning::{hits_in, read_file, text_in};
use super::plain::setting_of;
use crate::finding::Span;

/// Most lines of one file's part of a patch that are read as a file.
const LINES_MAX: usize = 20_000;

/// Whether a text is a patch, or has one in it.
pub(super) fn is_patch(beginning: &str) -> bool {
    let beginning = beginning.trim_start_matches('\u{feff}');
    let begins = |word: &str| beginning.starts_with(word) || beginning.contains(&format!("\n{word}"));
    begins("diff --git ") || begins("--- ") && begins("+++ ") && begins("@@ -")
}

/// Sees what a patch adds, keeps and removes.
pub(super) fn read_patch(text: &Text<'_>, out: &mut Vec<Sighting>) {
    let mut file = Changed::default();
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        let line = line.trim_start_matches('\u{feff}');
        if !file.takes(line, span) {
            if line.starts_with("diff ") || line.starts_with("--- ") || line.starts_with("Index: ") {
                std::mem::take(&mut file).read(text, out);
            } else if let Some(name) = line.strip_prefix("+++ ") {
                // A time may stand behind the name.
                let name = name.split('\t').next().unwrap_or_default().trim().trim_matches('"');
                file = Changed { name: name.to_owned(), ..Changed::default() };
            }
            text_in(&text.part(span), Setting::Prose, Manner::Query, out);
        }
    }
    file.read(text, out);
}

/// What a patch does to one file.
#[derive(Debug, Default)]
struct Changed {
    name: String,
    /// How many lines the hunk still has, before and after.
    left: (usize, usize),
    /// The lines that are there afterwards, without their marks.
    after: Vec<Span>,
    /// The lines that were there before.
    before: Vec<Span>,
    removed: Vec<Span>,
}

impl Changed {
    /// Takes a line of a hunk, or one that announces it. Whether it was one.
    fn takes(&mut self, line: &str, span: Span) -> bool {
        if self.name.is_empty() || self.after.len() + self.before.len() > LINES_MAX {
            return false;
        }
        if let Some(ranges) = line.strip_prefix("@@ ") {
            let mut lengths = ranges.split(' ').map(length);
            self.left = (lengths.next().unwrap_or(0), lengths.next().unwrap_or(0));
            return false;
        }
        let inside = Span::new((span.start + 1).min(span.end), span.end);
        let (before, after) = self.left;
        match line.as_bytes().first() {
            Some(b'+') if after > 0 => {
                self.after.push(inside);
                self.left = (before, after - 1);
            }
            Some(b'-') if before > 0 => {
                self.before.push(inside);
                self.removed.push(inside);
                self.left = (before - 1, after);
            }
            Some(b' ' | b'\n' | b'\r') if before > 0 && after > 0 => {
                self.after.push(inside);
                self.before.push(inside);
                self.left = (before - 1, after - 1);
            }
            Some(_) | None => return false,
        }
        true
    }

    fn read(self, text: &Text<'_>, out: &mut Vec<Sighting>) {
        let joined = |lines: &[Span]| {
            Text::joined(&lines.iter().map(|line| text.part(*line)).collect::<Vec<Text<'_>>>())
        };
        let mut seen = Vec::new();
        if !self.after.is_empty() {
            as_file(&self.name, &joined(&self.after), &mut seen);
        }
        if !self.removed.is_empty() {
            let mut gone = Vec::new();
            as_file(&self.name, &joined(&self.before), &mut gone);
            let removed: Vec<Span> = self.removed.iter().map(|line| text.origin(*line)).collect();
            let is_removed = |name: Span| {
                let next = removed.partition_point(|line| line.end <= name.start);
                removed.get(next).is_some_and(|line| line.start <= name.start)
            };
            gone.retain(|one| matches!(one.value, SeenValue::Literal(..)) && is_removed(one.name));
            seen.append(&mut gone);
        }
        seen.iter_mut().for_each(|sighting| sighting.fix = None);
        out.append(&mut seen);
    }
}

/// The length in `-12,7` or `+3`.
fn length(range: &str) -> usize {
    match range.split_once(',') {
        Some((_, length)) => length.trim().parse().unwrap_or(0),
        None => usize::from(range.starts_with(['-', '+'])),
    }
}

fn as_file(name: &str, text: &Text<'_>, out: &mut Vec<Sighting>) {
    let format = detect_format(name, text.as_str().as_bytes());
    let setting = setting_of(format);
    if format == Format::Markdown {
        read_markdown(text, &hits_in(text.as_str()), out);
    } else if format == Format::HttpFile {
        extract_http_file(text, out);
    } else if !read_file(text, format, setting, 1, out) {
        text_in(text, setting, Manner::Query, out);
    }
}
