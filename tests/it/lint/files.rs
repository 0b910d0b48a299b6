//! Whole files: windows, encodings, places, frames.

use std::io::{Read, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use localgear::finding::{Finding, Span};
use localgear::lint::extract::url::name_at;
use localgear::lint::{Desk, Linter, Outcome, Prefilter, WHOLE_BYTES_MAX};
use proptest::prelude::{prop, prop_assert, proptest};

const KEY: &str = "Xk3vQ9pLm2Rt7Yw5Zb8Nc4Dh6Fj1Gs0-_aBcDeFgHiJxk3vq9plm2rt7yw5zb8nc4dh6fj1gs0UVWXYZ0123";

fn lint(name: &str, bytes: &[u8]) -> Outcome {
    Linter::new(None).lint(name, None, bytes)
}

fn line(key: &str) -> String {
    format!(
        "10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET /orders?auth-key={key} HTTP/1.1\" 200 12 \"-\" \"curl\"\n"
    )
}

const QUIET: &str =
    "10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET /assets/app.js HTTP/1.1\" 200 12 \"-\" \"curl\"\n";

fn places(outcome: &Outcome) -> Vec<(usize, usize)> {
    outcome.findings.iter().map(|finding| (finding.place.start.line, finding.place.start.column)).collect()
}

fn underlined<'f>(bytes: &'f [u8], finding: &Finding) -> &'f [u8] {
    &bytes[finding.place.span.range()]
}

#[test]
fn the_line_of_an_unused_ignore_hides_a_key_that_is_seen_elsewhere_and_shows_the_rest() {
    // Too short to be hidden by how it looks.
    const SHORT: &str = "q7Hs92LmPz0aRtVbN3";
    let source = format!(
        "https://acme.flowgear.net/x?auth-key={SHORT}\n{SHORT} and more # localgear: ignore[key-in-query] because\n"
    );
    let outcome = lint("notes.txt", source.as_bytes());
    let unused = outcome.findings.iter().find(|finding| finding.rule == "unused-ignore").unwrap();
    assert!(!unused.place.frame.line.contains(SHORT));
    assert!(unused.place.frame.line.contains("and more"), "{}", unused.place.frame.line);
}

#[test]
fn a_key_of_a_log_is_hidden_in_the_lines_of_later_windows_too() {
    const SHORT: &str = "q7Hs92LmPz0aRtVbN3";
    let log = format!("https://acme.flowgear.net/x?auth-key={SHORT}\nsaid {SHORT} and more ?auth-key={KEY}");
    let frames: Vec<String> =
        lint("a.log", log.as_bytes()).findings.into_iter().map(|finding| finding.place.frame.line).collect();
    assert!(frames.iter().any(|frame| frame.contains("and more")), "{frames:?}");
    assert!(!frames.iter().any(|frame| frame.contains(SHORT)));
}

#[test]
fn a_place_is_exact_in_lines_columns_and_bytes() {
    let text = format!("eins\nzwei äöü https://a.flowgear.net/x?auth-key={KEY} drei\n");
    let outcome = lint("a.txt", text.as_bytes());
    assert_eq!(places(&outcome), [(2, 35)], "{outcome:?}");
    assert_eq!(underlined(text.as_bytes(), &outcome.findings[0]), format!("auth-key={KEY}").as_bytes());
    let frame = &outcome.findings[0].place.frame;
    assert_eq!(frame.line, "zwei äöü https://a.flowgear.net/x?auth-key=*** drei");
    assert_eq!(&frame.line[frame.mark.0..frame.mark.1], "auth-key=***");
}

