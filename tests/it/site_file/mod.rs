//! Reading a site file: every fault in its place, silence on its innocent neighbour, no secret in what is said.

mod body_files;
mod faults_of_keys;
mod faults_of_replies;
mod faults_of_site;
mod faults_of_workflows;
mod fixtures;
mod input_errors;
mod many_faults;
mod secrets;
mod warnings;

use localgear::adapters::site_file::{self, DiagnosticView, Diagnostics, Loaded, Origin};

/// Where a test's text expects a diagnostic.
const HERE: char = '§';

/// What every text of these tests begins with.
const SITE: &str = "[site]\nname = 'shop'\n";

fn read(text: &str) -> Result<Loaded, Diagnostics> {
    site_file::read(text.to_owned(), Origin { name: "site.toml", folder: None })
}

/// The site that a sound text gives.
fn sound(text: &str) -> Loaded {
    read(text).unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}

/// What is wrong with a broken text.
fn faults(text: &str) -> Vec<DiagnosticView> {
    match read(text) {
        Ok(_) => panic!("no fault in:\n{text}"),
        Err(faults) => faults.views(),
    }
}

/// The text fires exactly this fault, exactly at the mark.
fn fires(code: &str, marked: &str) -> DiagnosticView {
    let found = faults(&marked.replace(HERE, ""));
    at_mark(code, marked, &found)
}

/// Sound, the text earns exactly this warning, exactly at the mark.
fn warns(code: &str, marked: &str) -> DiagnosticView {
    let found = sound(&marked.replace(HERE, "")).warnings().views();
    at_mark(code, marked, &found)
}

/// Sound, the text earns no warning of this code.
fn never_warns(code: &str, text: &str) {
    let warnings = sound(text).warnings();
    assert!(warnings.list().iter().all(|warning| warning.code != code), "{warnings}");
}

fn at_mark(code: &str, marked: &str, found: &[DiagnosticView]) -> DiagnosticView {
    let before = marked.split(HERE).next().unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let mut of_code: Vec<_> = found.iter().filter(|fault| fault.code == code).cloned().collect();
    let places: Vec<_> = of_code.iter().map(|fault| (fault.line, fault.column)).collect();
    assert_eq!(places, [(line, column)], "{code} in:\n{marked}\nfound {found:#?}");
    of_code.remove(0)
}

/// A sound site of one bound Workflow and one key, with more text after it.
fn with_workflow(more: &str) -> String {
    let key = "[[key]]\nname = 'k'\nenvironment = 'Test'\nprimary = 'plain-secret-1'\nworkflows = ['Get']\n";
    format!("{SITE}[[workflow]]\nname = 'Get'\nmethod = 'GET'\npath = '/get/{{id}}'\n{more}\n{key}")
}
