//! What somebody typed in a terminal: each line after a prompt is a command that was run.

use super::super::format::Language;
use super::super::sighting::{Setting, Sighting};
use super::super::text::Text;
use super::meaning::script;
use crate::finding::Span;

/// Longest prompt, in bytes.
const PROMPT_BYTES_MAX: usize = 200;

/// Whether a text begins with a prompt, and so is all of a session.
pub(super) fn is_transcript(beginning: &str) -> bool {
    let first = beginning.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| prompt(line).is_some())
}

/// Sees what a line's command sends; says whether the line is one.
pub(super) fn read_command(line: &Text<'_>, out: &mut Vec<Sighting>) -> bool {
    let source = line.as_str();
    let Some((language, from)) = prompt(source) else { return false };
    script(&line.part(Span::new(from, source.len())), language, Setting::Code, out);
    true
}

/// The shell whose prompt a line begins with, and where the command starts.
fn prompt(line: &str) -> Option<(Language, usize)> {
    let mut end = line.len().min(PROMPT_BYTES_MAX);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = line.get(..end)?;
    if head.starts_with("PS ") || head.starts_with("PS>") {
        return Some((Language::PowerShell, head.find('>')? + 1));
    }
    if head.get(1..3) == Some(":\\") && head.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some((Language::Batch, head.find('>')? + 1));
    }
    if head.starts_with("$ ") {
        return Some((Language::Shell, 1));
    }
    // `user@host:~/orders$ `, `[root@host orders]# `.
    let mark = ["$ ", "# "].iter().filter_map(|mark| head.find(mark)).min()?;
    let prompt = head.get(..mark)?;
    let words = prompt.trim_start_matches('[').trim_end_matches(']').split(' ').count();
    let whose = prompt.contains('@') && (words == 1 || prompt.starts_with('[') && words == 2);
    whose.then_some((Language::Shell, mark + 1))
}
