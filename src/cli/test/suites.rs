//! `localgear test SUITE…`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::gather::{self, KeySlots, SecretSource, Secrets};
use super::{Args, load_site, output};
use crate::adapters::local_target::LocalTarget;
use crate::adapters::suite_file::{self, SuiteFault};
use crate::cli::site_policies::PolicyHost;
use crate::cli::{Exit, screen};
use crate::contract::draft::Draft;
use crate::contract::drift::{Drift, drift, recorded};
use crate::contract::reached::{Coverage, Reached};
use crate::contract::suite::{Count, Presented, Suite, SuiteOutcome, Travels, choose, run as run_suite};
use crate::ports::{Policies, Target};
use crate::site::{Site, nearest};
use crate::traffic::Change;

/// A site that suites are about, with its policies.
#[derive(Clone)]
struct Known {
    name: String,
    site: Arc<Site>,
    policies: Option<Arc<dyn Policies>>,
}

/// A suite ready to run.
struct Ready {
    suite: Suite,
    chosen: BTreeSet<usize>,
    known: Option<Known>,
    target: Box<dyn Target>,
}

/// Runs suites and reports what came of them.
pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let suites = read(&args.suites)?;
    let mut ready = prepare(args, suites)?;
    let outcomes = run_all(args, &ready);
    let coverage = coverage(args, &ready, &outcomes)?;
    let is_enough = coverage.iter().all(|(_, enough)| *enough);
    let coverage: Vec<(String, Coverage)> = coverage.into_iter().map(|(named, _)| named).collect();
    let drifts = drifts(args, &ready, &outcomes)?;
    output::report(args, &outcomes, &coverage, "", &drifts)?;
    if let Some(path) = &args.record {
        record(args, path, &mut ready, &outcomes)?;
    }
    if !is_enough {
        let wanted = args.min_coverage.unwrap_or_default();
        screen::remark(&format!("the coverage is below {wanted}%; add cases for what is not reached"));
    }
    let count = Count::of(&outcomes);
    if count.passed + count.failed == 0 {
        anyhow::bail!("every case was skipped, so that nothing is proven; run them against a site file");
    }
    Ok(if count.failed > 0 || !is_enough || !drifts.is_empty() { Exit::Findings } else { Exit::Fine })
}

/// Every suite, or everything that is wrong with all of them.
fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<Suite>> {
    let mut suites = Vec::new();
    let mut broken = Vec::new();
    for path in paths {
        match suite_file::load(path) {
            Ok(suite) => suites.push(suite),
            Err(SuiteFault::Input(fault)) => return Err(fault.into()),
            Err(SuiteFault::Faults(faults)) => {
                screen::remark(faults.render(screen::stderr_has_colour()).trim_end());
                broken.push(format!("`{}`", path.display()));
            }
        }
    }
    if !broken.is_empty() {
        anyhow::bail!("nothing was run: mend {} first", broken.join(", "));
    }
    Ok(suites)
}

fn prepare(args: &Args, suites: Vec<Suite>) -> anyhow::Result<Vec<Ready>> {
    let host = PolicyHost::new(&args.policy_cache);
    let mut sites: BTreeMap<PathBuf, Known> = BTreeMap::new();
    let mut ready = Vec::new();
    for suite in suites {
        let path = args.site.clone().or_else(|| args.drift.clone()).or_else(|| suite.site.clone());
        let known = match path {
            None => None,
            Some(path) => Some(match sites.get(&path) {
                Some(known) => known.clone(),
                None => {
                    let site = load_site(&path)?;
                    let policies = host.load(&site)?;
                    let known = Known { name: site.name().to_string(), site, policies };
                    sites.insert(path, known.clone());
                    known
                }
            }),
        };
        let chosen = choose(&suite, args.filter.as_deref());
        if let Some(known) = &known {
            check_names(&suite, &known.site)?;
        }
        let target = target(args, &suite, &chosen, known.as_ref())?;
        ready.push(Ready { suite, chosen, known, target });
    }
    if ready.iter().all(|ready| ready.chosen.is_empty()) {
        anyhow::bail!("no case is left to run; `--filter` fits no case's name");
    }
    Ok(ready)
}

