//! Each hostile guest ends in a refusal or a finding; the process is unharmed and the next call is served.

use std::time::Duration;

use localgear::finding::Severity;
use localgear::policy::{
    Effect, FAILURE_RULE, FINDINGS_MAX, Failure, LOG_LINE_BYTES_MAX, LOG_LINES_MAX, MESSAGE_BYTES_MAX,
    Verdict, Word,
};
use localgear::ports::Policies as _;

use super::guests::{ANY_WORKFLOW, bound, bound_bytes, component, exchange, sandbox};

/// How a guest fails when it is asked. The next call, of another policy, is served.
fn failure_of(guest: &str) -> Failure {
    let Verdict { effect, findings, .. } = bound(guest).verdict_on("GET");
    assert!(findings.iter().any(|seen| seen.rule == FAILURE_RULE), "{guest} leaves a finding");
    assert_eq!(bound("no-delete").verdict_on("GET").effect, Effect::Pass, "the next call is served");
    match effect {
        Effect::Fail(failure) => failure,
        Effect::Pass | Effect::Deny(_) => panic!("{guest} was let through: {effect:?}"),
    }
}

#[test]
fn an_endless_loop_overruns() {
    for guest in ["endless-loop", "endless-log"] {
        assert!(matches!(failure_of(guest), Failure::Overrun(_)), "{guest}");
    }
}

#[test]
fn a_bomb_runs_into_its_limit() {
    for guest in ["memory-bomb", "table-bomb", "deep-recursion"] {
        assert!(matches!(failure_of(guest), Failure::Trapped(_)), "{guest}");
    }
}

#[test]
fn a_lie_about_lengths_and_pointers_is_no_answer() {
    for guest in ["pointer-outside", "pointer-unaligned", "length-lie", "not-utf8", "unknown-verdict"] {
        assert!(matches!(failure_of(guest), Failure::BadAnswer(_)), "{guest}: {:?}", failure_of(guest));
    }
}

#[test]
fn a_misbehaving_realloc_is_no_answer() {
    assert!(bound("realloc-outside").fault().contains("breaks the interface"));
    assert!(matches!(failure_of("realloc-unaligned"), Failure::BadAnswer(_)));
    assert!(bound("realloc-trap").fault().contains("stopped with a fault"));
    // It overwrites nothing but itself.
    let verdict = bound("realloc-everything-at-one-place").verdict_on("DELETE");
    assert!(matches!(verdict.effect, Effect::Pass | Effect::Fail(_)), "{verdict:?}");
    assert_eq!(bound("no-delete").verdict_on("DELETE").effect, Effect::Deny(405));
}

#[test]
fn a_trap_is_a_failure_in_whatever_export_it_happens() {
    assert!(matches!(failure_of("trap-evaluate"), Failure::Trapped(_)));
    assert!(
        bound("trap-describe").fault().contains("asked what it is (`describe`), it stopped with a fault")
    );
    assert!(bound("trap-validate").fault().contains("(`validate`), it stopped with a fault"));
}

#[test]
fn a_guest_that_never_ends_while_loading_is_refused() {
    for guest in ["endless-describe", "endless-start", "realloc-endless"] {
        assert!(bound(guest).fault().contains("did not answer within"), "{guest}");
    }
}

#[test]
fn findings_without_end_are_cut() {
    let verdict = bound("many-findings").verdict_on("GET");
    assert_eq!(verdict.effect, Effect::Pass);
    assert_eq!(verdict.findings.len(), FINDINGS_MAX);
    let last = verdict.findings.last().unwrap();
    assert_eq!(last.help.as_deref(), Some("800 more findings of this policy are not shown"));
}

#[test]
fn one_long_text_behind_many_findings_costs_no_memory() {
    assert!(matches!(failure_of("aliased-message"), Failure::BadAnswer(_)));
}

#[test]
fn a_long_message_is_cut_and_its_control_characters_are_gone() {
    let verdict = bound("long-message").verdict_on("GET");
    let message = &verdict.findings[0].message;
    assert_eq!(message.len(), MESSAGE_BYTES_MAX);
    assert!(!message.contains('\u{1b}'));
}

#[test]
fn chatter_is_cut_and_the_answer_counts() {
    let policy = sandbox().compile(&component("chatty")).unwrap();
    let trial = policy.try_once(sandbox(), &exchange("GET"), "{}", Duration::from_millis(50));
    assert_eq!(trial.answer.unwrap().word, Word::Allow);
    assert_eq!(trial.log.len(), LOG_LINES_MAX);
    assert!(trial.log.iter().all(|line| line.text.len() <= LOG_LINE_BYTES_MAX));
}

#[test]
fn an_undeclared_rule_is_reported_as_one() {
    let verdict = bound("undeclared-rule").verdict_on("GET");
    let finding = &verdict.findings[0];
    assert_eq!(finding.rule, "policy/undeclared-rule/undeclared-rule");
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.message.contains("`../../made/up`, which it does not declare: DELETE is not allowed"));
}

#[test]
fn a_declared_rule_is_reported_under_the_policys_name() {
    let verdict = bound("no-delete").verdict_on("DELETE");
    assert_eq!(verdict.findings[0].rule, "policy/no-delete/no-delete");
}

#[test]
fn a_refusal_with_the_status_of_a_success_is_a_failure() {
    assert_eq!(failure_of("status-200"), Failure::BadStatus(200));
}

#[test]
fn a_policy_may_say_that_it_cannot_decide() {
    assert_eq!(failure_of("gives-up"), Failure::GaveUp("DELETE is not allowed".to_owned()));
}

#[test]
fn nothing_that_a_policy_remembers_outlives_an_answer() {
    let bound = bound("remembers");
    for _ in 0..50 {
        assert_eq!(bound.verdict_on("GET").effect, Effect::Pass);
    }
}

#[test]
fn truncated_and_bit_flipped_components_are_refused_or_run_within_their_limits() {
    let whole = component("no-delete");
    for length in (0..whole.len()).step_by(97) {
        assert_ne!(bound_bytes("cut", &whole[..length]).fault(), "", "cut to {length} bytes");
    }
    for at in (0..whole.len()).step_by(61) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        if let Ok(policies) = bound_bytes("flipped", &flipped).load() {
            policies.ask_here(ANY_WORKFLOW, exchange("GET"));
        }
    }
    assert_eq!(bound("no-delete").verdict_on("GET").effect, Effect::Pass);
}
