//! Language by language: each line that ends with `§` is seen, every other is not.

mod bodies;
mod broken;
mod business;
mod compiled;
mod encoder;
mod expected;
mod fixes;
mod formatted;
mod further;
mod idioms;
mod member;
mod nearby;
mod paired;
mod scripting;
mod shells;
mod walked;
mod web;

use crate::lint::extract::meaning::hits_in;
use crate::lint::extract::{extract_code, extract_http_file};
use crate::lint::format::Language;
use crate::lint::{SeenValue, Setting, Sighting, Text};

/// What is seen in a program, without what a placeholder in a sentence comes to.
fn seen(source: &str, language: Language) -> Vec<Sighting> {
    let text = Text::straight(source, 0);
    let mut seen = Vec::new();
    extract_code(&text, language, &hits_in(source), &mut seen);
    nearby::compare(source, language);
    kept(source, seen)
}

fn seen_in_requests(source: &str) -> Vec<Sighting> {
    let mut seen = Vec::new();
    extract_http_file(&Text::straight(source, 0), &mut seen);
    kept(source, seen)
}

fn kept(source: &str, mut seen: Vec<Sighting>) -> Vec<Sighting> {
    let stands_for_a_key = |value: &SeenValue| match value {
        SeenValue::Literal(secret, _) => secret.reveal().starts_with(['*', '<']),
        SeenValue::Dynamic(span) => {
            let text = source.get(span.range()).and_then(|text| text.strip_prefix('<'));
            text.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_alphabetic()))
        }
        SeenValue::Empty | SeenValue::None => false,
    };
    seen.retain(|sighting| match sighting.setting {
        Setting::Comment | Setting::Prose => {
            matches!(sighting.value, SeenValue::Literal(..)) && !stands_for_a_key(&sighting.value)
        }
        Setting::Code | Setting::Collection | Setting::Description | Setting::Capture | Setting::Log => {
            !stands_for_a_key(&sighting.value)
        }
    });
    seen.sort_by_key(|sighting| sighting.name);
    seen.dedup_by_key(|sighting| sighting.name);
    seen
}

fn lines(source: &str, seen: &[Sighting]) -> Vec<usize> {
    seen.iter().map(|sighting| 1 + source[..sighting.name.start].matches('\n').count()).collect()
}

#[track_caller]
fn check(language: Language, marked: &str) {
    let (source, expected) = unmarked(marked);
    let found = lines(&source, &seen(&source, language));
    compare(&source, &expected, &found);
}

#[track_caller]
fn check_requests(marked: &str) {
    let (source, expected) = unmarked(marked);
    let found = lines(&source, &seen_in_requests(&source));
    compare(&source, &expected, &found);
}

fn unmarked(marked: &str) -> (String, Vec<usize>) {
    let expected = (1..).zip(marked.lines()).flat_map(|(line, text)| vec![line; text.matches('§').count()]);
    (marked.replace(" §", "").replace('§', ""), expected.collect())
}

#[track_caller]
fn compare(source: &str, expected: &[usize], found: &[usize]) {
    let line =
        |number: &usize| format!("{number}: {}", source.lines().nth(number - 1).unwrap_or_default().trim());
    let missed: Vec<_> = expected.iter().filter(|line| !found.contains(line)).map(line).collect();
    let wrong: Vec<_> = found.iter().filter(|line| !expected.contains(line)).map(line).collect();
    assert!(missed.is_empty() && wrong.is_empty(), "missed {missed:#?}\nwrong {wrong:#?}");
    assert_eq!(expected, found);
}

pub(super) const LANGUAGES: [Language; 29] = [
    Language::Python,
    Language::JavaScript,
    Language::CSharp,
    Language::Java,
    Language::Kotlin,
    Language::Scala,
    Language::Groovy,
    Language::Go,
    Language::Ruby,
    Language::Php,
    Language::PowerShell,
    Language::Shell,
    Language::Batch,
    Language::Rust,
    Language::Swift,
    Language::VisualBasic,
    Language::Perl,
    Language::Dart,
    Language::C,
    Language::R,
    Language::Lua,
    Language::Elixir,
    Language::Pascal,
    Language::Al,
    Language::Abap,
    Language::Apex,
    Language::Julia,
    Language::FSharp,
    Language::Other,
];