/// An address that was said, the site in process, or the suite's own address, in this order.
fn target(
    args: &Args,
    suite: &Suite,
    chosen: &BTreeSet<usize>,
    known: Option<&Known>,
) -> anyhow::Result<Box<dyn Target>> {
    let own: Vec<String> = suite.target.iter().cloned().collect();
    let said = if !args.target.is_empty() || known.is_some() { &args.target } else { &own };
    let address = gather::address(said, known.map(|known| &*known.site))?;
    match (address, known) {
        (Some(address), _) => {
            let said = suite.secrets.iter().cloned().chain(args.secrets.iter().map(SecretSource::pair));
            let secrets = Secrets::new(said)?;
            let found = secrets.read(&needed(suite, chosen), &KeySlots::new())?;
            Ok(Box::new(gather::http_target(address, found)?))
        }
        (None, Some(known)) => {
            Ok(Box::new(LocalTarget::new(Arc::clone(&known.site), known.policies.clone())?))
        }
        (None, None) => anyhow::bail!(
            "the suite `{}` names no site; say `--site SITE`, `--target URL`, or `site = \"…\"` in its `[suite]`",
            suite.file
        ),
    }
}

/// The secrets that the chosen cases present.
fn needed(suite: &Suite, chosen: &BTreeSet<usize>) -> KeySlots {
    let cases = suite.cases.iter().enumerate().filter(|(at, _)| chosen.contains(at)).map(|(_, case)| case);
    // A case that would change the site is skipped there, so that its secret is not needed.
    let sent = cases.filter(|case| case.before.is_empty());
    sent.filter_map(|case| match (case.request.carrier, case.request.slot, &case.request.key) {
        (Travels::By(_), Presented::Slot(slot), Some(key)) => Some((key.clone(), slot)),
        (Travels::By(_) | Travels::Nowhere | Travels::Malformed, _, _) => None,
    })
    .collect()
}

