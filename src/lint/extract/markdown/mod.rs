//! Markdown, reStructuredText, AsciiDoc, wikis: text for people, with code in it.

mod blocks;
mod named;

use std::collections::HashSet;

use super::super::format::{Format, Language};
use super::super::prefilter::Hit;
use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::{Decoded, Text};
use super::meaning::{names_in, read_file, script, text_at, text_in};
use super::patch::{is_patch, read_patch};
use super::tree::has_hit;
use crate::finding::Span;
use blocks::stretches;
pub(super) use named::language;

/// What a stretch of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Text for people.
    Words,
    /// Code in that language.
    Code(Language),
    /// A file of that format, or a piece of one.
    File(Format),
    /// What changed in a file.
    Changes,
    /// A block that says nothing of what it shows.
    Unnamed,
}

/// A stretch of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    span: Span,
    shown: Shown,
}

/// Sees what a document for people shows: in its text, and in its code.
pub(super) fn read_markdown(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    for stretch in stretches(source, hits).into_iter().filter(|stretch| has_hit(hits, stretch.span)) {
        let part = text.part(stretch.span);
        match stretch.shown {
            Shown::Code(language) => read_program(&part, language, out),
            Shown::Unnamed if is_session(part.as_str()) => read_program(&part, Language::Shell, out),
            Shown::Words | Shown::Unnamed => {
                text_at(&part, &within(hits, stretch.span), Setting::Prose, Manner::Query, out);
            }
            Shown::Changes => read_changes(&part, out),
            Shown::File(format) => read_example(&part, format, out),
        }
    }
}

/// The hits in a stretch, as they lie in it.
fn within(hits: &[Hit], span: Span) -> Vec<Hit> {
    let first = hits.partition_point(|hit| hit.at < span.start);
    let own = hits.iter().skip(first).take_while(|hit| hit.at < span.end);
    own.map(|hit| Hit { at: hit.at - span.start }).collect()
}

/// What is added is a program, whatever its language; the rest is shown.
fn read_changes(text: &Text<'_>, out: &mut Vec<Sighting>) {
    if is_patch(text.as_str()) {
        read_patch(text, out);
        return;
    }
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let setting = if line.trim_start().starts_with('+') { Setting::Code } else { Setting::Prose };
        text_in(&text.part(Span::new(at, at + line.len())), setting, Manner::Query, out);
        at += line.len();
    }
}

/// A program that is shown is one that is run: what it puts in later is no placeholder, unless it looks like one.
fn read_program(text: &Text<'_>, language: Language, out: &mut Vec<Sighting>) {
    let first = out.len();
    let typed = (language == Language::Shell).then(|| text.decoded(prompt));
    let text = typed.as_ref().unwrap_or(text);
    script(text, language, Setting::Code, out);
    let source = text.as_str();
    let stand_ins: HashSet<Span> = names_in(source)
        .into_iter()
        .filter(|name| stands_in(source.get(name.end..).unwrap_or_default(), language))
        .map(|name| text.origin(name))
        .collect();
    for sighting in out.iter_mut().skip(first) {
        let is_put_in = matches!(sighting.value, SeenValue::Dynamic(_)) && sighting.setting == Setting::Code;
        if is_put_in && stand_ins.contains(&sighting.name)
            || matches!(sighting.value, SeenValue::Literal(..)) && sighting.setting == Setting::Code
        {
            sighting.setting = Setting::Prose;
        }
    }
}

/// `$ ` at the start of a line, which nobody types.
fn prompt(text: &str, at: usize) -> Option<(Decoded, usize)> {
    let begins = text.get(..at)?.trim_end_matches([' ', '\t']).is_empty() || text.get(..at)?.ends_with('\n');
    (begins && text.get(at..)?.starts_with("$ ")).then_some((Decoded::Nothing, 2))
}

/// Whether what stands after a name is for whoever reads to fill in: `={key}` of a shell, `=$YOUR_KEY`.
fn stands_in(after: &str, language: Language) -> bool {
    let value = after.trim_start_matches('=');
    let fills = matches!(
        language,
        Language::Python
            | Language::CSharp
            | Language::Rust
            | Language::VisualBasic
            | Language::Php
            | Language::FSharp
            | Language::Elixir
    );
    let word = value.trim_start_matches(['$', '{', '<', '[', '%', '(']);
    let yours = word.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("your"));
    value.starts_with("{{") || yours || !fills && value.starts_with('{') || value.starts_with(['<', '['])
}

/// Whether a block that is not named is what somebody types into a shell.
fn is_session(text: &str) -> bool {
    text.lines().map(str::trim).find(|line| !line.is_empty()).is_some_and(|line| is_typed(line.as_bytes()))
}

/// Whether a line is a command that people show.
fn is_typed(line: &[u8]) -> bool {
    const CLIENTS: [&str; 8] = ["$ ", "curl ", "wget ", "http ", "https ", "xh ", "export ", "#!/bin/"];
    CLIENTS.iter().any(|client| line.starts_with(client.as_bytes()))
}

/// An example of a file: what its format says, and what is a URL's anyway. It declares nothing: it is shown.
fn read_example(text: &Text<'_>, format: Format, out: &mut Vec<Sighting>) {
    let mut seen = Vec::new();
    read_file(text, format, Setting::Prose, 1, &mut seen);
    seen.retain(|sighting| sighting.manner != Manner::DeclaredInQuery);
    for sighting in &mut seen {
        sighting.fix = None;
        if sighting.setting != Setting::Comment {
            sighting.setting = Setting::Prose;
        }
    }
    let mut running = Vec::new();
    text_in(text, Setting::Prose, Manner::Query, &mut running);
    let known: HashSet<Span> = seen.iter().map(|other| other.name).collect();
    running.retain(|sighting| !known.contains(&sighting.name));
    out.append(&mut seen);
    out.append(&mut running);
}
