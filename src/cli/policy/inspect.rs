//! `policy inspect`: what a policy is.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::adapters::system_clock::Stopwatch;
use crate::adapters::wasm::{CompiledPolicy, Sandbox};
use crate::cli::Exit;
use crate::cli::site_policies::CacheArgs;
use crate::policy::{Phase, PolicyInfo};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy's component
    file: PathBuf,

    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(super) fn run(args: &Args, _: &CacheArgs) -> anyhow::Result<Exit> {
    // Without a cache: what compiling takes is one of the things to see.
    let sandbox = Sandbox::new(None)?;
    let watch = Stopwatch::start();
    let policy = super::load(&sandbox, &args.file)?;
    let compile_micros = watch.micros();
    let bytes = std::fs::metadata(&args.file).map_or(0, |found| found.len());
    match args.format {
        Format::Json => println!("{:#}", as_json(&policy, bytes, compile_micros)),
        Format::Human => tell(&policy, bytes, compile_micros),
    }
    Ok(Exit::Fine)
}

fn as_json(policy: &CompiledPolicy, bytes: u64, compile_micros: u64) -> Value {
    let PolicyInfo { name, version, description, rules, settings_schema, phases, wants_body } = policy.info();
    let rules: Vec<Value> = rules
        .iter()
        .map(|rule| json!({ "id": rule.id, "title": rule.title, "severity": rule.severity, "help": rule.help }))
        .collect();
    json!({
        "name": name,
        "version": version,
        "description": description,
        "interface": policy.passport().version,
        "imports": policy.passport().imports,
        "rules": rules,
        "settingsSchema": serde_json::from_str(settings_schema).unwrap_or(Value::Null),
        "phases": phases.iter().map(|phase| phase_word(*phase)).collect::<Vec<_>>(),
        "wantsBody": wants_body,
        "bytes": bytes,
        "compileMicros": compile_micros,
    })
}

fn tell(policy: &CompiledPolicy, bytes: u64, compile_micros: u64) {
    let PolicyInfo { name, version, description, rules, settings_schema, phases, wants_body } = policy.info();
    let phases: Vec<&str> = phases.iter().map(|phase| phase_word(*phase)).collect();
    println!("{name} {version}");
    println!("  {description}");
    println!("interface   localgear:policy {}", policy.passport().version);
    println!("imports     {}", policy.passport().imports.join(", "));
    println!(
        "asked       with the {}{}",
        phases.join(", with the "),
        if *wants_body { ", bodies too" } else { "" }
    );
    println!("size        {bytes} bytes");
    println!("compiling   {} ms, once per machine", compile_micros.div_ceil(1000));
    println!("rules");
    for rule in rules {
        println!("  {:<8} {}: {}", rule.severity.as_str(), rule.id, rule.title);
        if !rule.help.is_empty() {
            println!("           {}", rule.help);
        }
    }
    println!("settings");
    match serde_json::from_str::<Value>(settings_schema) {
        Ok(schema) => println!("{schema:#}"),
        Err(_) => println!("  no schema: anything goes that the policy itself agrees to"),
    }
}

fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Request => "request",
        Phase::Exchange => "exchange",
    }
}