/// Keys that cases name must be the site's.
fn check_names(suite: &Suite, site: &Site) -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    for case in &suite.cases {
        let changed = case.before.iter().filter_map(|change| match change {
            Change::Disable(key) | Change::Enable(key) | Change::Rotate(key, _) => Some(key),
            Change::Advance(_) => None,
        });
        for key in changed.chain(&case.request.key) {
            let known = site.keys().keys();
            let Some(key) = Some(key).filter(|name| !known.iter().any(|known| known.name.as_str() == *name))
            else {
                continue;
            };
            let near = nearest(key, known.iter().map(|known| known.name.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let line = format!("{}:{}: the site has no key `{key}`{near}", suite.file, case.line);
            if !wrong.contains(&line) {
                wrong.push(line);
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    anyhow::bail!("nothing was run:\n{}", wrong.join("\n"))
}

/// Runs the suites, several at once; their outcomes keep the order in which they were named.
fn run_all(args: &Args, ready: &[Ready]) -> Vec<SuiteOutcome> {
    let processors = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let jobs = args.jobs.map_or_else(processors, usize::from).clamp(1, ready.len().max(1));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = ready.get(at) else { return done };
            done.push((at, run_suite(&one.suite, &*one.target, &one.chosen, args.retries)));
        }
    };
    let mut outcomes: Vec<(usize, SuiteOutcome)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join());
        done.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The coverage of each site, and whether it is enough.
fn coverage(
    args: &Args,
    ready: &[Ready],
    outcomes: &[SuiteOutcome],
) -> anyhow::Result<Vec<((String, Coverage), bool)>> {
    let mut sites: Vec<(&Known, Reached)> = Vec::new();
    for (ready, outcome) in ready.iter().zip(outcomes) {
        let Some(known) = &ready.known else { continue };
        let at = sites.iter().position(|(other, _)| Arc::ptr_eq(&other.site, &known.site));
        let at = at.unwrap_or_else(|| {
            sites.push((known, Reached::default()));
            sites.len() - 1
        });
        if let Some((_, reached)) = sites.get_mut(at) {
            reached.count(&known.site, std::slice::from_ref(outcome));
        }
    }
    if sites.is_empty() && args.min_coverage.is_some() {
        anyhow::bail!("coverage is counted against a site; say `--site SITE` or `--drift SITE`");
    }
    let weigh = |(known, reached): (&Known, Reached)| {
        let mut coverage = reached.coverage(&known.site);
        let is_enough = args.min_coverage.is_none_or(|wanted| coverage.ways.percent() >= wanted);
        if args.min_coverage.is_none() {
            coverage.missing.clear();
        }
        ((known.name.clone(), coverage), is_enough)
    };
    Ok(sites.into_iter().map(weigh).collect())
}

/// Asks the stub what the real site was asked.
fn drifts(args: &Args, ready: &[Ready], outcomes: &[SuiteOutcome]) -> anyhow::Result<Vec<Drift>> {
    let mut found = Vec::new();
    if args.drift.is_none() {
        return Ok(found);
    }
    for (ready, outcome) in ready.iter().zip(outcomes) {
        let Some(known) = &ready.known else { continue };
        let stub = LocalTarget::new(Arc::clone(&known.site), known.policies.clone())?;
        for case in &outcome.cases {
            let real = case.last().and_then(|attempt| attempt.heard.as_ref());
            let (Some(call), Some(real)) = (&case.call, real) else { continue };
            let Ok(stub) = stub.send(call) else { continue };
            let drift = drift(&known.site, &case.name, call, &stub, real);
            if !drift.differences.is_empty() {
                found.push(drift);
            }
        }
    }
    Ok(found)
}

/// Writes what was heard: cases, or replies for a site file.
fn record(args: &Args, path: &Path, ready: &mut [Ready], outcomes: &[SuiteOutcome]) -> anyhow::Result<()> {
    let mut cases = Vec::new();
    let mut replies = Vec::new();
    let mut stubless = 0;
    for (ready, outcome) in ready.iter().zip(outcomes) {
        for case in &outcome.cases {
            let heard = case.last().and_then(|attempt| attempt.heard.as_ref());
            let (Some(call), Some(heard)) = (&case.call, heard) else { continue };
            let call = scrubbed(call, ready.known.as_ref());
            let heard = &scrubbed_heard(heard, ready.known.as_ref());
            if args.record_stub {
                let site = ready.known.as_ref().map(|known| &*known.site);
                match site.and_then(|site| recorded(site, &call, heard)) {
                    Some(reply) => replies.push(suite_file::reply_text(&reply)),
                    None => stubless += 1,
                }
            } else {
                cases.push(Draft::recorded(&case.name, call, heard, ready.target.tells_reasons()));
            }
        }
    }
    let (text, count) = match args.record_stub {
        true => (replies.join("\n"), replies.len()),
        false => (suite_file::suite_text("recorded", None, &cases), cases.len()),
    };
    output::write_new(path, &text)?;
    screen::remark(&format!("{count} exchanges recorded in `{}`", path.display()));
    if stubless > 0 {
        let advice = "say which site with `--drift SITE` or `--site SITE`";
        screen::remark(&format!("{stubless} exchanges belong to no Workflow of a known site; {advice}"));
    }
    Ok(())
}

/// A call without what the site knows to be a secret.
fn scrubbed(call: &crate::traffic::PlannedCall, known: Option<&Known>) -> crate::traffic::PlannedCall {
    let mut call = call.clone();
    let hide = |text: &str| hide(text, known);
    for (_, value) in &mut call.headers {
        *value = hide(value);
    }
    call.target = hide(&call.target);
    if let Ok(text) = std::str::from_utf8(&call.body) {
        call.body = hide(text).into();
    }
    call
}

fn scrubbed_heard(heard: &crate::traffic::Heard, known: Option<&Known>) -> crate::traffic::Heard {
    let mut heard = heard.clone();
    for (_, value) in &mut heard.headers {
        *value = hide(value, known);
    }
    if let Ok(text) = std::str::from_utf8(&heard.body) {
        heard.body = hide(text, known).into();
    }
    heard
}

/// The text with every secret of the site hidden, and whatever has the shape of one.
fn hide(text: &str, known: Option<&Known>) -> String {
    let (ring, plain) = known.map_or((None, &[][..]), |known| {
        (Some(known.site.keys()), known.site.parts().plain_secrets.as_slice())
    });
    let empty = crate::site::KeyRing::default();
    crate::site::Mask::new(ring.unwrap_or(&empty), plain).hide(text, None).into_owned()
}
