//! What holds for whatever bytes a file has: nothing panics, every place lies in the file, nothing grows beyond it, no
//! secret is shown, and a fix does what it says. Tests hold broken fixtures to it, and so do the targets in `fuzz/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use localgear::finding::{Finding, Fix, KEY_LITERAL, Place, Safety, Span};
use localgear::lint::extract::{Document, extract};
use localgear::lint::mend::{ROUNDS_MAX, apply, mend};
use localgear::lint::{Format, Hit, Kept, Language, Linter, Outcome, Prefilter, SeenValue, Sighting, Text};
use localgear::report::findings::{Report, json};

/// Largest a finding may be when it is written out, in bytes, for itself and for each place that it is related to.
const FINDING_BYTES_MAX: usize = 16 * 1024;

/// Shortest secret that stands in a file by itself and by no accident, in bytes.
const SECRET_BYTES_MIN: usize = 12;

/// Where a text that is read by itself is said to start in its file, so that a forgotten offset shows.
const OFFSET: usize = 7;

/// A kind of file with an extractor of its own: its name, and a file's name that leads there.
pub(crate) const KINDS: &[(&str, &str, Format)] = &[
    ("bruno", "a.bru", Format::Bruno),
    ("calendar", "a.ics", Format::Plain),
    ("csv", "a.csv", Format::Csv),
    ("gherkin", "a.feature", Format::Plain),
    ("har", "a.har", Format::Har),
    ("hcl", "a.tf", Format::Hcl),
    ("hoppscotch", "hoppscotch.json", Format::Hoppscotch),
    ("html", "a.html", Format::Html),
    ("http_file", "a.http", Format::HttpFile),
    ("insomnia", "insomnia.json", Format::Insomnia),
    ("insomnia_yaml", "insomnia.yaml", Format::Insomnia),
    ("jmeter", "a.jmx", Format::JMeter),
    ("json", "a.json", Format::Json),
    ("log", "access.log", Format::Log),
    ("mail", "a.eml", Format::Mail),
    ("markdown", "a.md", Format::Markdown),
    ("notebook", "a.ipynb", Format::Notebook),
    ("openapi", "openapi.json", Format::OpenApi),
    ("openapi_yaml", "openapi.yaml", Format::OpenApi),
    ("patch", "a.patch", Format::Plain),
    ("plain", "a.txt", Format::Plain),
    ("postman", "a.postman_collection.json", Format::Postman),
    ("power_query", "a.pq", Format::Plain),
    ("redirects", "a._redirects", Format::Plain),
    ("robot", "a.robot", Format::Plain),
    ("settings", "a.properties", Format::Settings),
    ("snapshot", "a.snap", Format::Plain),
    ("source_map", "a.js.map", Format::SourceMap),
    ("sql", "a.sql", Format::Sql),
    ("transcript", "session.txt", Format::Plain),
    ("web_server", "nginx.conf", Format::WebServer),
    ("xml", "a.xml", Format::Xml),
    ("yaml", "a.yaml", Format::Yaml),
];

/// Every language, and a program's name in it.
pub(crate) const PROGRAMS: &[(&str, Language)] = &[
    ("a.py", Language::Python),
    ("a.ts", Language::JavaScript),
    ("a.cs", Language::CSharp),
    ("a.java", Language::Java),
    ("a.kt", Language::Kotlin),
    ("a.scala", Language::Scala),
    ("a.groovy", Language::Groovy),
    ("a.go", Language::Go),
    ("a.rb", Language::Ruby),
    ("a.php", Language::Php),
    ("a.ps1", Language::PowerShell),
    ("a.sh", Language::Shell),
    ("a.bat", Language::Batch),
    ("a.rs", Language::Rust),
    ("a.swift", Language::Swift),
    ("a.vb", Language::VisualBasic),
    ("a.pl", Language::Perl),
    ("a.dart", Language::Dart),
    ("a.c", Language::C),
    ("a.r", Language::R),
    ("a.lua", Language::Lua),
    ("a.ex", Language::Elixir),
    ("a.pas", Language::Pascal),
    ("a.al", Language::Al),
    ("a.abap", Language::Abap),
    ("a.trigger", Language::Apex),
    ("a.jl", Language::Julia),
    ("a.fs", Language::FSharp),
    ("a.hs", Language::Other),
];

/// A linter that keeps all it can.
static LINTER: LazyLock<Linter> = LazyLock::new(|| {
    Linter::default().keeping(Kept {
        calls: true,
        secrets: true,
        spans: true,
        aside: true,
        bare_places: false,
    })
});