#[test]
fn no_frame_shows_a_secret_wherever_else_it_stands_on_the_line() {
    let other = KEY.replace('X', "y");
    let text = format!(
        "{KEY} https://a.flowgear.net/x?auth-key={KEY}&copy={KEY} and ?auth-key={other} x{KEY}x {}\n",
        "z".repeat(9_000)
    );
    let outcome = lint("a.txt", text.as_bytes());
    assert_eq!(outcome.findings.len(), 2);
    for finding in &outcome.findings {
        let frame = &finding.place.frame;
        assert!(
            !frame.line.contains("Xk3") && !frame.line.contains("yk3") && !frame.line.contains("0123"),
            "{frame:?}"
        );
        assert!(frame.line.len() < 600, "{}", frame.line.len());
        assert_eq!(&frame.line[frame.mark.0..frame.mark.1], "auth-key=***");
    }
}

#[test]
fn utf_16_is_read_in_either_order_and_spans_are_those_of_the_file() {
    let text = format!("eins ä\r\n😀 https://a.flowgear.net/x?auth-key={KEY} drei\r\n");
    for (mark, big) in [(true, false), (true, true), (false, false), (false, true)] {
        let units = text.encode_utf16();
        let mut bytes: Vec<u8> = match (mark, big) {
            (false, _) => Vec::new(),
            (true, false) => vec![0xFF, 0xFE],
            (true, true) => vec![0xFE, 0xFF],
        };
        bytes.extend(units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }));
        let outcome = lint("a.txt", &bytes);
        assert_eq!(places(&outcome), [(2, 28)], "{mark} {big}");
        let found = underlined(&bytes, &outcome.findings[0]);
        let units: Vec<u16> = found
            .chunks(2)
            .map(|pair| {
                if big {
                    u16::from_be_bytes([pair[0], pair[1]])
                } else {
                    u16::from_le_bytes([pair[0], pair[1]])
                }
            })
            .collect();
        assert_eq!(String::from_utf16(&units).unwrap(), format!("auth-key={KEY}"), "{mark} {big}");
    }
}

#[test]
fn a_large_file_in_utf_16_keeps_its_offsets() {
    let mut text = "ä quiet line, and another one\n".repeat(200_000);
    let quiet = text.len();
    text.push_str(&format!("https://a.flowgear.net/x?auth-key={KEY}\n"));
    assert!(quiet > WHOLE_BYTES_MAX);
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let outcome = lint("a.txt", &bytes);
    assert_eq!(places(&outcome), [(200_001, 26)]);
    assert_eq!(underlined(&bytes, &outcome.findings[0]).len(), 2 * (9 + KEY.len()));
    assert_eq!(&underlined(&bytes, &outcome.findings[0])[..4], b"a\0u\0");
}

#[test]
fn a_compressed_file_is_unpacked_and_a_damaged_one_is_read_as_far_as_it_goes() {
    let text = format!("{}{}{}", QUIET.repeat(1_000), line(KEY), QUIET.repeat(100_000));
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let outcome = lint("access.log.gz", &packed);
    assert_eq!(places(&outcome), [(1_001, 56)]);
    assert_eq!(outcome.skipped, None);
    let outcome = lint("access.log.gz", &packed[..packed.len() / 2]);
    assert_eq!(places(&outcome), [(1_001, 56)]);
    assert!(outcome.skipped.is_some_and(|why| why.contains("damaged")));
}

#[test]
fn what_is_no_text_is_left_out_and_said() {
    let outcome = lint("a.bin", b"\x7FELF\0\0\0\x01?auth-key=abc\0\0\x07");
    assert!(outcome.findings.is_empty());
    assert_eq!(outcome.skipped.as_deref(), Some("it is no text"));
}

/// Reads in pieces of odd sizes.
struct Crumbs<'b>(&'b [u8], usize);

impl Read for Crumbs<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.1 = self.1 % 7_919 + 997;
        let len = self.1.min(self.0.len()).min(into.len());
        into[..len].copy_from_slice(&self.0[..len]);
        self.0 = &self.0[len..];
        Ok(len)
    }
}

