use proptest::prelude::*;

use super::LANGUAGES;
use crate::finding::Span;
use crate::lint::extract::meaning::hits_in;
use crate::lint::extract::{extract_code, extract_http_file};
use crate::lint::{SeenValue, Text};

const PIECES: &[&str] = &[
    "auth-key",
    "\"auth-key\"",
    "'auth-key'",
    "?auth-key=",
    "&auth-key=",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "'''",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "${",
    "#{",
    "\\(",
    "$(",
    "$key",
    "f\"",
    "$\"",
    "@\"",
    "r#\"",
    "R\"x(",
    "<<EOS\n",
    "EOS\n",
    "<?php",
    "?>",
    "//",
    "/*",
    "*/",
    "#",
    "--",
    "\n",
    " ",
    "+",
    ".",
    "&",
    "..",
    "<>",
    "=",
    ":=",
    ":",
    "=>",
    ",",
    ";",
    "params",
    "headers",
    "query",
    "return ",
    "curl ",
    "-G ",
    "-d ",
    "http ",
    "==",
    "\\",
    "^",
    "é",
    "日",
    "\u{1F511}",
    "%",
    "https://a.flowgear.net/x",
    "append",
    "set",
    "K = ",
    "def f",
    "function ",
    "/",
    "join",
    "{}",
    "%61uth-key",
    "\\u002d",
    "???",
    "\r\n",
    "\0",
    "###\n",
    "GET ",
    "> {%",
    "%}",
    "@x = ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_the_reader_panic_and_every_span_lies_in_it(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        language in prop::sample::select(&LANGUAGES[..]),
        offset in 0_usize..1000,
    ) {
        let source: String = pieces.concat();
        let text = Text::straight(&source, offset);
        let mut seen = Vec::new();
        extract_code(&text, language, &hits_in(text.as_str()), &mut seen);
        extract_http_file(&text, &mut seen);
        for sighting in seen {
            let within = |span: Span| span.start >= offset && span.end <= offset + source.len();
            prop_assert!(within(sighting.span) && within(sighting.name));
            match sighting.value {
                SeenValue::Literal(_, span) | SeenValue::Dynamic(span) => prop_assert!(within(span)),
                SeenValue::Empty | SeenValue::None => {}
            }
            for edit in sighting.fix.iter().flat_map(|fix| &fix.edits) {
                prop_assert!(within(edit.span));
                prop_assert!(source.is_char_boundary(edit.span.start - offset));
                prop_assert!(source.is_char_boundary(edit.span.end - offset));
            }
        }
    }
}

#[test]
fn a_program_that_never_closes_anything_is_read_in_time() {
    for piece in [
        "(",
        "{\"auth-key\":",
        "`${",
        "\"?auth-key=\" + ",
        "f\"{",
        "x.append(\"auth-key\", ",
        "[",
        "<<EOS\n",
        "$(",
        "'",
    ] {
        let source = piece.repeat(3_000 / piece.len());
        for language in LANGUAGES {
            let mut seen = Vec::new();
            extract_code(&Text::straight(&source, 0), language, &hits_in(&source), &mut seen);
        }
    }
}
