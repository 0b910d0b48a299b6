//! `localgear lint`: every API Key that travels, or will travel, in a URL.

mod args;
mod fixing;
mod history;
mod masking;
mod policies;
mod progress;
mod reading;
mod told;

use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

pub(crate) use self::args::Args;
use self::reading::Gathered;
use super::{Exit, screen};
use crate::adapters::baseline_file;
use crate::adapters::site_file::{self, LoadFault};
use crate::finding::RULES;
use crate::lint::Knowledge;
use crate::lint::baseline::Baseline;
use crate::lint::rules::page;
use crate::report::findings::Report;

/// Looks, mends where that was asked for, compares with the baseline, reports.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(rule) = &args.rule {
        return explain(rule);
    }
    args.check()?;
    let knowledge = args.site.as_deref().map(knowledge).transpose()?;
    let baseline =
        args.baseline.as_deref().map(|path| baseline_file::read(path).context(ADVICE)).transpose()?;
    let policies = policies::load(args)?;
    let mut gathered = reading::read(args, knowledge)?;
    if let Some(safety) = args.safety() {
        fixing::fix(args, safety, &mut gathered)?;
    }
    let Gathered { mut report, calls, .. } = gathered;
    if let Some(policies) = policies {
        policies.ask(calls, &mut report);
    }
    report.sort();
    let stale = compare(args, baseline, &mut report)?;
    // The process is over then; to take apart what may be a hundred thousand findings would only take its time.
    let report = ManuallyDrop::new(report);
    told::tell(args, &report)?;
    Ok(exit(args, &report, stale))
}

/// What helps somebody whose baseline cannot be read.
const ADVICE: &str = "the baseline cannot be used; `--write-baseline FILE` makes one";

/// Prints the page of a rule, or the list of rules.
fn explain(rule: &str) -> anyhow::Result<Exit> {
    if let Some(page) = page(rule) {
        screen::print(page)?;
        return Ok(Exit::Fine);
    }
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let nearest =
        crate::site::nearest(rule, ids.iter().copied()).map(|near| format!("did you mean `{near}`? "));
    bail!("there is no rule `{rule}`; {}the rules are {}", nearest.unwrap_or_default(), ids.join(", "))
}

/// What the site file tells.
fn knowledge(path: &Path) -> anyhow::Result<Arc<Knowledge>> {
    match site_file::load(path) {
        Ok(loaded) => Ok(Arc::new(Knowledge::new(Arc::new(loaded.site)))),
        Err(LoadFault::Input(fault)) => Err(fault.into()),
        Err(LoadFault::Faults(faults)) => {
            screen::remark(faults.render(screen::stderr_has_colour()).trim_end());
            bail!(
                "`{}` is broken, and nothing was linted; `localgear check` says what is wrong",
                path.display()
            )
        }
    }
}

/// Takes out what the baseline knows and writes a new one where that was asked for; gives back how many entries are stale.
fn compare(args: &Args, baseline: Option<Baseline>, report: &mut Report) -> anyhow::Result<usize> {
    if let Some(path) = &args.write_baseline {
        let new = Baseline::of(&report.findings);
        baseline_file::write(path, &new)?;
        report.notices.push(format!("`{}` holds {} findings now", path.display(), new.len()));
        if baseline.is_none() {
            report.tally.known += report.findings.len();
            report.findings.clear();
        }
    }
    let Some(baseline) = baseline else { return Ok(0) };
    let compared = baseline.compare(std::mem::take(&mut report.findings));
    report.findings = compared.new;
    report.tally.known += compared.known;
    let stale = compared.stale.len();
    let gone = compared.stale.into_iter();
    report
        .notices
        .extend(gone.map(|entry| format!("the baseline knows {entry}, which is gone; write it anew")));
    Ok(stale)
}

/// 3 where something could not be read, 1 where there is something to mend.
fn exit(args: &Args, report: &Report, stale: usize) -> Exit {
    let unread = report.skipped.iter().any(|one| one.failed || args.strict);
    let heavy = report.findings.iter().any(|finding| finding.severity >= args.fail_on.severity());
    match (unread, heavy || args.strict && stale > 0) {
        (true, _) => Exit::Incomplete,
        (false, true) if !args.exit_zero => Exit::Findings,
        (false, _) => Exit::Fine,
    }
}
