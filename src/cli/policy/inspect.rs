//! `policy inspect`: what a policy is.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::adapters::system_clock::Stopwatch;
use crate::adapters::wasm::{CompiledPolicy, Sandbox};
use crate::cli::site_policies::CacheArgs;
use crate::cli::{Exit, screen};
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
    let told = match args.format {
        Format::Json => format!("{:#}\n", as_json(&policy, bytes, compile_micros)),
        Format::Human => as_text(&policy, bytes, compile_micros),
    };
    screen::print(&told)?;
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

fn as_text(policy: &CompiledPolicy, bytes: u64, compile_micros: u64) -> String {
    let PolicyInfo { name, version, description, rules, settings_schema, phases, wants_body } = policy.info();
    let phases: Vec<&str> = phases.iter().map(|phase| phase_word(*phase)).collect();
    let mut text = format!(
        "{name} {version}\n  {description}\n\
         interface   localgear:policy {}\n\
         imports     {}\n\
         asked       with the {}{}\n\
         size        {bytes} bytes\n\
         compiling   {} ms, once per machine\n\
         rules\n",
        policy.passport().version,
        policy.passport().imports.join(", "),
        phases.join(", with the "),
        if *wants_body { ", bodies too" } else { "" },
        compile_micros.div_ceil(1000),
    );
    for rule in rules {
        text.push_str(&format!("  {:<8} {}: {}\n", rule.severity.as_str(), rule.id, rule.title));
        if !rule.help.is_empty() {
            text.push_str(&format!("           {}\n", rule.help));
        }
    }
    text.push_str("settings\n");
    match serde_json::from_str::<Value>(settings_schema) {
        Ok(schema) => text.push_str(&format!("{schema:#}\n")),
        Err(_) => text.push_str("  no schema: anything goes that the policy itself agrees to\n"),
    }
    text
}

fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Request => "request",
        Phase::Exchange => "exchange",
    }
}
