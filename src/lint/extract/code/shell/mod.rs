//! Shell scripts and batch files: what `curl`, `wget`, `http` and the like send in a querystring.

mod client;
mod mend;
mod variables;
mod words;

use std::collections::HashMap;

use super::assemble::names;
use super::sight::running;
use crate::finding::Span;
use crate::lint::extract::meaning::{read_file, script};
use crate::lint::extract::url::query_pair;
use crate::lint::format::{Format, Language};
use crate::lint::text::{line_before, tail};
use crate::lint::{SeenValue, Setting, Sighting, Text};
use variables::Variables;
use words::Heredoc;

/// How much of a line before a name is looked at, in bytes.
const LINE_BYTES_MAX: usize = 1024;
/// Most commands within one another: `bash -c "curl …"`, `$(curl …)`.
const NESTED_MAX: usize = 4;

/// Adds what is seen in a script.
pub(in crate::lint::extract) fn extract_shell(text: &Text<'_>, language: Language, seen: &mut Vec<Sighting>) {
    let source = text.as_str();
    let words::Parts { comments, heredocs, .. } = words::parts(source, language);
    let mut clients = Vec::new();
    let known = Variables::of(source);
    let parameters = variables::parameters(source, &known.queries);
    commands(text, language, 0, &known, &mut clients);
    // Programs of other languages within the script.
    let mut programs: Vec<Span> = Vec::new();
    for Heredoc { line, body } in heredocs {
        match interpreter(source.get(line.range()).unwrap_or_default()) {
            Some(language) => {
                script(&text.part(body), language, Setting::Code, seen);
                programs.push(body);
            }
            None => commands(&text.part(body), language, 1, &known, &mut clients),
        }
    }
    let clients: HashMap<Span, Option<Sighting>> =
        clients.into_iter().map(|client| (client.name, client.sighting)).collect();
    let covered = |name: Span| {
        [&comments, &programs].into_iter().any(|spans| {
            let next = spans.partition_point(|span| span.end <= name.start);
            spans.get(next).is_some_and(|span| span.overlaps(name))
        })
    };
    for comment in &comments {
        running(&text.part(*comment), Setting::Comment, seen);
    }
    for name in names(source) {
        if covered(name) {
            continue;
        }
        let origin = text.origin(name);
        if let Some(sighting) = in_exec_form(text, name) {
            seen.push(sighting);
            continue;
        }
        let made = variables::made(text, name, &known.queries)
            .or_else(|| variables::named(text, name, &parameters))
            .or_else(|| variables::given(text, name, &known.pairing))
            .or_else(|| variables::element(text, name));
        if let Some(sighting) = made {
            seen.push(sighting);
            continue;
        }
        if let Some(sighting) = clients.get(&origin) {
            seen.extend(sighting.clone());
            continue;
        }
        let Some(sighting) = query_pair(text, name, setting(source, name)) else { continue };
        if sighting.value == SeenValue::Empty {
            continue;
        }
        if !in_pattern(source, name) {
            seen.push(sighting);
        }
    }
}

/// The language of the program that a line runs with what follows it: `python3 - <<'PY'`, `cat <<EOF | node`.
fn interpreter(line: &str) -> Option<Language> {
    line.split([' ', '\t', '|', ';', '&', '(']).find_map(Language::of_program)
}

/// `CMD ["curl", "-G", "https://…", "-d", "auth-key=…"]` of a Dockerfile.
fn in_exec_form(text: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = text.as_str();
    let line = line_before(source, name.start)?.strip_suffix('"')?;
    let is_instruction = ["CMD ", "ENTRYPOINT ", "RUN ", "HEALTHCHECK "]
        .iter()
        .any(|word| line.trim_start().starts_with(word));
    let open = name.start - 1 - line.len() + line.find('[').filter(|_| is_instruction)?;
    let rest = source.get(open..)?;
    let list = text.part(Span::new(open, open + rest.find('\n').unwrap_or(rest.len())));
    let mut seen = Vec::new();
    read_file(&list, Format::Json, Setting::Code, 1, &mut seen);
    let own = text.origin(name);
    seen.into_iter().find(|sighting| sighting.name == own)
}

/// What a text in a program comes to that is a command line: each name, and its sighting if it is one.
pub(in crate::lint::extract) fn clients(text: &Text<'_>) -> Vec<(Span, Option<Sighting>)> {
    let mut clients = Vec::new();
    commands(text, Language::Shell, 1, &Variables::default(), &mut clients);
    clients.into_iter().map(|client| (client.name, client.sighting)).collect()
}

/// What a command's word comes to: a sighting, or that it is none.
struct Client {
    name: Span,
    sighting: Option<Sighting>,
}

/// Every word of a client's command that holds the name.
fn commands(
    text: &Text<'_>,
    language: Language,
    deep: usize,
    known: &Variables<'_>,
    clients: &mut Vec<Client>,
) {
    for command in &words::parts(text.as_str(), language).commands {
        client::read(text, command, known, deep == 0 && language == Language::Shell, clients);
        if deep >= NESTED_MAX {
            continue;
        }
        for word in &command.words {
            for inner in client::nested(text.as_str(), word.span) {
                commands(&text.part(inner), language, deep + 1, known, clients);
            }
        }
    }
}

/// A sentence that is printed is for people.
fn setting(source: &str, name: Span) -> Setting {
    let before = near(source, name);
    let trimmed = before.trim_start().trim_start_matches('@').to_ascii_lowercase();
    let says =
        ["echo ", "printf ", "log ", "die ", "warn ", "usage"].iter().any(|word| trimmed.starts_with(word));
    let sentence = before
        .split_whitespace()
        .skip(1)
        .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
        .count()
        >= 2;
    let piped = source.get(name.end..).is_some_and(|after| {
        after
            .bytes()
            .take(LINE_BYTES_MAX)
            .take_while(|byte| *byte != b'\n')
            .any(|byte| matches!(byte, b'|' | b'>'))
    });
    if says && sentence && !piped { Setting::Prose } else { Setting::Code }
}

/// Whether the name is looked for or replaced: `grep`, `sed`, `case`, `${url#*auth-key=}`.
fn in_pattern(source: &str, name: Span) -> bool {
    let before = near(source, name);
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

/// What stands before the name in its line, as far as it matters.
fn near(source: &str, name: Span) -> &str {
    let before = tail(source.get(..name.start).unwrap_or_default(), LINE_BYTES_MAX);
    before.rfind('\n').map_or(before, |at| before.get(at + 1..).unwrap_or_default())
}
