//! What the ledger of a run comes to.

use super::coverage::Coverage;
use super::expectation::{CallExpectation, Order, calls};
use super::ledger::{Count, Ledger, Offences, Progress};
use super::tally::{Case, CasePlace, Group, Mismatch, Outcome, SeenCall, Tally};

/// The group of what a file expects.
pub const EXPECTATIONS_GROUP: &str = "expectations";

/// The group of what goes without saying.
pub const BASELINE_GROUP: &str = "without saying";

/// Judges a ledger. `lost` says how many calls it was never told of, which no promise about all calls survives.
#[must_use]
pub fn verify(ledger: &Ledger, name: &str, lost: u64) -> Tally {
    let expectations = &ledger.expectations;
    let place = |line: Option<usize>| {
        let file = expectations.file.clone()?;
        Some(CasePlace { file, line: line? })
    };
    let judged = expectations.calls.iter().zip(&ledger.counts).map(|(expectation, count)| Case {
        place: place(expectation.line),
        ..Case::new(promise(expectation), Outcome::of(judge(expectation, count)))
    });
    let ordered = expectations.orders.iter().zip(&ledger.progress).map(|(order, progress)| Case {
        place: place(order.line),
        ..Case::new(sequence(order), Outcome::of(judge_order(order, progress)))
    });
    let expected: Vec<Case> = judged.chain(ordered).collect();
    let mut baseline: Vec<Case> = ledger
        .offences
        .iter()
        .map(|offences| {
            let outcome = match expectations.allowed.has(offences.habit) {
                true => Outcome::Skipped(format!("`{}` is allowed", offences.habit.slug())),
                false => Outcome::of(judge_habit(offences)),
            };
            Case::new(offences.habit.promise(), outcome)
        })
        .collect();
    if lost > 0 {
        let mismatch = Mismatch {
            differs: vec![
                "clear the journal before what is to be verified, and verify more often".to_owned(),
            ],
            ..Mismatch::new("every call is still in the journal", format!("{} had to make room", calls(lost)))
        };
        baseline.push(Case::new("the journal is whole", Outcome::Broken(vec![mismatch])));
    }
    let group = |name: &str, cases| Group { name: name.to_owned(), cases, properties: Vec::new() };
    let groups = [(EXPECTATIONS_GROUP, expected), (BASELINE_GROUP, baseline)];
    let groups = groups.into_iter().filter(|(_, cases)| !cases.is_empty());
    Tally {
        name: name.to_owned(),
        groups: groups.map(|(name, cases)| group(name, cases)).collect(),
        properties: Vec::new(),
    }
}

/// The case that enough of what the site permits was used.
#[must_use]
pub fn judge_coverage(coverage: &Coverage, percent_min: u64) -> Case {
    let name = format!("at least {percent_min} % of what the keys permit is used");
    if coverage.percent() >= percent_min {
        return Case::new(name, Outcome::Kept);
    }
    let not_used = coverage.missing.iter();
    let not_used = not_used
        .map(|cell| format!("not used: `{}` by `{}` in `{}`", cell.workflow, cell.key, cell.environment));
    let found = format!("{} %: {} of {}", coverage.percent(), coverage.covered, coverage.permitted);
    let mismatch = Mismatch { differs: not_used.collect(), ..Mismatch::new(name.clone(), found) };
    Case::new(name, Outcome::Broken(vec![mismatch]))
}

fn promise(expectation: &CallExpectation) -> String {
    let after = expectation.after.as_ref().map(|step| format!(", after `{}`", step.name)).unwrap_or_default();
    let name = expectation.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    format!("{name}{}: {}{after}", expectation.call, expectation.times)
}

fn judge(expectation: &CallExpectation, count: &Count) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    if !expectation.times.holds(count.calls) {
        let too_few = count.calls < expectation.times.at_least;
        let nearest = if too_few { count.nearest.calls() } else { count.latest.calls() };
        let found = match count.calls {
            0 => "no such call".to_owned(),
            some => calls(some),
        };
        let expected = format!("{}: {}", expectation.call, expectation.times);
        mismatches.push(shown(Mismatch { nearest, ..Mismatch::new(expected, found) }));
    }
    if let (Some(after), Some(first)) = (&expectation.after, &count.first_early) {
        let expected = format!("{} only after `{}`", expectation.call, after.name);
        let found = format!("{} came before it", calls(count.early));
        mismatches.push(Mismatch { nearest: vec![first.clone()], ..Mismatch::new(expected, found) });
    }
    mismatches
}

/// What the nearest call differs in is what the mismatch as a whole differs in.
fn shown(mut mismatch: Mismatch) -> Mismatch {
    mismatch.differs = mismatch.nearest.first().map(|call| call.differs.clone()).unwrap_or_default();
    mismatch
}

fn sequence(order: &Order) -> String {
    let names: Vec<String> = order.steps.iter().map(|step| format!("`{}`", step.name)).collect();
    names.join(", then ")
}

fn judge_order(order: &Order, progress: &Progress) -> Vec<Mismatch> {
    let Some(missing) = order.steps.get(progress.done) else { return Vec::new() };
    let found = match progress.done.checked_sub(1) {
        None => format!("no call of `{}`", missing.name),
        Some(last) => format!("no call of `{}` after `{}`", missing.name, order.waited_for(last)),
    };
    let nearest = progress.before_its_turn.get(progress.done);
    let nearest: Vec<SeenCall> = nearest.map(super::nearest::Latest::calls).unwrap_or_default();
    vec![shown(Mismatch { nearest, ..Mismatch::new(sequence(order), found) })]
}

fn judge_habit(offences: &Offences) -> Vec<Mismatch> {
    if offences.calls == 0 {
        return Vec::new();
    }
    let mismatch = Mismatch::new(offences.habit.promise(), calls(offences.calls));
    vec![shown(Mismatch { nearest: offences.first.clone(), ..mismatch })]
}
