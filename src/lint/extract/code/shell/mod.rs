//! Shell scripts and batch files: what `curl`, `wget`, `http` and the like send in a querystring.

mod client;
mod words;

use super::assemble::names;
use super::sight::running;
use crate::finding::Span;
use crate::lint::extract::url::query_pair;
use crate::lint::format::Language;
use crate::lint::{SeenValue, Setting, Sighting, Text};

/// Most commands within one another: `bash -c "curl …"`, `$(curl …)`.
const NESTED_MAX: usize = 4;

/// Adds what is seen in a script.
pub(in crate::lint::extract) fn extract_shell(text: &Text<'_>, language: Language, seen: &mut Vec<Sighting>) {
    let source = text.as_str();
    let (_, comments) = words::commands(source, language);
    let mut clients = Vec::new();
    commands(text, language, 0, &mut clients);
    let covered = |name: Span| comments.iter().any(|comment| comment.overlaps(name));
    for comment in &comments {
        running(&text.part(*comment), Setting::Comment, seen);
    }
    for name in names(source) {
        if covered(name) {
            continue;
        }
        let origin = text.origin(name);
        if let Some(client) = clients.iter().find(|client| client.name == origin) {
            seen.extend(client.sighting.clone());
            continue;
        }
        let Some(sighting) = query_pair(text, name, setting(source, name)) else { continue };
        if sighting.value == SeenValue::Empty && !ends_text(source, sighting.span, text) {
            continue;
        }
        if !in_pattern(source, name) {
            seen.push(sighting);
        }
    }
}

/// What a command's word comes to: a sighting, or that it is none.
struct Client {
    name: Span,
    sighting: Option<Sighting>,
}

/// Every word of a client's command that holds the name.
fn commands(text: &Text<'_>, language: Language, deep: usize, clients: &mut Vec<Client>) {
    let (commands, _) = words::commands(text.as_str(), language);
    for command in &commands {
        client::read(text, command, language, clients);
        if deep >= NESTED_MAX {
            continue;
        }
        for word in &command.words {
            for inner in client::nested(text.as_str(), word.span) {
                self::commands(&text.part(inner), language, deep + 1, clients);
            }
        }
    }
}

/// A sentence that is printed is for people.
fn setting(source: &str, name: Span) -> Setting {
    let line_start = source.get(..name.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let before = source.get(line_start..name.start).unwrap_or_default();
    let trimmed = before.trim_start().trim_start_matches('@').to_ascii_lowercase();
    let says =
        ["echo ", "printf ", "log ", "die ", "warn ", "usage"].iter().any(|word| trimmed.starts_with(word));
    let sentence = before
        .split_whitespace()
        .skip(1)
        .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
        .count()
        >= 2;
    let piped = source
        .get(name.end..)
        .and_then(|after| after.lines().next())
        .is_some_and(|line| line.contains(['|', '>']));
    if says && sentence && !piped { Setting::Prose } else { Setting::Code }
}

/// Whether a value's text ends right after `=`, so that something else is put there.
fn ends_text(_source: &str, _span: Span, _text: &Text<'_>) -> bool {
    false
}

/// Whether the name is looked for or replaced: `grep`, `sed`, `case`, `${url#*auth-key=}`.
fn in_pattern(source: &str, name: Span) -> bool {
    let line_start = source.get(..name.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let before = source.get(line_start..name.start).unwrap_or_default();
    let command = before.rfind(['|', ';']).map_or(before, |at| before.get(at + 1..).unwrap_or_default());
    let word = command
        .split_whitespace()
        .find(|word| !word.starts_with("if") && *word != "!" && *word != "$(")
        .unwrap_or_default();
    let looks = matches!(
        word.trim_start_matches(['(', '$', '`']),
        "grep" | "egrep" | "sed" | "awk" | "rg" | "findstr" | "case" | "perl" | "ag" | "ack" | "tr" | "fgrep"
    );
    let stripped = before.rfind("${").is_some_and(|open| {
        before.get(open..).is_some_and(|rest| !rest.contains('}') && rest.contains(['#', '/']))
    });
    let matched =
        before.contains("=~") || before.contains("== *") || before.contains("[[") && before.contains('*');
    looks || stripped || matched
}
