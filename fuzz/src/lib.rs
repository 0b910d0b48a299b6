//! What the targets share. Each hands its bytes to the laws that the tests of localgear hold, too.

#[path = "../../tests/it/lint/laws.rs"]
#[expect(dead_code, reason = "the tests hold one more, over files that are whole")]
mod laws;

use std::io::{self, Read, Write};
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use localgear::finding::{Finding, Position, Span};
use localgear::lint::extract::url::name_at;
use localgear::lint::suppress::{MARKER, ignores};
use localgear::lint::{Desk, Format, Linter, Prefilter, Text, decode};

use rawzip::{CompressionMethod, ZipArchiveWriter};

pub use libfuzzer_sys;

/// How many bytes a reader hands out at once, so that no limit of ours is at their ends.
const STEP_BYTES: usize = 1021;

/// What a repeated text grows to, in bytes: what takes a time that grows with the square of it is seen to hang.
const GROWN_BYTES: usize = 64 * 1024;

static LINTER: LazyLock<Linter> = LazyLock::new(Linter::default);

/// A target for the extractor of that kind of file.
#[macro_export]
macro_rules! extractor {
    ($kind:literal) => {
        $crate::target!(|bytes| $crate::extractor($kind, bytes));
    };
}

/// A target.
#[macro_export]
macro_rules! target {
    (|$bytes:ident| $body:expr) => {
        $crate::libfuzzer_sys::fuzz_target!(|$bytes: &[u8]| {
            $body;
        });
    };
}

/// Looks at the bytes as at a file of that kind.
pub fn extractor(kind: &str, bytes: &[u8]) {
    let (_, file, format) = laws::KINDS.iter().find(|(name, _, _)| *name == kind).expect("a kind");
    laws::look(file, *format, bytes);
}

/// Looks at the bytes after the first as at a program in the language that the first one names.
pub fn code(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let (file, language) = laws::PROGRAMS[usize::from(*first) % laws::PROGRAMS.len()];
    laws::look(file, Format::Code(language), bytes);
}

/// Every name as it is mostly written is hit, wherever a window of the file ends.
pub fn prefilter(bytes: &[u8]) {
    static PREFILTER: LazyLock<Prefilter> = LazyLock::new(Prefilter::default);
    let hits = PREFILTER.hits(bytes);
    let text = Text::of_bytes(bytes, 0);
    for (at, name) in bytes.windows(8).enumerate() {
        if name.eq_ignore_ascii_case(b"auth-key") && name_at(text.as_str(), at).is_some() {
            assert!(hits.iter().any(|hit| (at..at + 8).contains(&hit.at)), "no hit at {at}");
        }
    }
    assert!(hits.iter().all(|hit| hit.at < bytes.len()) && hits.is_sorted());
}

/// Whatever is decoded, in whatever order, each piece of it knows where in the file it stood.
pub fn decoding(bytes: &[u8]) {
    let Some((order, bytes)) = bytes.split_first_chunk::<2>() else { return };
    let text = Text::of_bytes(bytes, 0);
    let mut decoded = text.part(Span::new(0, bytes.len()));
    let mut order = u16::from_le_bytes(*order);
    for _ in 0..5 {
        let source = decoded.as_str();
        let end = source.len();
        let next = match order % 7 {
            0 => decode::percent(&decoded),
            1 => decode::form(&decoded),
            2 => decode::entities(&decoded),
            3 => decode::string_escapes(&decoded),
            4 => decode::quoted_printable(&decoded),
            5 => decode::base64(&decoded, end / 2),
            _ => {
                let middle = source.floor_char_boundary(end / 2);
                let (first, second) = (Span::new(0, middle), Span::new(middle, end));
                Text::joined(&[decoded.part(first), decoded.part(second)])
            }
        };
        assert!(next.as_str().len() <= end * 2, "{} bytes of {end}", next.as_str().len());
        for (at, char) in next.as_str().char_indices() {
            let from = next.origin(Span::new(at, at + char.len_utf8()));
            assert!(from.start < from.end && from.end <= bytes.len(), "{from:?} of {} bytes", bytes.len());
        }
        decoded = next;
        order /= 7;
    }
}

