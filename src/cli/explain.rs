//! `localgear explain`: how a call would be answered, without sending it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use owo_colors::Style;

use super::site_policies::{CacheArgs, PolicyHost};
use super::{Exit, screen, site_source};
use crate::adapters::explain::{Explanation, Question, explain};
use crate::adapters::system_clock;
use crate::site::{LiveSite, Moment};

/// Say how a call would be answered, step by step, without sending it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The method.
    method: String,
    /// The URL: a path with its query, with scheme and host or without.
    url: String,
    /// The site file; without one the embedded demo site.
    site: Option<PathBuf>,
    /// A header, as often as needed.
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE")]
    headers: Vec<Header>,
    /// Call with this key of the site, as if with one of its secrets.
    #[arg(long, value_name = "NAME")]
    key: Option<String>,
    /// Call this environment, however its generation names one.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// What time it is, RFC 3339; the system's unless said.
    #[arg(long, value_name = "MOMENT")]
    at: Option<String>,
    /// How to say it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    policy_cache: CacheArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Human,
    /// For a program.
    Json,
}

/// A header as it is typed; its value may be a secret, so it is never printed.
#[derive(Clone)]
struct Header(String, String);

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ***", self.0)
    }
}

impl std::str::FromStr for Header {
    type Err = std::convert::Infallible;

    /// What has no colon has no name, which is refused later: clap's own complaint would quote it, secret and all.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once(':').unwrap_or_default();
        Ok(Self(name.trim().to_owned(), value.trim().to_owned()))
    }
}

/// Explains a call: 0 whatever the answer, it is the explanation that was asked for.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let loaded = site_source::sound(args.site.as_deref())?;
    let now = match &args.at {
        None => system_clock::now(),
        Some(text) => Moment::parse(text)
            .ok_or_else(|| anyhow::anyhow!("`--at` must be RFC 3339, such as `2026-03-01T09:00:00Z`"))?,
    };
    let question = Question {
        method: args.method.clone(),
        url: args.url.clone(),
        headers: args.headers.iter().map(|Header(name, value)| (name.clone(), value.clone())).collect(),
        key: args.key.clone(),
        environment: args.environment.clone(),
    };
    let policies = PolicyHost::new(&args.policy_cache).load(&loaded.site)?;
    let live = Arc::new(LiveSite::new(Arc::new(loaded.site)));
    let explanation = explain(&live, policies.as_deref(), &question, now)?;
    let text = match args.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&explanation)?),
        Format::Human => human(&explanation, screen::stdout_has_colour()),
    };
    screen::print(&text)?;
    Ok(Exit::Fine)
}

fn human(explanation: &Explanation, colour: bool) -> String {
    let style = |style: Style| if colour { style } else { Style::new() };
    let (good, bad, dim) =
        (style(Style::new().green()), style(Style::new().red()), style(Style::new().dimmed()));
    let entry = &explanation.entry;
    let mut text = format!("{} {}\n", entry.method, entry.url);
    for step in &explanation.steps {
        let refused = step.decision.starts_with("refused");
        let mark = if refused { bad.style("✗") } else { good.style("✓") };
        writeln!(text, "{mark} {:<15} {}", step.step.as_str(), step.decision).ok();
        writeln!(text, "  {:<15} {}", "", step.why).ok();
        let provenance = format!("{}: {}", step.provenance.kind(), step.provenance.source());
        writeln!(text, "  {:<15} {}", "", dim.style(provenance)).ok();
    }
    for seen in &entry.findings {
        writeln!(text, "! {}[{}]: {}", seen.severity.as_str(), seen.rule, seen.message).ok();
    }
    for note in &entry.notes {
        writeln!(text, "· {note}").ok();
    }
    match explanation.reason {
        None => writeln!(text, "{} {}", good.style("answered"), explanation.status).ok(),
        Some(reason) => writeln!(text, "{} {} ({reason})", bad.style("refused"), explanation.status).ok(),
    };
    if let Some(hint) = &explanation.hint {
        writeln!(text, "hint: {hint}").ok();
    }
    if let Some(call) = &explanation.nearest {
        let host = call.host.as_ref().map(|host| format!("  Host: {host}")).unwrap_or_default();
        writeln!(
            text,
            "would succeed: {} {}{host}  with the key `{}` (`{}`)",
            call.method, call.url, call.key, call.workflow
        )
        .ok();
    }
    text
}
