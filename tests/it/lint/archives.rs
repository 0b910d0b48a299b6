//! Zip archives: office files, and whatever else somebody packed.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use localgear::lint::{Linter, Outcome};

const KEY: &str = "Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0";

/// An archive of those members: every second one compressed.
fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut list = Vec::new();
    for (number, (name, text)) in members.iter().enumerate() {
        let start = u32::try_from(archive.len()).unwrap();
        let (method, data) = match number % 2 {
            0 => (0_u16, text.as_bytes().to_vec()),
            _ => {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(text.as_bytes()).unwrap();
                (8, encoder.finish().unwrap())
            }
        };
        let common = |into: &mut Vec<u8>| {
            into.extend([20, 0, 0, 0]);
            into.extend(method.to_le_bytes());
            into.extend([0; 8]);
            into.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
            into.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
            into.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            into.extend([0; 2]);
        };
        archive.extend(b"PK\x03\x04");
        common(&mut archive);
        archive.extend(name.as_bytes());
        archive.extend(&data);
        list.extend(b"PK\x01\x02\x14\x00");
        common(&mut list);
        list.extend([0; 10]);
        list.extend(start.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let start = u32::try_from(archive.len()).unwrap();
    let count = u16::try_from(members.len()).unwrap();
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
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
    assert!(outcome.spans.is_none() && outcome.skipped.is_none());
}

#[test]
fn an_archive_that_is_cut_off_or_locked_or_lies_is_passed_over_and_panics_nobody() {
    let text = format!("https://acme.flowgear.net/a?auth-key={KEY}\n");
    let archive = zip(&[("a.txt", &text), ("b.txt", &text)]);
    assert_eq!(lint("a.zip", &archive).findings.len(), 1);
    for cut in 4..archive.len() {
        assert!(lint("a.zip", &archive[..cut]).findings.len() <= 1);
    }
    for at in 4..archive.len() {
        for byte in [0, 1, 0x7F, 0xFF] {
            let mut other = archive.clone();
            other[at] = byte;
            assert!(lint("a.zip", &other).findings.len() <= 2);
        }
    }
    assert!(lint("a.zip", &archive[..40]).skipped.is_some_and(|why| why.contains("damaged")));
}
