//! Fixtures that were cut, spliced and scrambled: every extractor holds its laws over them.

use std::path::Path;
use std::sync::LazyLock;

use localgear::lint::{Format, Prefilter, detect_format};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

use super::laws::{KINDS, PROGRAMS, each_mends, lint, look};

/// For how many cases that `PROPTEST_CASES` asks for (256 unless it is set) one file of each kind is broken.
const CASES_A_FILE: u32 = 16;

/// Largest fixture that is broken, and most bytes that are left of one, in bytes.
const BYTES_MAX: usize = 6 * 1024;

/// How far from a name most of what is changed lies, in bytes.
const NEAR_BYTES: usize = 48;

/// What has a meaning somewhere.
const TOKENS: &[&str] = &[
    "auth-key",
    "auth-key=",
    "?auth-key=",
    "&auth-key=",
    "&amp;auth-key=",
    "?auth%2Dkey=a",
    "auth\\u002dkey",
    "auth&#45;key",
    "auth-=\nkey=",
    "\\u0026",
    "%2Dkey",
    "YXV0aC1rZXk9",
    "q7Hs92LmPz0aRtVbN3",
    "https://h.flowgear.net/x?auth-key=q7Hs92LmPz0aRtVbN3",
    "https://u:p@h.flowgear.net/",
    "Authorization: Key=",
    "localgear: ignore[key-in-query] because",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "\\",
    "\\\"",
    "&quot;",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "{{",
    "}}",
    "${",
    "#{",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "```\n",
    "/*",
    "*/",
    "//",
    "#",
    "---\n",
    "###\n",
    "|\n  ",
    ">-\n  ",
    "&a ",
    "*a ",
    ": ",
    ",",
    ";",
    "=",
    "&",
    "?",
    "%",
    "%2",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\0",
    "é",
    "日本",
    "\u{1F511}",
    "\u{feff}",
    "\u{2028}",
    "    ",
    "    curl ",
    "encodeURIComponent('auth-key')",
    "::\n",
];

/// A fixture, and where names may stand in it.
#[derive(Clone)]
struct Seed {
    file: String,
    format: Format,
    bytes: Vec<u8>,
    hits: Vec<usize>,
}

/// Every fixture of the linter.
static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    let mut seeds = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint")];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = std::fs::read(&path).unwrap();
            let hits = Prefilter::default().hits(&bytes).iter().map(|hit| hit.at).collect();
            seeds.push(Seed { format: detect_format(&file, &bytes), file, bytes, hits });
        }
    }
    seeds
});

/// Somewhere in a file: near a name, or anywhere.
#[derive(Debug, Clone, Copy)]
enum Spot {
    Near(Index, usize),
    Anywhere(Index),
}

impl Spot {
    fn any() -> impl Strategy<Value = Self> {
        let near = (any::<Index>(), 0..2 * NEAR_BYTES).prop_map(|(hit, by)| Self::Near(hit, by));
        prop_oneof![3 => near, 1 => any::<Index>().prop_map(Self::Anywhere)]
    }

    fn of(self, bytes: &[u8], hits: &[usize]) -> usize {
        match self {
            Self::Near(hit, by) if !hits.is_empty() => {
                (hit.get(hits) + by).saturating_sub(NEAR_BYTES).min(bytes.len())
            }
            Self::Near(hit, _) | Self::Anywhere(hit) => hit.index(bytes.len() + 1),
        }
    }
}

/// What is done to a file.
#[derive(Debug, Clone)]
enum Harm {
    Cut(Spot),
    Behead(Spot),
    Drop(Spot, usize),
    Double(Spot, usize),
    Flip(Spot, u8),
    Insert(Spot, &'static str),
    Splice(Spot, Index, Spot),
}

impl Harm {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            1 => Spot::any().prop_map(Self::Cut),
            1 => Spot::any().prop_map(Self::Behead),
            3 => (Spot::any(), 1_usize..40).prop_map(|(at, len)| Self::Drop(at, len)),
            2 => (Spot::any(), 1_usize..200).prop_map(|(at, len)| Self::Double(at, len)),
            2 => (Spot::any(), any::<u8>()).prop_map(|(at, byte)| Self::Flip(at, byte)),
            6 => (Spot::any(), select(TOKENS)).prop_map(|(at, token)| Self::Insert(at, token)),
            1 => (Spot::any(), any::<Index>(), Spot::any()).prop_map(|(at, seed, from)| Self::Splice(at, seed, from)),
        ]
    }

    fn done(&self, bytes: &mut Vec<u8>, hits: &[usize]) {
        let end = |at: usize, len: usize, bytes: &[u8]| (at + len).min(bytes.len());
        match self {
            Self::Cut(at) => bytes.truncate(at.of(bytes, hits)),
            Self::Behead(at) => drop(bytes.drain(..at.of(bytes, hits))),
            Self::Drop(at, len) => {
                let at = at.of(bytes, hits);
                bytes.drain(at..end(at, *len, bytes));
            }
            Self::Double(at, len) => {
                let at = at.of(bytes, hits);
                let again = bytes[at..end(at, *len, bytes)].to_vec();
                bytes.splice(at..at, again);
            }
            Self::Flip(at, with) => {
                let at = at.of(bytes, hits);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= with;
                }
            }
            Self::Insert(at, token) => {
                let at = at.of(bytes, hits);
                bytes.splice(at..at, token.bytes());
            }
            Self::Splice(at, seed, from) => {
                let other = seed.get(&SEEDS);
                let (at, from) = (at.of(bytes, hits), from.of(&other.bytes, &other.hits));
                bytes.truncate(at);
                bytes.extend_from_slice(&other.bytes[from..]);
            }
        }
        bytes.truncate(BYTES_MAX);
    }
}