/// The same text is the same file, however it is written and read.
pub fn encoding(bytes: &[u8]) {
    for file in ["a.txt", "access.log", "a.json"] {
        laws::lint(file, bytes);
        let gzip = packed(bytes);
        laws::lint(file, &gzip);
        laws::lint(file, &gzip[..gzip.len() / 2]);
        let same = |one: &[Finding], other: &[Finding], what: &str| {
            assert_eq!(told(one), told(other), "{what} is another file");
        };
        let plain = LINTER.lint(file, None, bytes).findings;
        let in_steps =
            LINTER.read(&mut Desk::default(), file, None, &mut Steps(bytes)).expect("bytes").findings;
        same(&in_steps, &plain, "what is read in steps");
        let Ok(text) = str::from_utf8(bytes) else { continue };
        if text.contains('\0') || text.is_empty() || text.starts_with('\u{feff}') {
            continue;
        }
        same(&LINTER.lint(file, None, &gzip).findings, &plain, "what is compressed");
        for (mark, order) in
            [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)]
        {
            let units = text.encode_utf16().flat_map(order);
            let wide: Vec<u8> = mark.into_iter().chain(units).collect();
            laws::lint(file, &wide);
            same(&LINTER.lint(file, None, &wide).findings, &plain, "UTF-16");
        }
    }
}

/// An archive is looked into, whatever its list says and its members are.
pub fn office(bytes: &[u8]) {
    laws::lint("a.docx", bytes);
    let mut archive = Vec::new();
    let mut writer = ZipArchiveWriter::new(&mut archive);
    let (mut entry, config) = writer
        .new_file("word/document.xml")
        .compression_method(CompressionMethod::DEFLATE)
        .start()
        .expect("a name");
    let mut member = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
    member.write_all(bytes).expect("memory");
    let (encoder, descriptor) = member.finish().expect("memory");
    encoder.finish().expect("memory");
    entry.finish(descriptor).expect("memory");
    writer.finish().expect("memory");
    laws::lint("a.docx", &archive);
    // Damaged where the bytes say.
    if let [low, high, with, ..] = *bytes {
        let at = usize::from(u16::from_le_bytes([low, high])) % archive.len();
        archive[at] = with;
        laws::lint("a.docx", &archive);
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// What is told of findings, but for their bytes in the file.
fn told(findings: &[Finding]) -> Vec<(&str, Position, &str)> {
    findings.iter().map(|one| (one.rule.as_ref(), one.place.start, one.message.as_str())).collect()
}

/// Bytes, a few at a time.
struct Steps<'b>(&'b [u8]);

impl Read for Steps<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = buffer.len().min(STEP_BYTES);
        self.0.read(&mut buffer[..len])
    }
}

/// Fixes of files that have some: each does what it says, or is dropped and told.
pub fn fixes(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let files =
        ["a.sh", "a.http", "a.py", "a.ts", "a.cs", "a.bru", "a.json", "a.yaml", "a.md", "a.ipynb", "a.txt"];
    let file = files[usize::from(*first) % files.len()];
    let outcome = laws::lint(file, bytes);
    laws::mends(file, bytes, &outcome.findings);
}

/// Ignores: whatever stands around one, it is read where it stands, and taking it out takes nothing else.
pub fn suppress(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first_chunk::<2>() else { return };
    let files = [
        "a.py",
        "a.ts",
        "a.sql",
        "a.html",
        "a.vb",
        "a.yaml",
        "a.md",
        "a.json",
        "access.log",
        "a.lua",
        "a.bat",
    ];
    let file = files[usize::from(choice[0]) % files.len()];
    let said: &[&[u8]] =
        &[b"", b"[key-in-query] because", b"[key-in-log, key-over-http]: because", b"[", b"[]"];
    let mut marked = bytes.to_vec();
    let at = bytes.len() * usize::from(choice[1]) / 256;
    let said = [MARKER.as_bytes(), said[usize::from(choice[1]) % said.len()]].concat();
    marked.splice(at..at, said);
    for bytes in [bytes, marked.as_slice()] {
        let text = Text::of_bytes(bytes, 0);
        for ignore in ignores(&text) {
            for span in [ignore.span, ignore.reach] {
                assert!(text.as_str().get(span.range()).is_some(), "{span:?} is no part of the file");
            }
        }
        let outcome = laws::lint(file, bytes);
        laws::mends(file, bytes, &outcome.findings);
    }
}

/// A piece of text, again and again: nothing takes a time, or a memory, that grows faster than the file.
pub fn growth(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first_chunk::<3>() else { return };
    let kinds = laws::KINDS.len() + laws::PROGRAMS.len();
    let at = usize::from(choice[0]) % kinds;
    let file = match laws::KINDS.get(at) {
        Some((_, file, _)) => file,
        None => laws::PROGRAMS[at - laws::KINDS.len()].0,
    };
    let piece_at = bytes.len() * usize::from(choice[1]) / 256;
    let (head, rest) = bytes.split_at(piece_at);
    let (piece, tail) = rest.split_at(rest.len() * usize::from(choice[2]) / 256);
    let times = if piece.is_empty() { 0 } else { GROWN_BYTES / piece.len() };
    let grown = [head, &piece.repeat(times), tail].concat();
    let outcome = LINTER.lint(file, None, &grown);
    assert!(outcome.findings.len() <= grown.len());
}
