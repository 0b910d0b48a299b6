//! What an answer comes to: mode and `on-failure`, over every outcome.

use localgear::policy::{Effect, FAILURE_RULE, Word};

use super::guests::bound;

#[test]
fn an_enforced_denial_refuses_with_the_policys_status() {
    assert_eq!(bound("no-delete").verdict_on("DELETE").effect, Effect::Deny(405));
}

#[test]
fn a_call_that_the_policy_has_nothing_against_goes_on() {
    let verdict = bound("no-delete").verdict_on("GET");
    assert_eq!((verdict.effect, verdict.word, verdict.findings.len()), (Effect::Pass, Some(Word::Allow), 0));
}

#[test]
fn a_monitored_denial_is_a_finding_and_never_a_refusal() {
    let enforced = bound("no-delete").verdict_on("DELETE");
    let monitored = bound("no-delete").monitored().verdict_on("DELETE");
    assert_eq!(monitored.effect, Effect::Pass);
    assert_eq!(monitored.word, Some(Word::Deny));
    assert_eq!(monitored.findings, enforced.findings);
}

#[test]
fn monitoring_covers_traps_overruns_and_broken_answers() {
    for guest in ["trap-evaluate", "endless-loop", "length-lie", "status-200", "gives-up", "memory-bomb"] {
        let verdict = bound(guest).monitored().verdict_on("GET");
        assert_eq!(verdict.effect, Effect::Pass, "{guest}");
        assert_eq!(verdict.findings[0].rule, FAILURE_RULE, "{guest}");
    }
}

#[test]
fn an_enforced_failure_refuses_unless_the_site_says_otherwise() {
    assert!(matches!(bound("trap-evaluate").verdict_on("GET").effect, Effect::Fail(_)));
    let passing = bound("trap-evaluate").letting_failures_pass().verdict_on("GET");
    assert_eq!(passing.effect, Effect::Pass);
    assert_eq!(passing.findings[0].rule, FAILURE_RULE);
}

#[test]
fn a_denial_is_no_failure_that_on_failure_could_let_pass() {
    assert_eq!(bound("no-delete").letting_failures_pass().verdict_on("DELETE").effect, Effect::Deny(405));
}
