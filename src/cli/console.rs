//! What a person sees while a site is served.

use std::fmt::Write as _;
use std::sync::Arc;

use owo_colors::Style;

use super::screen;
use crate::invoke::near_url;
use crate::ports::Journal;
use crate::site::{ApiKey, Generation, KeySecret, LiveSite, WorkflowIndex};
use crate::traffic::JournalEntry;

/// A readable line per call, on standard error.
#[derive(Debug)]
pub(crate) struct Console {
    colour: bool,
}

impl Console {
    /// A console, in colour or not.
    pub(crate) fn new(colour: bool) -> Self {
        Self { colour }
    }

    fn style(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }
}

impl Journal for Console {
    /// Method, path, status, key name, reason, time, then findings.
    fn record(&self, entry: &Arc<JournalEntry>) {
        let tint = match entry.status {
            200..=299 => Style::new().green(),
            300..=399 => Style::new().cyan(),
            _ => Style::new().red(),
        };
        let mut line = format!(
            "{} {:<6} {} {}",
            self.style(Style::new().dimmed()).style(clock_time(entry)),
            entry.method,
            printable(&entry.url),
            self.style(tint).style(entry.status),
        );
        let key = entry.key.as_ref().map_or("-", |key| key.name.as_str());
        write!(line, "  {key}").ok();
        if let Some(reason) = entry.reason {
            write!(line, "  {}", self.style(Style::new().yellow()).style(reason)).ok();
        }
        write!(line, "  {:.1} ms", entry.duration_micros as f64 / 1000.0).ok();
        for seen in &entry.findings {
            let rule = format!("{}[{}]", seen.severity.as_str(), seen.rule);
            write!(
                line,
                "\n         {} {}",
                self.style(Style::new().yellow()).style(rule),
                printable(&seen.message)
            )
            .ok();
        }
        screen::remark(&line);
    }
}

fn clock_time(entry: &JournalEntry) -> String {
    entry.at.to_string().get(11..19).unwrap_or_default().to_owned()
}

/// A caller's text without what could steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// The journal's entry of each call as a line of JSON, on standard error.
#[derive(Debug)]
pub(crate) struct JsonLines;

impl Journal for JsonLines {
    fn record(&self, entry: &Arc<JournalEntry>) {
        if let Ok(line) = serde_json::to_string(entry.as_ref()) {
            screen::remark(&line);
        }
    }
}

/// Workflows and keys that are listed at start; the rest is counted.
const LISTED_MAX: usize = 40;

/// The site at a glance, and a call that works when it is pasted.
pub(crate) fn welcome(live: &LiveSite, base: &str, minted: &[(String, KeySecret)], colour: bool) -> String {
    let site = live.site();
    let bold = if colour { Style::new().bold() } else { Style::new() };
    let generation = match site.parts().generation {
        Generation::Classic => "classic",
        Generation::Modern => "modern",
    };
    let mut text = format!("\n{} ({generation})\n", bold.style(site.name()));
    for workflow in site.workflows().iter().take(LISTED_MAX) {
        match &workflow.binding {
            Some(binding) => {
                writeln!(text, "  {:<6} {}  {}", binding.method.as_str(), binding.template, workflow.name)
                    .ok()
            }
            None => writeln!(text, "  {:<6} {}  not REST-bound", "-", workflow.name).ok(),
        };
    }
    more(&mut text, site.workflows().len(), "Workflows");
    text.push_str("keys\n");
    for key in live.keys().keys().iter().take(LISTED_MAX) {
        writeln!(text, "  {}", key_at_a_glance(live, key)).ok();
    }
    more(&mut text, live.keys().keys().len(), "keys");
    if let Some(curl) = sample_call(live, base, minted) {
        writeln!(text, "try\n  {curl}").ok();
    }
    text
}

fn more(text: &mut String, count: usize, what: &str) {
    if count > LISTED_MAX {
        writeln!(text, "  … and {} more {what}", count - LISTED_MAX).ok();
    }
}

fn key_at_a_glance(live: &LiveSite, key: &ApiKey) -> String {
    let place = key.environment.and_then(|at| live.site().environment(at));
    let place = place.map_or("any environment", |environment| environment.name.as_str());
    let permitted = match &key.permitted {
        crate::site::Permitted::All => "every Workflow".to_owned(),
        crate::site::Permitted::Only(workflows) => format!("{} Workflows", workflows.len()),
    };
    let state = if key.state == crate::site::KeyState::Enabled { "" } else { ", disabled" };
    format!("{} ({place}, {permitted}{state})", key.name)
}

/// A curl line for the first Workflow that some key may call, with its secret where one was minted.
fn sample_call(live: &LiveSite, base: &str, minted: &[(String, KeySecret)]) -> Option<String> {
    let bound = (0..)
        .map(WorkflowIndex)
        .zip(live.site().workflows())
        .filter(|(_, workflow)| workflow.binding.is_some());
    let (workflow, key) = bound.into_iter().find_map(|(at, workflow)| {
        let key = live.keys().keys().iter().find(|key| key.permitted.includes(at))?;
        Some((workflow, key))
    })?;
    let binding = workflow.binding.as_ref()?;
    let environment = key.environment.or_else(|| live.site().default_environment())?;
    let place = live.site().environment(environment)?;
    let secret = minted.iter().find(|(name, _)| name == key.name.as_str());
    let secret =
        secret.map_or_else(|| format!("<secret of {}>", key.name), |(_, secret)| secret.reveal().to_owned());
    let host = match live.site().parts().generation {
        Generation::Classic => String::new(),
        Generation::Modern => format!(" -H 'X-Localgear-Environment: {}'", place.name),
    };
    let method =
        if binding.method == http::Method::GET { String::new() } else { format!(" -X {}", binding.method) };
    let url = near_url(live.site(), workflow, environment);
    let insecure = if base.starts_with("https") { " -k" } else { "" };
    Some(format!("curl{insecure}{method} -H 'Authorization: Key={secret}'{host} '{base}{url}'"))
}
