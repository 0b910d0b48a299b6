//! `policy bench`: what an answer costs.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;

use super::case_file::CaseFile;
use crate::adapters::system_clock::Stopwatch;
use crate::adapters::wasm::CompiledPolicy;
use crate::cli::site_policies::CacheArgs;
use crate::cli::{Exit, screen};
use crate::policy::{Answer, Exchange, PolicyInfo};

/// An answer may take this long while it is measured.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers measured together, so that the clock does not count.
const BATCH: u32 = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy's component
    file: PathBuf,

    /// Cases whose first is asked; without it an ordinary call with fifteen headers
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,

    /// Settings as JSON, for the ordinary call
    #[arg(long, value_name = "JSON", default_value = "{}")]
    settings: String,

    /// How long to measure each
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    seconds: f64,
}

pub(super) fn run(args: &Args, cache: &CacheArgs) -> anyhow::Result<Exit> {
    let sandbox = super::sandbox(cache)?;
    let watch = Stopwatch::start();
    let policy = super::load(&sandbox, &args.file)?;
    let loading = Duration::from_micros(watch.micros());
    let (exchange, settings) = asked(args)?;
    let unusable = |why| super::unusable(&args.file, &why);
    let settings = policy.checked_settings(&sandbox, &settings).map_err(unusable)?;
    let budget = Duration::try_from_secs_f64(args.seconds).context("`--seconds` is no time to measure in")?;

    let trial = policy.try_once(&sandbox, &exchange, &settings, PATIENCE);
    let fresh = median(budget, || {
        std::hint::black_box(policy.try_once(&sandbox, &exchange, &settings, PATIENCE));
        Ok(())
    })?;
    let mut again = policy.reused(&sandbox, &exchange, &settings).map_err(unusable)?;
    let reused = median(budget, || again().map_err(unusable))?;

    let PolicyInfo { name, version, .. } = policy.info();
    screen::print(&format!(
        "{name} {version}: {}\n\
         loading        {:>10.1} ms {}\n\
         fresh answer   {:>10.1} µs, in an instance of its own, as in `serve`\n\
         reused answer  {:>10.1} µs, in an instance that is kept: what isolation costs is the difference\n\
         memory         {:>10} KB of the instance's own\n",
        told(&trial.answer),
        millis(loading),
        came_from(&policy),
        micros(fresh),
        micros(reused),
        trial.memory_bytes >> 10
    ))?;
    Ok(Exit::Fine)
}

fn asked(args: &Args) -> anyhow::Result<(Exchange, Value)> {
    if let Some(path) = &args.cases {
        let cases = CaseFile::read(path)?;
        let first = cases
            .cases
            .iter()
            .find_map(|case| Some((case.exchanges.first()?.clone(), case.settings.clone())));
        return first.with_context(|| format!("`{}` has no case with an exchange", path.display()));
    }
    let settings = serde_json::from_str(&args.settings).context("`--settings` is not JSON")?;
    Ok((super::case::ordinary(), settings))
}

fn came_from(policy: &CompiledPolicy) -> &'static str {
    if policy.is_from_cache() { "(compiled code from the cache)" } else { "(compiled)" }
}

fn told(answer: &Answer) -> String {
    match answer {
        Ok(decision) => format!("{}, {} findings", decision.word.as_str(), decision.findings.len()),
        Err(failure) => format!("no decision: {failure}"),
    }
}

/// The median of batches: another program's burst of work does not move it.
fn median(budget: Duration, mut once: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let whole = Stopwatch::start();
    let mut batches = Vec::new();
    while batches.is_empty() || Duration::from_micros(whole.micros()) < budget {
        let watch = Stopwatch::start();
        for _ in 0..BATCH {
            once()?;
        }
        batches.push(Duration::from_micros(watch.micros()) / BATCH);
    }
    batches.sort_unstable();
    Ok(batches[batches.len() / 2])
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
