//! No secret shows, whatever is wrong with the file.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};

use super::read;

/// Parts of these must not show either.
const PLAIN: &str = "Correct-Horse-Battery-Staple";
const OTHER: &str = "zQ9~tr0ub4dor.3!xY";
const SETTING: &str = "hunter2-hunter2-hunter2";
const SHAPED: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-Pw";

/// Shortest part of a secret that counts as one.
const PART_CHARS: usize = 9;

fn site() -> String {
    format!(
        r#"[site]
name = "shop"

[[environment]]
name = "Production"

[[workflow]]
name = "Get"
method = "GET"
path = "/get/{{id}}"
[workflow.inputs.password]
type = "secret"
default = "{SETTING}"

[[key]]
name = "one"
environment = "Production"
primary = "{PLAIN}"
secondary = '{OTHER}'
workflows = ["Get"]

[[key]]
name = "two"   # a comment
primary = "{SHAPED}"
"#
    )
}

/// What somebody's keyboard does to a file.
#[derive(Debug, Clone)]
enum Slip {
    Delete(usize),
    Insert(usize, char),
}

fn slip() -> impl Strategy<Value = Slip> {
    let signs = prop_oneof![
        Just('"'),
        Just('\''),
        Just('='),
        Just('['),
        Just(']'),
        Just('\n'),
        Just('#'),
        Just('\\'),
        Just('{'),
        Just('}'),
        Just(','),
        Just('.'),
        Just(' '),
        Just('x'),
        Just('é'),
    ];
    prop_oneof![
        any::<usize>().prop_map(Slip::Delete),
        (any::<usize>(), signs).prop_map(|(at, sign)| Slip::Insert(at, sign)),
    ]
}

fn corrupted(slips: &[Slip]) -> String {
    let mut chars: Vec<char> = site().chars().collect();
    for slip in slips {
        match *slip {
            Slip::Delete(at) => {
                chars.remove(at % chars.len());
            }
            Slip::Insert(at, sign) => chars.insert(at % (chars.len() + 1), sign),
        }
    }
    chars.into_iter().collect()
}

/// Everything that is shown of a text, sound or broken.
fn shown(text: &str) -> String {
    let diagnostics = match read(text) {
        Ok(loaded) => loaded.warnings(),
        Err(faults) => faults,
    };
    let json = serde_json::to_string(&diagnostics.views()).unwrap();
    format!("{diagnostics}\n{}\n{diagnostics:?}\n{json}", diagnostics.render(true))
}

/// A part of a secret that shows, if one does.
fn leak(shown: &str) -> Option<&'static str> {
    let parts =
        |secret: &'static str| (0..=secret.len() - PART_CHARS).map(move |at| &secret[at..at + PART_CHARS]);
    let mut all = [PLAIN, OTHER, SETTING, SHAPED].into_iter().flat_map(parts);
    all.find(|part| shown.contains(part))
}

#[test]
fn the_sound_file_itself_shows_none() {
    let shown = shown(&site());
    assert!(shown.contains("plain text"), "{shown}");
    assert_eq!(leak(&shown), None, "{shown}");
}

#[test]
fn a_line_whose_secret_broke_the_syntax_keeps_it_covered() {
    let shown = shown(&site().replace(&format!("\"{PLAIN}\""), &format!("\"{PLAIN}")));
    assert!(shown.contains("primary = *****"), "{shown}");
    assert_eq!(leak(&shown), None, "{shown}");
}

#[test]
fn a_secret_under_a_mistyped_name_is_covered_too() {
    let shown = shown(&site().replace("primary", "pirmary"));
    assert!(shown.contains("did you mean `primary`?"), "{shown}");
    assert_eq!(leak(&shown), None, "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_of_the_keyboard_shows_a_secret(slips in proptest::collection::vec(slip(), 1..6)) {
        let text = corrupted(&slips);
        let shown = shown(&text);
        prop_assert!(leak(&shown).is_none(), "{:?} shows in\n{}\nof\n{}", leak(&shown), shown, text);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(text in "(\\PC|\n|[\\[\\]=\"'{}#]){0,200}") {
        let _ = read(&text).map_err(|faults| faults.to_string());
    }
}
