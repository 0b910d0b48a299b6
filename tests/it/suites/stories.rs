//! Cases that follow one another: captures, tables, the clock, keys, tries.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use localgear::adapters::local_target::LocalTarget;
use localgear::contract::suite::{Verdict, choose};
use localgear::ports::Target;
use localgear::traffic::{Addressed, Change, Heard, PlannedCall, Unanswered};

use super::{all_pass, broken, suite, told, told_to};
use crate::harness::TestSite;

#[test]
fn what_one_case_captures_the_next_one_uses() {
    let cases = told(
        r#"
[[case]]
name = "first"
request = { path = "/customers/a b", key = "crm" }
[case.capture]
id = "$.id"
kind = { header = "content-type" }
word = { regex = '"in": "(\w+)"' }
status = { status = true }

[[case]]
name = "second"
request = { path = "/customers/{{ id }}", key = "crm", environment = "{{ word }}" }
expect = { json = { id = "{{ id }}" }, headers = { Content-Type = "{{ kind }}" }, body-regex = "a b" }

[[case]]
name = "third"
request = { method = "POST", path = "/echo", key = "crm", json = { a = "{{ status }}" } }
expect = { json-path = { "$.a" = "200" } }
"#,
    );
    all_pass(&cases);
    assert_eq!(cases[1].call.as_ref().unwrap().target, "/customers/a%20b");
}

#[test]
fn a_case_that_needs_what_was_not_captured_says_so_and_sends_nothing() {
    let cases = told(
        "[[case]]\nname = 'first'\nrequest = { path = '/customers/1', key = 'crm' }\ncapture = { no = '$.none' }\n\
         [[case]]\nname = 'second'\nrequest = { path = '/customers/{{ no }}', key = 'crm' }\n",
    );
    assert!(broken(&cases[0])[0].contains("capture no: expected a value, found it is not in the answer"));
    assert!(broken(&cases[1])[0].contains("the case `first` captured nothing"), "{:?}", broken(&cases[1]));
    assert!(cases[1].call.is_none());
}

#[test]
fn a_table_makes_a_case_of_every_row() {
    let cases = told(
        "[[case]]\nname = 'by number'\nrequest = { path = '/customers/{{ id }}', key = 'crm' }\n\
         expect = { json = { id = '{{ id }}' } }\n[[case.each]]\nid = 1\n[[case.each]]\nid = 'x/y'\n",
    );
    all_pass(&cases);
    let names: Vec<_> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["by number [id=1]", "by number [id=x/y]"]);
}

#[test]
fn the_clock_moves_keys_are_disabled_and_rotated_between_cases() {
    let cases = told(
        r#"
[[case]]
name = "disabled, still working"
disable-key = "crm"
advance = "4m 59s"
request = { path = "/customers/1", key = "crm" }
[[case]]
name = "disabled, no longer working"
advance = "1s"
request = { path = "/customers/1", key = "crm" }
expect = { reason = "key-disabled" }
[[case]]
name = "enabled and rotated"
enable-key = "crm"
rotate = { key = "crm", slot = "secondary" }
request = { path = "/customers/1", key = "crm", slot = "secondary", carrier = "header-bearer" }
expect = { status = 200 }
[[case]]
name = "the other slot is as it was"
request = { path = "/customers/1", key = "crm", carrier = "query" }
expect = { status = 200 }
"#,
    );
    all_pass(&cases);
}

#[test]
fn a_filter_takes_along_the_cases_that_capture_what_is_used() {
    let suite = suite(
        "[[case]]\nname = 'gives'\nrequest = { path = '/a' }\ncapture = { x = '$.x' }\n\
         [[case]]\nname = 'idle'\nrequest = { path = '/b' }\n\
         [[case]]\nname = 'uses'\nrequest = { path = '/{{ x }}' }\n",
    );
    let of = |text: &str| choose(&suite, Some(text)).into_iter().collect::<Vec<_>>();
    assert_eq!((of("uses"), of("idle"), of("none")), (vec![0, 2], vec![1], vec![]));
}

