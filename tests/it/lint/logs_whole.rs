//! Logs as whole files: what is seen in a line does not depend on how many others were looked at with it.

use std::io::Read;
use std::sync::Arc;

use localgear::finding::Finding;
use localgear::lint::{Desk, Linter, Outcome};
use proptest::prelude::{any, prop, prop_assert_eq, proptest};

use super::rules::{knowledge, secret};

const QUIET: &str =
    "10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET /assets/app.js HTTP/1.1\" 200 12 \"-\" \"curl/8\"\n";

fn key(number: usize) -> String {
    format!("k{number:05}Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0")
}

fn line(key: &str) -> String {
    format!(
        "10.0.0.2 - - [24/Nov/2026:10:00:00 +0000] \"GET /orders?auth-key={key} HTTP/1.1\" 200 12 \"-\" \"curl/8\"\n"
    )
}

fn lint(name: &str, bytes: &[u8]) -> Outcome {
    Linter::new(None).lint(name, None, bytes)
}

/// Line, column and bytes of each finding.
fn places(outcome: &Outcome) -> Vec<(usize, usize, std::ops::Range<usize>)> {
    let place = |finding: &Finding| {
        (finding.place.start.line, finding.place.start.column, finding.place.span.range())
    };
    outcome.findings.iter().map(place).collect()
}

/// A log in which so many quiet lines stand before each one with a key, and where its pairs are.
fn log(quiet: &[usize]) -> (String, Vec<(usize, usize, std::ops::Range<usize>)>) {
    let (mut text, mut expected, mut lines) = (String::new(), Vec::new(), 0);
    for (number, quiet) in quiet.iter().enumerate() {
        text.push_str(&QUIET.repeat(*quiet));
        let line = line(&key(number));
        let start = line.find("auth-key").unwrap();
        let end = line.find(" HTTP").unwrap();
        lines += quiet + 1;
        expected.push((lines, start + 1, text.len() + start..text.len() + end));
        text.push_str(&line);
    }
    (text, expected)
}

proptest! {
    #[test]
    fn each_line_of_a_log_is_told_where_it_stands_however_far_it_is_from_the_next(
        quiet in prop::collection::vec(prop::sample::select(vec![0_usize, 0, 0, 0, 0, 0, 1, 300]), 0..200),
        chunk in 1_usize..100_000,
    ) {
        let (text, expected) = log(&quiet);
        prop_assert_eq!(&places(&lint("access.log", text.as_bytes())), &expected);
        // However little of it comes at once.
        let mut slow = Slow { rest: text.as_bytes(), chunk };
        let outcome = Linter::new(None).read(&mut Desk::default(), "access.log", None, &mut slow).unwrap();
        prop_assert_eq!(places(&outcome), expected);
    }

    #[test]
    fn each_line_of_a_log_in_utf_16_is_told_by_the_bytes_of_the_file(
        quiet in prop::collection::vec(prop::sample::select(vec![0_usize, 0, 0, 0, 0, 0, 3, 200]), 0..150),
        big in any::<bool>(),
    ) {
        let (text, expected) = log(&quiet);
        let text = text.replace("curl/8", "ä😀");
        let mut bytes = if big { vec![0xFE, 0xFF] } else { vec![0xFF, 0xFE] };
        bytes.extend(text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }));
        let outcome = lint("access.log", &bytes);
        let told: Vec<_> = outcome.findings.iter().map(|found| (found.place.start.line, found.place.start.column)).collect();
        prop_assert_eq!(told, expected.iter().map(|(line, column, _)| (*line, *column)).collect::<Vec<_>>());
        for (number, found) in outcome.findings.iter().enumerate() {
            let units: Vec<u16> = bytes[found.place.span.range()]
                .chunks(2)
                .map(|unit| if big { u16::from_be_bytes([unit[0], unit[1]]) } else { u16::from_le_bytes([unit[0], unit[1]]) })
                .collect();
            prop_assert_eq!(String::from_utf16(&units).unwrap(), format!("auth-key={}", key(number)));
        }
    }
}

#[test]
fn a_key_of_the_site_is_known_in_any_line_of_a_log_once_and_in_its_place() {
    let mut text = String::new();
    let mut lines = Vec::new();
    let key = secret("orders");
    for number in 0..400 {
        text.push_str(&QUIET.repeat(number % 5 * 200));
        lines.push(text.lines().count() + 1);
        // In a pair it is one sighting, in a header it is known for what it is.
        text.push_str(&match number % 2 {
            0 => format!("10.0.0.3 - - \"GET /x HTTP/1.1\" 200 \"Authorization: Key={key}\" {number}\n"),
            _ => format!("10.0.0.{} - - [24/Nov/2026:10:00:00 +0000] \"GET /{number}?auth-key={key} HTTP/1.1\" 200 1\n", number % 200),
        });
    }
    let outcome = Linter::new(Some(Arc::new(knowledge()))).lint("access.log", None, text.as_bytes());
    let told = |rule: &str| -> Vec<usize> {
        let of_rule = outcome.findings.iter().filter(|found| found.rule == rule);
        of_rule
            .flat_map(|found| [&found.place].into_iter().chain(&found.related))
            .map(|place| place.start.line)
            .collect()
    };
    let every = |nth: usize| lines.iter().skip(nth).step_by(2).copied();
    assert_eq!(told("key-in-log"), every(1).collect::<Vec<_>>());
    // As many as are named of one thing that is told once.
    assert_eq!(told("key-literal"), every(0).take(101).collect::<Vec<_>>());
}

/// Hands out a little at a time.
struct Slow<'b> {
    rest: &'b [u8],
    chunk: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let len = self.chunk.min(into.len());
        self.rest.read(&mut into[..len])
    }
}
