//! A suite: case by case, plan the call, send it, compare the answer, capture what later cases use.

mod call;
mod capture;
mod case;
mod compare;
mod json_diff;
mod mismatch;
mod outcome;
mod scope;
mod xml_path;

use std::collections::{BTreeMap, BTreeSet};

pub use call::{as_curl, variable};
pub use case::{
    CASES_MAX, Capture, Case, Expected, JsonMatch, Must, Presented, Request, RequestBody, Source, Suite,
    Travels,
};
pub use compare::NO_REASON;
pub(crate) use json_diff::member;
pub use json_diff::{Difference, first_difference, same};
pub use mismatch::Mismatch;
pub use outcome::{Attempt, CaseOutcome, Count, SuiteOutcome, Verdict};
pub use xml_path::{XmlPath, XmlPathFault};

use self::scope::Scope;
use crate::ports::Target;

/// Tries that a case may have beyond the first.
pub const RETRIES_MAX: u32 = 10;

/// Runs the cases of a suite that are chosen, in their order.
#[must_use]
pub fn run(suite: &Suite, target: &dyn Target, chosen: &BTreeSet<usize>, retries: u32) -> SuiteOutcome {
    let mut captured: BTreeMap<String, Result<String, String>> = BTreeMap::new();
    let mut cases = Vec::new();
    for (_, case) in suite.cases.iter().enumerate().filter(|(at, _)| chosen.contains(at)) {
        cases.push(one(suite, case, target, retries.min(RETRIES_MAX), &mut captured));
    }
    let (name, file) = (suite.name.clone(), suite.file.clone());
    SuiteOutcome { name, file, target: target.address(), tells_reasons: target.tells_reasons(), cases }
}

/// The cases whose name holds the text, and the earlier ones that capture what those use.
#[must_use]
pub fn choose(suite: &Suite, text: Option<&str>) -> BTreeSet<usize> {
    let wanted = |case: &Case| text.is_none_or(|text| case.name.contains(text));
    let mut chosen = BTreeSet::new();
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    for (at, case) in suite.cases.iter().enumerate().rev() {
        let gives = case.captures.iter().any(|capture| needed.contains(capture.name.as_str()));
        if wanted(case) || gives {
            for capture in &case.captures {
                needed.remove(capture.name.as_str());
            }
            chosen.insert(at);
            let in_row = |name: &str| case.row.iter().any(|(known, _)| known == name);
            needed.extend(case.uses.iter().map(String::as_str).filter(|name| !in_row(name)));
        }
    }
    chosen
}

fn one(
    suite: &Suite,
    case: &Case,
    target: &dyn Target,
    retries: u32,
    captured: &mut BTreeMap<String, Result<String, String>>,
) -> CaseOutcome {
    let mut outcome = CaseOutcome {
        name: case.name.clone(),
        line: case.line,
        verdict: Verdict::Passed,
        attempts: Vec::new(),
        call: None,
        reproduce: None,
        notes: Vec::new(),
    };
    for capture in &case.captures {
        captured.insert(capture.name.clone(), Err(format!("the case `{}` did not come so far", case.name)));
    }
    if !case.before.iter().all(|change| target.change(change)) {
        let why = "it moves the clock or changes a key, and this target is not ours to change";
        outcome.verdict = Verdict::Skipped(why.to_owned());
        return outcome;
    }
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for name in &case.uses {
        match captured.get(name) {
            Some(Ok(value)) => {
                values.insert(name, value);
            }
            Some(Err(why)) if !case.row.iter().any(|(known, _)| known == name) => {
                outcome.fail(Mismatch::new(format!("`{{{{ {name} }}}}`"), "a captured value", why));
            }
            Some(Err(_)) | None => {}
        }
    }
    values.extend(case.row.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let scope = Scope::new(&suite.templates, &values);
    if outcome.verdict == Verdict::Failed {
        return outcome;
    }
    let call = match call::plan(&case.request, &scope) {
        Ok(call) => call,
        Err(fault) => {
            outcome.fail(Mismatch::new("request", "a call", fault));
            return outcome;
        }
    };
    outcome.reproduce = Some(as_curl(&call, &target.addressed(&call)));
    let mut kept = Vec::new();
    for _ in 0..=retries {
        let (attempt, notes, found) = attempt(case, &call, target, &scope);
        outcome.notes = notes;
        kept = found;
        outcome.verdict = if attempt.mismatches.is_empty() { Verdict::Passed } else { Verdict::Failed };
        outcome.attempts.push(attempt);
        if outcome.verdict == Verdict::Passed {
            break;
        }
    }
    outcome.call = Some(call);
    captured.extend(kept);
    outcome
}

type Kept = Vec<(String, Result<String, String>)>;

fn attempt(
    case: &Case,
    call: &crate::traffic::PlannedCall,
    target: &dyn Target,
    scope: &Scope<'_>,
) -> (Attempt, Vec<String>, Kept) {
    let heard = match target.send(call) {
        Ok(heard) => heard,
        Err(fault) => {
            let mismatch = Mismatch::new("answer", "one", fault.to_string());
            return (Attempt { heard: None, mismatches: vec![mismatch] }, Vec::new(), Vec::new());
        }
    };
    let (mut mismatches, notes) = compare::compare(&case.expect, &heard, scope, target.tells_reasons());
    let mut kept = Vec::new();
    for wanted in &case.captures {
        let found = capture::capture(wanted, &heard);
        if let Err(why) = &found {
            mismatches.push(Mismatch::new(format!("capture {}", wanted.name), "a value", why));
        }
        let of_case = |why| format!("the case `{}` captured nothing: {why}", case.name);
        kept.push((wanted.name.clone(), found.map_err(of_case)));
    }
    (Attempt { heard: Some(heard), mismatches }, notes, kept)
}

impl CaseOutcome {
    fn fail(&mut self, mismatch: Mismatch) {
        self.verdict = Verdict::Failed;
        match self.attempts.last_mut() {
            Some(attempt) => attempt.mismatches.push(mismatch),
            None => self.attempts.push(Attempt { heard: None, mismatches: vec![mismatch] }),
        }
    }
}
