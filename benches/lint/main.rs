//! What linting costs beside reading: our binary against ripgrep for one literal, in turns over the same tree, and one large
//! log against a small one.
//!
//! `cargo bench --bench lint`; `LOCALGEAR_BENCH_MB` makes the tree smaller than 1,000 MB and the log smaller than twice that.
//! Needs `rg`. Read ratios, not seconds.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its environment")]

mod tree;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tree::MEGABYTE;

/// Rounds of each; the best counts.
const ROUNDS: usize = 5;

/// How often memory is looked at while something runs.
const LOOK: Duration = Duration::from_millis(2);

/// What one run cost.
#[derive(Clone, Copy, Debug)]
struct Cost {
    wall: f64,
    cpu: f64,
    peak_mib: f64,
}

fn main() -> std::io::Result<()> {
    let megabytes =
        std::env::var("LOCALGEAR_BENCH_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let place = tempfile::tempdir()?;
    let root = place.path().join("tree");
    let made = tree::make(&root, megabytes * MEGABYTE)?;
    println!("{made:?}");

    let (mut ours, mut rg) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        rg.push(run("rg", ["-c".as_ref(), "auth-key=".as_ref(), root.as_os_str()])?);
        ours.push(lint(&root)?);
    }
    let (ours, rg) = (best(&ours), best(&rg));
    println!("rg    {rg:?}\nlint  {ours:?}");
    println!("lint / rg: wall {:.2} (bar 1.5), CPU {:.2}", ours.wall / rg.wall, ours.cpu / rg.cpu);
    println!("lint: peak {:.1} MiB (bar 64)", ours.peak_mib);

    let (small, large) = (place.path().join("small.log"), place.path().join("large.log"));
    let few = tree::one_log(&small, megabytes.div_ceil(10) * MEGABYTE)?;
    let many = tree::one_log(&large, 2 * megabytes * MEGABYTE)?;
    let per_byte = |log: &Path, bytes: usize| -> std::io::Result<(f64, f64)> {
        let costs = (0..ROUNDS).map(|_| lint(log)).collect::<Result<Vec<_>, _>>()?;
        let cost = best(&costs);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand million bytes")]
        Ok((cost.cpu * 1e9 / bytes as f64, cost.peak_mib))
    };
    let (small, small_mib) = per_byte(&small, few.bytes)?;
    let (large, large_mib) = per_byte(&large, many.bytes)?;
    println!("one log of {} bytes: {small:.3} ns of CPU a byte, {small_mib:.1} MiB", few.bytes);
    println!("one log of {} bytes: {large:.3} ns of CPU a byte, {large_mib:.1} MiB", many.bytes);
    println!("large / small: {:.2} (bar: about 1)", large / small);
    Ok(())
}

fn lint(path: &Path) -> std::io::Result<Cost> {
    let arguments = ["lint".as_ref(), "--format".as_ref(), "json".as_ref(), path.as_os_str()];
    run(env!("CARGO_BIN_EXE_localgear"), arguments)
}

fn best(costs: &[Cost]) -> Cost {
    let least = |of: fn(&Cost) -> f64| costs.iter().map(of).fold(f64::INFINITY, f64::min);
    let peak_mib = costs.iter().map(|cost| cost.peak_mib).fold(0.0, f64::max);
    Cost { wall: least(|cost| cost.wall), cpu: least(|cost| cost.cpu), peak_mib }
}

fn run<'a>(program: &str, arguments: impl IntoIterator<Item = &'a OsStr>) -> std::io::Result<Cost> {
    let before = children_cpu();
    let begun = Instant::now();
    let started = Command::new(program).args(arguments).stdout(Stdio::null()).spawn();
    let mut child = started.map_err(|fault| {
        std::io::Error::other(format!("`{program}`: {fault}; `cargo install ripgrep` brings `rg`"))
    })?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_mib: f64 = 0.0;
    while child.try_wait()?.is_none() {
        peak_mib = peak_mib.max(peak(&status).unwrap_or(0.0));
        std::thread::sleep(LOOK);
    }
    Ok(Cost { wall: begun.elapsed().as_secs_f64(), cpu: children_cpu() - before, peak_mib })
}

/// Most memory that the process had so far, in MiB.
fn peak(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// CPU of everything that was started and has ended, in seconds.
fn children_cpu() -> f64 {
    /// The kernel's clock for this, in ticks a second.
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / TICKS
}