/// One that keeps findings only.
static PLAIN: LazyLock<Linter> = LazyLock::new(Linter::default);

static PREFILTER: LazyLock<Prefilter> = LazyLock::new(Prefilter::default);

/// Looks at a file in every way there is: as a linter does, as the extractor of its format does, and once it is mended.
pub(crate) fn look(file: &str, format: Format, bytes: &[u8]) {
    let outcome = lint(file, bytes);
    read(file, format, bytes);
    mends(file, bytes, &outcome.findings);
}

/// Looks at a file as a linter does.
pub(crate) fn lint(file: &str, bytes: &[u8]) -> Outcome {
    let outcome = LINTER.lint(file, None, bytes);
    let again = PLAIN.lint(file, None, bytes);
    assert_eq!(outcome.findings, again.findings, "twice looked at, twice the same, whatever else is kept");
    assert_eq!(outcome.aside.reasons, again.aside.reasons);
    // Of a file that is written otherwise, only the linter knows where what is.
    if let Some(keys) = &outcome.spans {
        let text = written(bytes);
        let findings =
            outcome.findings.iter().flat_map(|finding| finding.related.iter().chain([&finding.place]));
        for place in findings.chain(outcome.aside.places.iter().map(|aside| &aside.place)) {
            stands(place, &text);
        }
        keys.iter().for_each(|span| within(*span, &text, 0));
        outcome.findings.iter().flat_map(|finding| &finding.fix).for_each(|fix| fits(fix, &text, 0));
    }
    is_bounded(&outcome, bytes.len());
    is_silent(&outcome);
    outcome
}

/// Reads a file as one of that format, whatever its name and beginning say, and wherever in a larger one it stands.
pub(crate) fn read(name: &str, format: Format, bytes: &[u8]) {
    let text = Text::of_bytes(bytes, OFFSET);
    let source = written(bytes);
    let mut hits = PREFILTER.hits(bytes);
    assert!(hits.iter().all(|hit| hit.at < bytes.len()) && hits.is_sorted());
    hits.iter_mut().for_each(|hit| hit.at += OFFSET);
    let beginning = source.get(..source.floor_char_boundary(1024)).unwrap_or_default();
    for (whole, beginning) in [(true, beginning), (false, "")] {
        let part = text.part(Span::new(0, source.len()));
        let document = Document { name, format, text: part, whole, beginning };
        // Hits are hints: none of them may lead out of the file either.
        for hits in [hits.as_slice(), &[], &[Hit { at: OFFSET }, Hit { at: OFFSET + source.len() }]] {
            extract(&document, hits).iter().for_each(|sighting| lies_in(sighting, &source));
        }
    }
}

/// Makes every fix that is offered: what is told of the file afterwards is so, no rule finds more than it did, and whoever
/// is not told of a fix that was dropped has none left to make.
pub(crate) fn mends(file: &str, bytes: &[u8], findings: &[Finding]) {
    if findings.iter().all(|finding| finding.fix.is_none()) {
        return;
    }
    let look = |bytes: &[u8]| LINTER.lint(file, None, bytes).findings;
    for safety in [Safety::Safe, Safety::Unsafe] {
        let mended = mend(bytes.to_vec(), findings.to_vec(), safety, look);
        assert_eq!(mended.findings, look(&mended.bytes), "what is told of a mended file is so");
        none_is_new(findings, &mended.findings, "all fixes");
        let left = mended.findings.iter().flat_map(|finding| &finding.fix).any(|fix| fix.safety <= safety);
        assert!(!left || !mended.dropped.is_empty() || mended.count > ROUNDS_MAX, "a fix was forgotten");
        assert_eq!(mended.count == 0, mended.bytes == bytes, "who changes a file tells of it");
    }
}

/// Makes each fix by itself in a file that is whole: its finding is gone, and none is new.
pub(crate) fn each_mends(file: &str, bytes: &[u8], findings: &[Finding]) {
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let after = apply(bytes, &fix.edits.iter().collect::<Vec<_>>()).expect("edits that fit the file");
        let found = LINTER.lint(file, None, &after).findings;
        let mark = |one: &&Finding| one.rule == finding.rule && one.fingerprint == finding.fingerprint;
        let (was, is) = (findings.iter().filter(mark).count(), found.iter().filter(mark).count());
        let what = format!("{file}:{}: `{}`", finding.place.start.line, fix.title);
        assert!(is < was, "{what} leaves its finding");
        none_is_new(findings, &found, &what);
    }
}

