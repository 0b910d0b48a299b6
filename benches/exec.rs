//! What running a command under `exec` costs, beside the command itself, in the same run.
//!
//! `cargo bench --bench exec` prints, for `true` and for a command that says when it began: the time over the command
//! itself until it runs its first instruction, until everything is over, and the processor time of both.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 40;

fn main() {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let rounds = if quick { ROUNDS / 4 } else { ROUNDS };
    let (mut first, mut bare_first, mut whole, mut bare_whole) = (vec![], vec![], vec![], vec![]);
    let cpu_before = children_cpu();
    let mut cpu = [Duration::ZERO; 2];
    let mut last = cpu_before;
    for _ in 0..rounds {
        let (begun, over) = timed(&mut localgear());
        first.push(begun);
        whole.push(over);
        let now = children_cpu();
        cpu[0] += now.saturating_sub(last);
        let (begun, over) = timed(&mut itself());
        bare_first.push(begun);
        bare_whole.push(over);
        last = children_cpu();
        cpu[1] += last.saturating_sub(now);
    }
    let per = |total: Duration| total.as_secs_f64() * 1000.0 / rounds as f64;
    println!("exec beside the command itself, {rounds} rounds of each in turn, medians");
    row("start to the command's first instruction", median(first), median(bare_first));
    row("start to the end", median(whole), median(bare_whole));
    row("processor time, all processes", per(cpu[0]), per(cpu[1]));
}

fn row(what: &str, ours: f64, bare: f64) {
    println!("{what:<44} {ours:6.1} ms, bare {bare:6.1} ms   + {:.1} ms", ours - bare);
}

/// A command whose first instruction is to say so.
fn itself() -> Command {
    let mut command = Command::new("echo");
    command.arg("begun");
    command
}

fn localgear() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
    command.args(["exec", "--", "echo", "begun"]);
    command
}

/// Milliseconds until the command has said something, and until it is over.
fn timed(command: &mut Command) -> (f64, f64) {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its first line");
    let said = begun.elapsed().as_secs_f64() * 1000.0;
    assert_eq!(line, "begun\n");
    assert!(child.wait().expect("its end").success());
    (said, begun.elapsed().as_secs_f64() * 1000.0)
}

/// Processor time of every child that has ended and was waited for, theirs included, from `/proc/self/stat`.
fn children_cpu() -> Duration {
    const TICK: Duration = Duration::from_millis(10);
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let ticks =
        fields.split_ascii_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u32>().ok());
    TICK * ticks.sum::<u32>()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
