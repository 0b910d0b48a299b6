//! JUnit XML: a suite per file, a case per finding; files without findings are one case that passes.

use std::fmt::Write as _;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::totals::Totals;
use super::{Report, counted};
use crate::finding::Finding;

/// The report as JUnit XML. Notes and skipped files are there as text, since a case fails or passes.
#[must_use]
pub fn junit(report: &Report) -> String {
    let mut whole = Junit::new("localgear lint");
    let mut findings = report.findings.as_slice();
    while let Some(first) = findings.first() {
        let path = &first.place.path;
        let end = findings.iter().position(|finding| finding.place.path != *path).unwrap_or(findings.len());
        let (here, rest) = findings.split_at(end);
        let mut suite = TestSuite::new(&**path);
        suite.add_test_cases(here.iter().map(case));
        whole.add_test_suite(suite);
        findings = rest;
    }
    let mut rest = TestSuite::new("localgear lint");
    let mut all = TestCase::new("everything else", TestCaseStatus::success());
    all.set_classname("localgear.lint");
    let mut out = format!("{} in {}\n", Totals::of(report), counted(report.tally.files, "file"));
    let aside = report.aside.count();
    writeln!(out, "{aside} set aside").ok();
    for notice in &report.notices {
        writeln!(out, "{notice}").ok();
    }
    all.set_system_out(out);
    rest.add_test_case(all);
    for one in &report.skipped {
        let mut status = TestCaseStatus::skipped();
        status.set_message(one.why.as_str());
        let mut case = TestCase::new(one.path.as_str(), status);
        case.set_classname("localgear.lint.skipped");
        rest.add_test_case(case);
    }
    whole.add_test_suite(rest);
    // A text in memory cannot fail to be written.
    whole.to_string().unwrap_or_default()
}

fn case(finding: &Finding) -> TestCase {
    let place = &finding.place;
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(&*finding.rule);
    status.set_message(finding.message.as_str());
    let revision = place.revision.as_ref().map(|revision| format!(" @ {revision}")).unwrap_or_default();
    status.set_description(format!(
        "{}:{}:{}{revision}\n{}\n{}",
        place.path, place.start.line, place.start.column, finding.message, finding.help
    ));
    let name = format!("{} at {}:{}{revision}", finding.rule, place.start.line, place.start.column);
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("localgear.lint.{}", finding.rule));
    case
}