fn none_is_new(before: &[Finding], after: &[Finding], what: &str) {
    let (was, is) = (by_rule(before), by_rule(after));
    let more = is.iter().find(|(rule, count)| was.get(*rule).is_none_or(|was| was < *count));
    assert_eq!(more, None, "{what} makes a finding");
}

/// How many findings each rule has. A key that a site knows is still a literal once it is out of the URL.
fn by_rule(findings: &[Finding]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.rule != KEY_LITERAL.id) {
        *counts.entry(finding.rule.to_string()).or_insert(0) += 1;
    }
    counts
}

/// The file's text, each byte that is none as one character, so that offsets are those of the file.
fn written(bytes: &[u8]) -> String {
    let chunks =
        bytes.utf8_chunks().map(|chunk| format!("{}{}", chunk.valid(), "?".repeat(chunk.invalid().len())));
    chunks.collect()
}

/// A span of the file, on characters.
fn within(span: Span, source: &str, offset: usize) {
    assert!(span.start <= span.end, "{span:?} ends before it starts");
    let own = span.start.checked_sub(offset).zip(span.end.checked_sub(offset));
    let is_whole =
        own.is_some_and(|(start, end)| source.is_char_boundary(start) && source.is_char_boundary(end));
    assert!(is_whole, "{span:?} is no part of {} bytes from {offset}", source.len());
}

/// A place of the file, with line and column as they are counted from its start.
fn stands(place: &Place, source: &str) {
    within(place.span, source, 0);
    for (offset, position) in [(place.span.start, place.start), (place.span.end, place.end)] {
        let before = &source[..offset];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        assert_eq!(position.line, before.matches('\n').count() + 1);
        assert_eq!(position.column, before[line..].chars().count() + 1);
    }
    let (frame, (start, end)) = (&place.frame.line, place.frame.mark);
    assert!(frame.get(start..end).is_some(), "{:?} is no part of the frame", place.frame.mark);
    assert!(!frame.contains('\n'), "a frame is one line");
}

/// Edits in the order of the file, apart from one another.
fn fits(fix: &Fix, source: &str, offset: usize) {
    assert!(!fix.edits.is_empty());
    fix.edits.iter().for_each(|edit| within(edit.span, source, offset));
    let apart = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    assert!(apart, "{fix:?} is in no order");
}

fn lies_in(sighting: &Sighting, source: &str) {
    let value = match &sighting.value {
        SeenValue::Literal(_, span) | SeenValue::Dynamic(span) => Some(*span),
        SeenValue::Empty | SeenValue::None => None,
    };
    let spans = [sighting.span, sighting.name].into_iter().chain(value).chain(sighting.url.span);
    spans.for_each(|span| within(span, source, OFFSET));
    sighting.fix.iter().for_each(|fix| fits(fix, source, OFFSET));
}

/// What is told of a file does not outgrow it.
fn is_bounded(outcome: &Outcome, bytes: usize) {
    let told = outcome.findings.len() + outcome.aside.count() + outcome.calls.len() + outcome.secrets.len();
    // A name is eight bytes, unpacked they may be many more; each place has less than one finding of every rule.
    if outcome.spans.is_some() {
        assert!(told <= 2 * bytes, "{told} things of {bytes} bytes");
    }
    for finding in &outcome.findings {
        let written = format!("{finding:?}").len();
        assert!(written <= FINDING_BYTES_MAX * (1 + finding.related.len()), "a finding of {written} bytes");
    }
}

/// No secret is told, neither to a debugger nor in a report.
fn is_silent(outcome: &Outcome) {
    let report =
        Report { findings: outcome.findings.clone(), aside: outcome.aside.clone(), ..Report::default() };
    let told = format!("{outcome:?} {}", json(&report, true));
    for secret in &outcome.secrets {
        let shown = secret.reveal();
        // Words and names stand in many places for many reasons; what is generated does not.
        let has = |test: fn(&u8) -> bool| shown.as_bytes().iter().any(test);
        let is_generated = shown.len() >= SECRET_BYTES_MIN
            && shown.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && has(u8::is_ascii_digit)
            && has(u8::is_ascii_lowercase)
            && has(u8::is_ascii_uppercase);
        assert!(!is_generated || !told.contains(shown), "a secret of {} bytes is told", shown.len());
    }
}
