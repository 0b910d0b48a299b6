//! JUnit's XML: groups are suites, a broken case is a failure with every mismatch in its text.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::mismatch_lines;
use crate::contract::{Case, Group, Mismatch, Outcome, Tally};

/// A tally as JUnit's XML, under the name of what made it.
#[must_use]
pub fn junit(maker: &str, tally: &Tally) -> String {
    let mut report = Report::new(format!("{maker}: {}", tally.name));
    report.set_time(Duration::from_micros(tally.cases().map(|case| case.duration_micros).sum()));
    for group in &tally.groups {
        report.add_test_suite(suite(tally, group));
    }
    // Writing into memory fails on nothing that `XmlString` lets through.
    report.to_string().unwrap_or_default()
}

fn suite(tally: &Tally, group: &Group) -> TestSuite {
    let mut suite = TestSuite::new(group.name.as_str());
    let micros = group.cases.iter().map(|case| case.duration_micros).sum();
    suite.set_time(Duration::from_micros(micros));
    for (name, value) in tally.properties.iter().chain(&group.properties) {
        suite.add_property(Property::new(name.as_str(), value.as_str()));
    }
    for case in &group.cases {
        let mut shown = TestCase::new(case.name.as_str(), status(case));
        shown.set_classname(format!("{}.{}", tally.name, group.name));
        shown.set_time(Duration::from_micros(case.duration_micros));
        if let Some(place) = &case.place {
            shown.extra.insert("file".into(), place.file.as_str().into());
            shown.extra.insert("line".into(), place.line.to_string().into());
        }
        if !case.notes.is_empty() {
            shown.set_system_out(case.notes.join("\n"));
        }
        suite.add_test_case(shown);
    }
    suite
}

fn status(case: &Case) -> TestCaseStatus {
    match &case.outcome {
        Outcome::Kept => TestCaseStatus::success(),
        Outcome::Skipped(why) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(why.as_str());
            status
        }
        Outcome::Broken(mismatches) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let message =
                mismatches.first().map(|first| format!("expected {}, found {}", first.expected, first.found));
            status.set_type("mismatch").set_message(message.unwrap_or_default());
            let texts: Vec<String> = mismatches.iter().map(text).collect();
            status.set_description(texts.join("\n\n"));
            status
        }
    }
}

fn text(mismatch: &Mismatch) -> String {
    let lines = mismatch_lines(mismatch).into_iter().map(|(label, line)| format!("{label:<9} {line}"));
    lines.collect::<Vec<_>>().join("\n")
}