#[test]
fn no_place_is_lost_or_seen_twice_at_an_edge_whatever_the_size_of_what_is_read() {
    // Once by lines, once in windows that overlap.
    for (name, line_of) in [
        ("access.log", line as fn(&str) -> String),
        ("notes.txt", |key| format!("https://a.flowgear.net/x?auth-key={key}\n")),
    ] {
        let mut text = String::new();
        let mut wanted = Vec::new();
        let mut lines = 0;
        while text.len() < WHOLE_BYTES_MAX * 2 + 300_000 {
            let quiet = 40 + (lines * 7) % 400;
            text.push_str(&"quiet as a mouse\n".repeat(quiet));
            lines += quiet + 1;
            // Each with a key of its own, so that no two are gathered.
            text.push_str(&line_of(&format!("{}{:06}", &KEY[..80], lines)));
            wanted.push(lines);
        }
        let found = |source: &mut dyn Read| {
            let outcome = Linter::new(None).read(&mut Desk::default(), name, None, source).unwrap();
            outcome.findings.iter().map(|finding| finding.place.start.line).collect::<Vec<_>>()
        };
        assert_eq!(found(&mut text.as_bytes()), wanted, "{name}");
        assert_eq!(found(&mut Crumbs(text.as_bytes(), 1)), wanted, "{name} in crumbs");
    }
}

#[test]
fn a_line_without_end_is_looked_at_in_memory_that_does_not_grow_with_it() {
    let mut text = "x".repeat(WHOLE_BYTES_MAX * 2);
    text.push_str(&format!("?auth-key={KEY} "));
    text.push_str(&"y".repeat(WHOLE_BYTES_MAX));
    for name in ["a.log", "a.min.js", "a.txt"] {
        let outcome = lint(name, text.as_bytes());
        assert_eq!(outcome.findings.len(), 1, "{name}");
        assert_eq!(outcome.findings[0].place.start.line, 1);
        assert!(outcome.findings[0].place.frame.line.len() < 600);
    }
}

#[test]
fn a_log_tells_each_thing_once_and_says_how_often() {
    let text = format!("{}{}{}", line(KEY).repeat(3), QUIET.repeat(5), line(KEY).repeat(200));
    let outcome = lint("access.log", text.as_bytes());
    assert_eq!(places(&outcome), [(1, 56)]);
    let finding = &outcome.findings[0];
    assert_eq!(finding.properties.get("count"), Some(&203.into()));
    assert!(finding.message.contains("203 times"), "{}", finding.message);
    assert_eq!(finding.related.len(), 100);
}

#[test]
fn the_name_is_found_in_every_writing_wherever_it_stands() {
    let prefilter = Prefilter::default();
    let names = [
        "auth-key",
        "AUTH-KEY",
        "aUtH-kEy",
        "auth%2Dkey",
        "auth%2dKEY",
        "auth%252Dkey",
        "auth&#45;key",
        "auth&#x2D;key",
        "auth\\u002dkey",
        "auth\\u{2d}key",
        "auth\\u{2D}KEY",
        "%61%75%74%68%2D%6B%65%79",
        "\\u0061\\u0075\\u0074\\u0068\\u002d\\u006b\\u0065\\u0079",
        "\\u0061\\u0075\\u0074\\u0068\\u002D\\u004B\\u0065\\u0079",
    ];
    for name in names {
        for before in 0..140 {
            let text = format!("{}?{name}=abc{}", "-".repeat(before), "x".repeat(before % 7));
            let hits = prefilter.hits(text.as_bytes());
            let named = hits.iter().map(|hit| name_at(&text, hit.at)).collect::<Vec<_>>();
            assert_eq!(named, [Some(Span::new(before + 1, before + 1 + name.len()))], "{text}");
        }
    }
}