/// Answers only every so many calls as it should.
struct Unsteady {
    inner: LocalTarget,
    calls: AtomicUsize,
    good_every: usize,
}

impl Target for Unsteady {
    fn send(&self, call: &PlannedCall) -> Result<Heard, Unanswered> {
        let count = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let mut heard = self.inner.send(call)?;
        if !count.is_multiple_of(self.good_every) {
            heard.status = 503;
        }
        Ok(heard)
    }

    fn tells_reasons(&self) -> bool {
        true
    }

    fn change(&self, _: &Change) -> bool {
        false
    }

    fn addressed(&self, call: &PlannedCall) -> Addressed {
        self.inner.addressed(call)
    }

    fn address(&self) -> String {
        "unsteady".to_owned()
    }
}

fn unsteady(good_every: usize) -> Unsteady {
    let inner = LocalTarget::new(Arc::new(TestSite::draft().site()), None).unwrap();
    Unsteady { inner, calls: AtomicUsize::new(0), good_every }
}

const ONE: &str =
    "[[case]]\nname = 'one'\nrequest = { path = '/customers/1', key = 'crm' }\nexpect = { status = 200 }\n";

#[test]
fn a_broken_case_is_tried_again_only_when_asked_and_every_try_is_kept() {
    let once = told_to(&unsteady(3), &suite(ONE), 0);
    assert_eq!((once.cases[0].verdict.clone(), once.cases[0].attempts.len()), (Verdict::Failed, 1));
    let twice = told_to(&unsteady(3), &suite(ONE), 1);
    assert_eq!((twice.cases[0].verdict.clone(), twice.cases[0].attempts.len()), (Verdict::Failed, 2));
    let thrice = told_to(&unsteady(3), &suite(ONE), 5);
    assert_eq!((thrice.cases[0].verdict.clone(), thrice.cases[0].attempts.len()), (Verdict::Passed, 3));
    assert!(thrice.cases[0].is_flaky());
    let junit = localgear::report::contract::suite_junit(&[thrice], &[]).unwrap();
    assert_eq!(junit.matches("<flakyFailure").count(), 2, "{junit}");
}

#[test]
fn a_case_that_would_change_anothers_site_is_skipped_and_never_green() {
    let moves_the_clock = ONE.replace("[[case]]\n", "[[case]]\nadvance = '1m'\n");
    let outcome = told_to(&unsteady(1), &suite(&moves_the_clock), 0);
    assert!(matches!(outcome.cases[0].verdict, Verdict::Skipped(_)), "{:?}", outcome.cases[0].verdict);
}

#[test]
fn a_secret_that_a_stub_echoes_is_hidden_in_what_is_heard() {
    let site = TestSite::draft()
        .more(
            "[[workflow]]\nname = 'Tell'\nmethod = 'GET'\npath = '/tell'\n[workflow.inputs.FgRequestHeaders]\n\
             [[workflow.reply]]\nheaders = { X-Echo = '{{ request.headers.Authorization }}' }\nbody = '{{ inputs.FgRequestHeaders }}'\n",
        )
        .key("teller", "environment = 'Production'\nworkflows = ['Tell']")
        .site();
    let target = LocalTarget::new(Arc::new(site), None).unwrap();
    let outcome = told_to(
        &target,
        &suite("[[case]]\nname = 'tell'\nrequest = { path = '/tell', key = 'teller' }\n"),
        0,
    );
    let heard = outcome.cases[0].attempts[0].heard.as_ref().unwrap();
    assert!(heard.text().contains("***"), "{}", heard.text());
    assert!(
        !format!("{outcome:?}")
            .chars()
            .collect::<Vec<_>>()
            .split(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
            .any(|run| run.len() >= 86)
    );
}
