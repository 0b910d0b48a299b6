//! A file with a great many faults.

use std::fmt::Write as _;

use localgear::adapters::site_file::DIAGNOSTICS_MAX;

use super::{SITE, read};

#[test]
fn of_endless_faults_so_many_are_kept_and_the_rest_is_counted() {
    let mut text = SITE.to_owned();
    for at in 0..5_000 {
        writeln!(text, "[[workflow]]\nname = 'workflow {at}'\nmethod = 'GET'\npath = 'no slash'").unwrap();
        writeln!(text, "[[key]]\nname = 'key {at}'\nprimary = 'p{at}'\nworkflows = ['workfolw {at}']")
            .unwrap();
    }
    let Err(faults) = read(&text) else { panic!("it is sound") };
    assert_eq!(faults.list().len(), DIAGNOSTICS_MAX);
    assert_eq!(faults.count(), 10_000);
    assert!(faults.to_string().ends_with("… and 9000 more"));
}

#[test]
fn a_line_that_fills_no_screen_is_not_shown_and_its_place_is() {
    let Err(faults) = read(&format!("{SITE}id = '{}'", "x".repeat(100_000))) else { panic!("it is sound") };
    let shown = faults.to_string();
    assert!(shown.len() < 1_000, "{} bytes", shown.len());
    assert!(shown.contains("site.toml:3:6"), "{shown}");
}

#[test]
fn control_characters_of_a_file_do_not_reach_the_terminal() {
    let Err(faults) = read("[site]\nname = \"a\\u001B[31m\"\ngeneration = \"\\u001B[2J\"\n") else {
        panic!("it is sound")
    };
    assert!(!faults.to_string().contains('\u{1B}'));
}