#[test]
fn what_is_no_name_in_the_clear_is_found_where_it_begins() {
    let prefilter = Prefilter::default();
    let at = |text: &str| prefilter.hits(text.as_bytes()).iter().map(|hit| hit.at).collect::<Vec<_>>();
    for before in 0..70 {
        let blank = " ".repeat(before);
        for coded in ["YXV0aC1rZXk9", "P2F1dGgta2V5PQ", "IGhdXRoLWtleT0"] {
            let start = ["YXV0aC1r", "F1dGgta2V5", "hdXRoLWtl"].iter().find_map(|word| coded.find(word));
            assert_eq!(at(&format!("{blank}{coded}")), [before + start.unwrap()], "{coded}");
        }
        assert_eq!(at(&format!("{blank}https://a:b@acme.flowgear.net/x")), [before + 11]);
        assert_eq!(at(&format!("{blank}https://acme.flowgear.net/x lg XV Gg LW b\\ wg")), [0; 0]);
        let ignore = |text: &str| prefilter.find(text.as_bytes(), 0, &mut Vec::new());
        assert!(ignore(&format!("{blank}# localgear: ignore[key-in-query] why")));
        assert!(!ignore(&format!("{blank}# localgear: it ignores nothing")));
    }
}

#[test]
fn whoever_writes_into_a_log_cannot_have_a_line_of_it_ignored() {
    let text = format!("{} localgear: ignore[key-in-log] because\n", line(KEY).trim_end());
    assert_eq!(lint("access.log", text.as_bytes()).findings.len(), 1);
    assert_eq!(lint("access.log", text.as_bytes()).suppressed, 0);
}

#[test]
fn the_steps_of_a_karate_test_are_code_and_its_sentences_are_not() {
    let text = format!(
        "Feature: the address with ?auth-key=<key> is refused\n\
         # https://a.flowgear.net/x?auth-key=<key>\n\
         Background:\n\
         * def key = karate.properties['auth-key']\n\
         And param auth-key = key\n\
         And param auth-key = '{KEY}'\n\
         And params {{ 'auth-key': '#(key)', lang: 'no' }}\n\
         Given url 'https://a.flowgear.net/x?auth-key=' + key\n\
         And header auth-key = key\n\
         And form field auth-key = key\n\
         And request {{ 'auth-key': '#(key)' }}\n\
         And match response !contains 'auth-key'\n\
         When I open \"https://a.flowgear.net/x?auth-key=<key>\"\n\
         And I see \"https://a.flowgear.net/x?auth-key={KEY}\"\n"
    );
    let lines: Vec<usize> =
        places(&lint("a.feature", text.as_bytes())).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [5, 6, 7, 8, 14]);
}

#[test]
fn a_recorded_session_was_sent_and_a_text_that_shows_a_command_was_not() {
    for prompt in ["PS C:\\Users\\x>", "$", "x@host:~/orders$", "[root@host orders]#"] {
        let session = format!(
            "{prompt} curl \"https://a.flowgear.net/x?auth-key=$k\"\n{{\"auth-key\": 1}}\n\
             {prompt} curl -H \"auth-key: $k\" https://a.flowgear.net/x\n"
        );
        assert_eq!(lint("session.txt", session.as_bytes()).findings.len(), 1, "{prompt}");
        let shown = format!("Do it so:\n{session}");
        assert_eq!(lint("session.txt", shown.as_bytes()).findings.len(), 0, "{prompt}");
    }
}

#[test]
fn a_crontab_is_a_script_wherever_its_times_say_so() {
    let text = "MAILTO=x@y.z\n*/10 * * * * sync curl -G \"https://a.flowgear.net/x\" -d auth-key=$KEY\n";
    assert_eq!(places(&lint("etc/cron.d/orders", text.as_bytes())).len(), 1);
    assert_eq!(places(&lint("jobs", text.as_bytes())).len(), 1);
    assert_eq!(places(&lint("jobs", text.replace("-G ", "").as_bytes())).len(), 0);
}

