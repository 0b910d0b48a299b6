//! Zip archives: office files, and whatever else somebody packed.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use localgear::lint::{Linter, Outcome};
use rawzip::{CompressionMethod, ZipArchiveWriter};

const KEY: &str = "Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0";

/// An archive of those members: every second one compressed.
fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut writer = ZipArchiveWriter::new(&mut archive);
    for (number, (name, text)) in members.iter().enumerate() {
        let method = if number % 2 == 0 { CompressionMethod::STORE } else { CompressionMethod::DEFLATE };
        let (mut entry, config) = writer.new_file(name).compression_method(method).start().unwrap();
        let descriptor = if method == CompressionMethod::STORE {
            let mut plain = config.wrap(&mut entry);
            plain.write_all(text.as_bytes()).unwrap();
            plain.finish().unwrap().1
        } else {
            let mut packed = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
            packed.write_all(text.as_bytes()).unwrap();
            let (encoder, descriptor) = packed.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        };
        entry.finish(descriptor).unwrap();
    }
    writer.finish().unwrap();
    archive
}

fn lint(name: &str, bytes: &[u8]) -> Outcome {
    Linter::new(None).lint(name, None, bytes)
}

#[test]
fn a_key_in_a_member_of_an_archive_is_seen_there_once() {
    let sheet = format!(
        "<sst>\n<si><t>https://acme.flowgear.net/a?page=1&amp;auth-key={KEY}</t></si>\n<si><t>auth-key</t></si></sst>"
    );
    let links = format!(
        "<Relationships><Relationship Target=\"https://acme.flowgear.net/a?page=1&amp;auth-key={KEY}\"/></Relationships>"
    );
    let page = "<w:p><w:t>Call https://acme.flowgear.net/a?auth-key={key}</w:t></w:p>";
    let archive = zip(&[
        ("xl/sharedStrings.xml", &sheet),
        ("xl/_rels/sheet1.xml.rels", &links),
        ("word/document.xml", page),
        ("media/image1.png", "\u{0}\u{1}\u{0}auth-key"),
        ("logs/access.log", &format!("2026-11-24 10:00:00 GET /b?auth-key={KEY}\n")),
    ]);
    let outcome = lint("book.xlsx", &archive);
    let found: Vec<(&str, usize, &str)> = outcome
        .findings
        .iter()
        .map(|finding| (finding.rule.as_ref(), finding.place.start.line, finding.place.path.as_ref()))
        .collect();
    assert_eq!(found, [("key-in-query", 2, "book.xlsx"), ("key-in-log", 1, "book.xlsx")]);
    assert!(outcome.findings[0].message.ends_with("(in `xl/sharedStrings.xml`)"));
    assert!(outcome.findings.iter().all(|finding| finding.fix.is_none()));
    assert!(outcome.spans.is_none());
    assert_eq!(
        outcome.skipped.as_deref(),
        Some("1 of its 5 members are no text or cannot be unpacked"),
        "the picture"
    );
}

#[test]
fn an_archive_that_is_cut_off_or_locked_or_lies_is_passed_over_and_panics_nobody() {
    let text = format!("https://acme.flowgear.net/a?auth-key={KEY}\n");
    let archive = zip(&[("a.txt", &text), ("b.txt", &text)]);
    assert_eq!(lint("a.docx", &archive).findings.len(), 1);
    for cut in 4..archive.len() {
        assert!(lint("a.docx", &archive[..cut]).findings.len() <= 1);
    }
    for at in 4..archive.len() {
        for byte in [0, 1, 0x7F, 0xFF] {
            let mut other = archive.clone();
            other[at] = byte;
            assert!(lint("a.docx", &other).findings.len() <= 2);
        }
    }
    assert!(lint("a.docx", &archive[..40]).skipped.is_some_and(|why| why.contains("damaged")));
}

#[test]
fn an_archive_that_is_no_office_file_is_no_text() {
    let text = format!("https://acme.flowgear.net/a?auth-key={KEY}\n");
    let outcome = lint("a.jar", &zip(&[("a.txt", &text)]));
    assert!(outcome.findings.is_empty());
    assert_eq!(outcome.skipped.as_deref(), Some("it is no text"));
}

#[test]
fn an_office_file_that_is_too_large_is_told() {
    let filler = "x".repeat(9 * 1024 * 1024);
    let outcome = lint("a.docx", &zip(&[("a.txt", &filler)]));
    assert!(outcome.skipped.is_some_and(|why| why.contains("8 MiB")));
}
