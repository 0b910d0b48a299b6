//! What became of a case.

use std::time::Duration;

use similar::TextDiff;

use super::case::{Case, Expected};
use crate::adapters::wasm::{CompiledPolicy, LogLine, Sandbox, WhyNot};
use crate::policy::{Answer, STATUS_DENIED, Word};

/// A case may take this long; what a live call may take is for the site to say.
const PATIENCE: Duration = Duration::from_secs(2);

/// What became of a case.
pub(super) struct Outcome {
    /// The case.
    pub(super) name: String,
    /// How expected and found differ, line by line; `None`: they do not.
    pub(super) diff: Option<String>,
    /// What the policy said of its findings, and logged, for a case that failed.
    pub(super) notes: Vec<String>,
}

/// Puts the policy through a case.
pub(super) fn of(case: &Case, policy: &CompiledPolicy, sandbox: &Sandbox) -> Outcome {
    let settings = policy.checked_settings(sandbox, &case.settings);
    let (expected, found, notes) = match (&case.expected, settings) {
        (Expected::Problems(pointers), Ok(_)) => {
            (problems(pointers), "settings: fit\n".to_owned(), Vec::new())
        }
        (Expected::Problems(pointers), Err(WhyNot::BadSettings(found))) => {
            let notes =
                found.iter().map(|problem| format!("{}: {}", problem.pointer, problem.message)).collect();
            let mut places: Vec<String> = found.into_iter().map(|problem| problem.pointer).collect();
            places.dedup();
            (problems(pointers), problems(&places), notes)
        }
        (_, Err(why)) => ("settings: fit\n".to_owned(), format!("settings: {why}\n"), Vec::new()),
        (expected, Ok(settings)) => {
            // The first exchange that differs speaks for the case.
            let answers = case.exchanges.iter().map(|exchange| {
                let trial = policy.try_once(sandbox, exchange, &settings, PATIENCE);
                let (wanted, got) = compared(expected, &trial.answer);
                let notes = notes(&trial.answer, &trial.log);
                let place = format!("{} {}", exchange.request.method, exchange.request.path);
                (wanted, got, [vec![place], notes].concat())
            });
            let first = |answers: Vec<(String, String, Vec<String>)>| {
                let differs = answers.iter().position(|(wanted, got, _)| wanted != got).unwrap_or(0);
                answers.into_iter().nth(differs)
            };
            first(answers.collect()).unwrap_or_default()
        }
    };
    let diff = (expected != found).then(|| {
        TextDiff::from_lines(&expected, &found).unified_diff().header("expected", "found").to_string()
    });
    Outcome { name: case.name.clone(), diff, notes }
}

/// Expected and found in the same words, leaving out what the case does not speak of.
fn compared(expected: &Expected, answer: &Answer) -> (String, String) {
    let decision = match answer {
        Ok(decision) => decision,
        Err(failure) => {
            let found = format!("no decision: {failure}\n");
            return match expected {
                Expected::Failure => (found.clone(), found),
                Expected::Decision { word, status, rules } => (told(*word, *status, rules.as_deref()), found),
                Expected::Problems(pointers) => (problems(pointers), found),
            };
        }
    };
    let found_rules: Vec<String> = decision.findings.iter().map(|finding| last_part(&finding.rule)).collect();
    match expected {
        Expected::Decision { word, status, rules } => {
            let effective = decision.status.unwrap_or(STATUS_DENIED);
            let found_status = (decision.word == Word::Deny && status.is_some()).then_some(effective);
            let found_rules = rules.is_some().then_some(found_rules);
            (
                told(*word, *status, rules.as_deref()),
                told(decision.word, found_status, found_rules.as_deref()),
            )
        }
        Expected::Failure => {
            ("no decision\n".to_owned(), told(decision.word, decision.status, Some(&found_rules)))
        }
        Expected::Problems(pointers) => (problems(pointers), told(decision.word, decision.status, None)),
    }
}

fn told(word: Word, status: Option<u16>, rules: Option<&[String]>) -> String {
    let mut told = format!("verdict: {}\n", word.as_str());
    if let Some(status) = status {
        told.push_str(&format!("status: {status}\n"));
    }
    let mut rules = rules.map(<[String]>::to_vec).unwrap_or_default();
    rules.sort();
    for rule in rules {
        told.push_str(&format!("rule: {rule}\n"));
    }
    told
}

fn problems(pointers: &[String]) -> String {
    let mut pointers = pointers.to_vec();
    pointers.sort();
    pointers.iter().map(|pointer| format!("problem: {pointer}\n")).collect()
}

fn last_part(rule: &str) -> String {
    rule.rsplit('/').next().unwrap_or(rule).to_owned()
}

fn notes(answer: &Answer, log: &[LogLine]) -> Vec<String> {
    let findings = answer
        .iter()
        .flat_map(|decision| &decision.findings)
        .map(|finding| format!("{} at {}: {}", last_part(&finding.rule), finding.at, finding.message));
    let log = log.iter().map(|line| format!("log, {}: {}", line.severity.as_str(), line.text));
    findings.chain(log).collect()
}