/// Breaks files that `is_seed` picks, and looks at each; `named` says as what.
fn break_files(is_seed: impl Fn(&Seed) -> bool, named: impl Fn(&Seed) -> (String, Format), times: u32) {
    let seeds: Vec<&Seed> = SEEDS.iter().filter(|seed| is_seed(seed)).collect();
    let seeds = if seeds.is_empty() { SEEDS.iter().collect() } else { seeds };
    let asked = Config::default();
    let cases = (asked.cases / CASES_A_FILE).max(1) * times;
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..asked });
    let harms = prop::collection::vec(Harm::any(), 1..6);
    let held = runner.run(&(any::<Index>(), harms), |(seed, harms)| {
        let seed = seed.get(&seeds);
        let mut bytes = seed.bytes.clone();
        harms.iter().for_each(|harm| harm.done(&mut bytes, &seed.hits));
        let (file, format) = named(seed);
        let looked = std::panic::catch_unwind(|| look(&file, format, &bytes));
        prop_assert!(looked.is_ok(), "{file}, {format:?}:\n{}", bytes.escape_ascii());
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn every_extractor_holds_its_laws_over_broken_files_of_its_format() {
    for (_, file, format) in KINDS {
        break_files(|seed| seed.format == *format, |_| ((*file).to_owned(), *format), 1);
    }
}

#[test]
fn every_file_holds_its_laws_under_its_own_name_when_it_is_broken() {
    break_files(|_| true, |seed| (seed.file.clone(), seed.format), 8);
}

#[test]
fn every_language_holds_its_laws_over_broken_programs() {
    for (file, language) in PROGRAMS {
        let format = Format::Code(*language);
        break_files(|seed| seed.format == format, |_| ((*file).to_owned(), format), 1);
    }
}

/// Something that stands in some file: a line of a fixture, or what has a meaning somewhere.
#[derive(Debug, Clone)]
enum Piece {
    Line(Index, Index),
    Token(&'static str),
}

impl Piece {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            (any::<Index>(), any::<Index>()).prop_map(|(seed, line)| Self::Line(seed, line)),
            select(TOKENS).prop_map(Self::Token),
        ]
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Line(seed, line) => {
                let lines: Vec<&[u8]> =
                    seed.get(&SEEDS).bytes.split_inclusive(|byte| *byte == b'\n').collect();
                lines.get(line.index(lines.len().max(1))).map(|line| line.to_vec()).unwrap_or_default()
            }
            Self::Token(token) => token.as_bytes().to_vec(),
        }
    }
}

#[test]
fn a_file_that_is_mixed_of_all_others_holds_its_laws_under_any_name() {
    let named = KINDS.iter().map(|(_, file, format)| (*file, *format));
    let programs = PROGRAMS.iter().map(|(file, language)| (*file, Format::Code(*language)));
    let names: Vec<(&str, Format)> = named.chain(programs).collect();
    let asked = Config::default();
    let config = Config { cases: asked.cases * 2, failure_persistence: None, ..asked };
    let pieces = prop::collection::vec(Piece::any(), 1..24);
    let held = TestRunner::new(config).run(&(select(names), pieces), |((file, format), pieces)| {
        let mut bytes: Vec<u8> = pieces.iter().flat_map(Piece::bytes).collect();
        bytes.truncate(BYTES_MAX);
        let looked = std::panic::catch_unwind(|| look(file, format, &bytes));
        prop_assert!(looked.is_ok(), "{file}, {format:?}:\n{}", bytes.escape_ascii());
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn every_fixture_holds_every_law_and_each_of_its_fixes_does_what_it_says() {
    let mut fixes = 0;
    for Seed { file, format, bytes, .. } in SEEDS.iter() {
        look(file, *format, bytes);
        let findings = lint(file, bytes).findings;
        each_mends(file, bytes, &findings);
        fixes += findings.iter().filter(|finding| finding.fix.is_some()).count();
    }
    assert!(fixes > 50, "{fixes}");
}

#[test]
fn every_extractor_and_language_has_its_kind() {
    for (name, file, format) in KINDS {
        let beginning = b"{";
        let found = detect_format(file, beginning);
        let by_content = matches!(format, Format::Hoppscotch | Format::Insomnia | Format::OpenApi);
        assert!(found == *format || by_content, "{name}: {found:?}");
    }
    for (file, language) in PROGRAMS {
        assert_eq!(detect_format(file, b""), Format::Code(*language));
    }
}
