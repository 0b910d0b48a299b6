//! Formats that have a structure: where in each a key is seen, to the byte, and where it is not.
//!
//! A sample is a file in which each place to be seen begins with a mark: `▸q` a query, `▸s` a declaration, `▸r` a Referer,
//! `▸d` a redirect. Whatever is seen elsewhere, or not seen there, fails.

mod captures;
mod collections;
mod descriptions;
mod documents;
mod embedded;
mod examples;
mod fixes;
mod gateways;
mod infrastructure;
mod markup;
mod notations;
mod others;
mod pages;
mod patches;
mod settings;
mod tools;

use localgear::finding::Span;
use localgear::lint::extract::{Document, extract};
use localgear::lint::placeholder::{of_expression, of_value};
use localgear::lint::{Manner, Prefilter, Sighting, Text, detect_format};

/// What `K3Y` stands for in samples.
const KEY: &str = "Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0-_aBcDeFgHiJ";

/// A file's name, and its text with marks.
type Sample = (&'static str, &'static str);

/// Everything seen in a text that a rule could speak of.
fn seen(name: &str, text: &str, whole: bool) -> Vec<Sighting> {
    let hits = Prefilter::default().hits(text.as_bytes());
    let beginning: String = text.chars().take(500).collect();
    let format = detect_format(name, text.as_bytes());
    let document = Document { name, format, text: Text::straight(text, 0), whole, beginning: &beginning };
    extract(&document, &hits)
}

fn is_spoken_of(text: &str, sighting: &Sighting) -> bool {
    of_value(sighting).or_else(|| of_expression(sighting, &text[sighting.span.range()])).is_none()
        && !matches!(sighting.manner, Manner::Header | Manner::UserInfo)
}

fn letter(manner: Manner) -> char {
    match manner {
        Manner::Query => 'q',
        Manner::DeclaredInQuery => 's',
        Manner::Referer => 'r',
        Manner::Redirect => 'd',
        Manner::Header | Manner::UserInfo => 'h',
    }
}

/// The text without marks, and where they stood.
fn unmarked(sample: &str) -> (String, Vec<(usize, char)>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut pieces = sample.split('▸');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let mut letters = piece.chars();
        marks.push((text.len(), letters.next().expect("a letter after the mark")));
        text.push_str(letters.as_str());
    }
    (text, marks)
}

fn line_of(text: &str, at: usize) -> (usize, &str) {
    let number = text[..at].matches('\n').count();
    (number + 1, text.lines().nth(number).unwrap_or_default())
}

/// Sees in each sample what is marked, and nothing else.
#[track_caller]
fn sees(samples: &[Sample]) {
    sees_as(samples, str::to_owned);
}

/// The same of each sample written in another way.
#[track_caller]
fn sees_as(samples: &[Sample], written: fn(&str) -> String) {
    let mut wrong = Vec::new();
    for (name, sample) in samples {
        let (text, mut expected) = unmarked(&written(&sample.replace("K3Y", KEY)));
        let sightings = seen(name, &text, true);
        let mut got: Vec<(usize, char)> = sightings
            .iter()
            .filter(|sighting| is_spoken_of(&text, sighting))
            .map(|sighting| (sighting.name.start, letter(sighting.manner)))
            .collect();
        got.sort_unstable();
        expected.sort_unstable();
        let mut tell = |what: &str, places: &[(usize, char)], but: &[(usize, char)]| {
            for (at, letter) in places.iter().filter(|place| !but.contains(place)) {
                let (line, shown) = line_of(&text, *at);
                wrong.push(format!("{name}:{line}: {what} {letter}: {}", shown.trim()));
            }
        };
        tell("not seen", &expected, &got);
        tell("seen", &got, &expected);
        if got.len() != expected.len() && got.iter().all(|place| expected.contains(place)) {
            wrong.push(format!("{name}: {got:?} for {expected:?}"));
        }
        for sighting in &sightings {
            let inside = sighting.span.end <= text.len() && sighting.span.start <= sighting.name.start;
            assert!(inside, "{name}: {sighting:?} of {}", text.len());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn all_samples() -> impl Iterator<Item = &'static Sample> {
    [
        captures::SAMPLES,
        collections::SAMPLES,
        descriptions::SAMPLES,
        documents::SAMPLES,
        embedded::SAMPLES,
        examples::SAMPLES,
        gateways::SAMPLES,
        infrastructure::SAMPLES,
        markup::SAMPLES,
        notations::SAMPLES,
        others::SAMPLES,
        pages::SAMPLES,
        patches::SAMPLES,
        settings::SAMPLES,
        tools::SAMPLES,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn a_file_that_is_cut_off_anywhere_or_begins_anywhere_panics_nobody_and_keeps_its_spans_inside() {
    for (name, sample) in all_samples() {
        let (text, _) = unmarked(&sample.replace("K3Y", KEY));
        for cut in (0..text.len()).step_by(10).filter(|cut| text.is_char_boundary(*cut)) {
            for part in [&text[..cut], &text[cut..]] {
                for sighting in seen(name, part, false) {
                    let is_inside = |span: Span| span.start <= span.end && span.end <= part.len();
                    assert!(
                        is_inside(sighting.span) && is_inside(sighting.name),
                        "{name} cut at {cut}: {sighting:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn lines_that_end_as_on_windows_and_a_byte_order_mark_change_nothing() {
    let samples: Vec<Sample> = all_samples().copied().collect();
    sees_as(&samples, |text| text.replace('\n', "\r\n"));
    sees_as(&samples, |text| format!("\u{feff}{text}"));
}

#[test]
fn what_was_seen_before_a_cut_is_seen_after_it() {
    for (name, sample) in
        all_samples().filter(|(name, _)| name.ends_with(".har") || name.ends_with("_collection.json"))
    {
        let (text, marks) = unmarked(&sample.replace("K3Y", KEY));
        let query = marks.iter().rfind(|(_, letter)| *letter == 'q').expect("a query");
        let end = text[query.0..].find('\n').map_or(text.len(), |end| query.0 + end);
        let found = seen(name, &text[..end], false);
        assert!(found.iter().any(|sighting| sighting.name.start == query.0), "{name} cut at {end}");
    }
}