#[test]
fn structures_that_name_a_query_say_so_in_their_own_words() {
    for (name, text, found) in [
        ("a.yml", "command: [curl, -G, 'https://a.flowgear.net/x', -d, 'auth-key=${K}']\n", 1),
        ("a.yml", "command: [curl, 'https://a.flowgear.net/x', -d, 'auth-key=${K}']\n", 0),
        (
            "a.yml",
            "command: [curl]\nargs: [--get, --data-urlencode, 'auth-key=${K}', 'https://a.flowgear.net/x']\n",
            1,
        ),
        ("a.yml", "command: [till]\nargs: [--get, --data, 'auth-key=${K}']\n", 0),
        ("a.xml", "<request query=\"id={id}&amp;auth-key={key}\"/>", 1),
        ("a.xml", "<request body=\"id={id}&amp;auth-key={key}\"/>", 0),
        ("a.yaml", "openapi: 3.0.0\nexample: https://a.flowgear.net/x?auth-key={key}\n", 0),
        ("a.yaml", "openapi: 3.0.0\nexample: https://a.flowgear.net/x?auth-key=0aZbYcXdWeVfUgThSiRj0\n", 1),
        ("a.yaml", "custom_fields_by_lua:\n  request.querystring.auth-key: return nil\n", 0),
        ("a.yaml", "- resource: https://a.flowgear.net/x\n  params:\n    auth-key: !secret k\n", 1),
        ("a.yaml", "- resource: https://a.flowgear.net/x\n  headers:\n    auth-key: !secret k\n", 0),
        (
            "a.xml",
            "<route><setHeader name=\"CamelHttpQuery\"><simple>a=1&amp;auth-key=${k}</simple></setHeader></route>",
            1,
        ),
        (
            "a.xml",
            "<route><setHeader name=\"X\"><simple>a=1&amp;auth-key=${k}</simple></setHeader></route>",
            0,
        ),
    ] {
        let outcome = lint(name, text.as_bytes());
        assert_eq!(outcome.findings.len(), found, "{text}: {:?}", outcome.findings);
    }
    let outcome = lint(
        "a.yml",
        format!("filters:\n  - RedirectTo=302, https://a.flowgear.net/x?auth-key={KEY}\n").as_bytes(),
    );
    assert_eq!(outcome.findings[0].rule, "key-in-redirect");
}

/// What may stand in and around the name.
const PIECES: [&str; 35] = [
    "auth-key",
    "Auth-Key",
    "AUTH-KEY",
    "auth%2Dkey",
    "auth%252dKey",
    "auth\\u002dkey",
    "auth\\u{2d}key",
    "%61uth-key",
    "auth&#45;key",
    "auth&hyphen;key",
    "auth-=\nkey",
    "auth=2Dkey",
    "auth-%6bey",
    "auth%2D%6Bey",
    "\\u0061uth-key",
    "=",
    "?",
    "&",
    "&amp;",
    "%3F",
    "%26",
    "=3F",
    "\\u0026",
    "\\u003f",
    "\\n",
    "\\t",
    "\\",
    "o",
    "x-",
    "-id",
    "_",
    "3",
    "é",
    " ",
    "auth",
];

proptest! {
    #[test]
    fn wherever_the_name_stands_there_is_a_hit(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..10),
    ) {
        let text = pieces.concat();
        let prefilter = Prefilter::default();
        // A backslash before a spelling may be a part of it; where it ends is sure.
        let end = |at: usize| name_at(&text, at).map(|name| name.end);
        let hits: Vec<_> = prefilter.hits(text.as_bytes()).iter().filter_map(|hit| end(hit.at)).collect();
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let name = name_at(&text, at).filter(|name| name.start == at);
            prop_assert!(name.is_none_or(|name| hits.contains(&name.end)), "{:?} in {:?}", name, text);
        }
    }
}

#[test]
fn another_name_is_no_hit_and_one_after_an_escape_is() {
    let hits = |text: &str| Prefilter::default().hits(text.as_bytes()).len();
    for other in
        ["oauth-key=1", "x-auth-key=1", "auth-key-id=1", "auth-keys=1", "my_auth-key=1", "auth-key_2=1"]
    {
        assert_eq!(hits(&format!("GET /x?{other}")), 0, "{other}");
    }
    for own in [
        "\\nauth-key=1",
        "%3Fauth-key=1",
        "=3Fauth-key=1",
        "\\u003fauth-key=1",
        "?auth-key%3D1",
        "auth-key\\u003d1",
    ] {
        assert_eq!(hits(&format!("GET /x?{own}")), 1, "{own}");
    }
}
