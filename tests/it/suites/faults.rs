//! Everything that is wrong in a suite file, at once, each with its line; no secret in what is said.

use localgear::adapters::suite_file;

use crate::harness::secret;

fn faults(text: &str) -> Vec<(usize, &'static str, String, Option<String>)> {
    let faults = suite_file::read(text.to_owned(), "suite.toml", None).expect_err("the suite is wrong");
    let views = faults.views();
    views.into_iter().map(|view| (view.line, view.code, view.message, view.advice)).collect()
}

#[test]
fn every_fault_is_told_with_its_line_and_what_to_do() {
    let text = include_str!("../../../fixtures/suites/broken.toml");
    let found = faults(text);
    let codes: Vec<(usize, &str)> = found.iter().map(|(line, code, ..)| (*line, *code)).collect();
    for expected in [
        (4, "unknown-field"),
        (3, "missing-field"),
        (9, "bad-method"),
        (10, "bad-path"),
        (11, "secret-in-suite"),
        (12, "unknown-word"),
        (14, "bad-status"),
        (15, "unknown-word"),
        (16, "bad-json"),
        (17, "bad-path"),
        (18, "bad-path"),
        (19, "bad-regex"),
        (20, "bad-schema"),
        (23, "duplicate-name"),
        (24, "bad-duration"),
        (26, "secret-in-suite"),
        (26, "unknown-name"),
        (28, "two-bodies"),
        (30, "unknown-field"),
        (31, "bad-name"),
        (33, "missing-field"),
    ] {
        assert!(codes.contains(&expected), "{expected:?} is not among {codes:?}");
    }
    let advice = |line: usize| {
        found.iter().find(|(at, ..)| *at == line).and_then(|(.., advice)| advice.clone()).unwrap()
    };
    assert_eq!(advice(15), "did you mean `not-permitted`?");
    assert_eq!(advice(12), "did you mean `header-key`?");
    assert_eq!(advice(4), "did you mean `name`?");
}

#[test]
fn a_secret_in_a_suite_is_a_fault_and_is_not_shown() {
    let secret = secret("crm", "primary");
    let texts = [
        format!("[suite]\nname = 'x'\n# {secret}\n[[case]]\nname = 'a'\nrequest = {{ path = '/a' }}\n"),
        format!("[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = {{ path = '/a/{secret}' }}\n"),
        format!(
            "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = {{ path = '/a', headers = {{ X-Key = '{secret}' }} }}\n"
        ),
        format!(
            "[suite]\nname = 'x'\n[secrets]\ncrm = {{ env = '{secret}' }}\n[[case]]\nname = 'a'\nrequest = {{ path = '/a' }}\n"
        ),
    ];
    for text in texts {
        let said = suite_file::read(text.clone(), "suite.toml", None).expect_err("a secret is a fault");
        assert!(said.list().iter().any(|fault| fault.code == "secret-in-suite"), "{text}");
        assert!(!format!("{said} {said:?}").contains(&secret), "{said}");
    }
}

#[test]
fn a_name_is_known_in_later_cases_and_in_its_own_row_only() {
    let sound = "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = { path = '/a' }\ncapture = { id = '$.id' }\n\
                 [[case]]\nname = 'b'\nrequest = { path = '/{{ id }}/{{ row }}' }\n[[case.each]]\nrow = 1\n";
    assert!(suite_file::read(sound.to_owned(), "s", None).is_ok());
    let itself = "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = { path = '/{{ id }}' }\ncapture = { id = '$.id' }\n";
    assert_eq!(faults(itself)[0].1, "unknown-name");
    let others = "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = { path = '/{{ row }}' }\n[[case.each]]\nrow = 1\n\
                  [[case]]\nname = 'b'\nrequest = { path = '/{{ rwo }}' }\n[[case.each]]\nrow = 1\n";
    let found = faults(others);
    assert_eq!((found[0].1, found[0].3.as_deref()), ("unknown-name", Some("did you mean `row`?")));
}

#[test]
fn a_suite_names_files_beside_it_only_and_nothing_but_toml_is_read() {
    let climbs = "[suite]\nname = 'x'\n[[case]]\nname = 'a'\nrequest = { method = 'POST', path = '/a', body-file = '../x' }\n";
    assert_eq!(faults(climbs)[0].1, "bad-file");
    assert_eq!(faults("[suite\nname")[0].1, "syntax");
    assert_eq!(faults("")[0].1, "missing-field");
}
