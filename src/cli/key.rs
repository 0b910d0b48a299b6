//! `localgear key`: the life of an API Key.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::{Exit, screen};
use crate::adapters::site_edit::{self, EditFault, NewKey, NewKeyMay, Turned};
use crate::adapters::site_file::{self, LoadFault};
use crate::adapters::system_clock;
use crate::site::{KeyView, Moment, Slot};

/// Make, list, rotate, enable, disable and remove API Keys of a site file.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// Add a key; its two secrets are printed once and nowhere kept.
    New {
        #[command(flatten)]
        key: Named,
        /// The environment it is for.
        #[arg(long)]
        environment: Option<String>,
        /// A Workflow that it permits; may be given more than once.
        #[arg(long = "workflow")]
        workflows: Vec<String>,
        /// Permit every Workflow, those to come included.
        #[arg(long, conflicts_with = "workflows")]
        all_workflows: bool,
    },
    /// List the keys of a site file, without their secrets.
    List {
        /// The site file.
        site: PathBuf,
        /// How to list them.
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Give a slot a fresh secret, which is printed once; the old one is refused from then on.
    Rotate {
        #[command(flatten)]
        key: Named,
        /// Which of its secrets.
        #[arg(long, value_enum)]
        slot: SlotName,
    },
    /// Enable a key, at once.
    Enable(Named),
    /// Disable a key; it may work until the site's `disable-lag` has passed.
    Disable(Named),
    /// Remove a key.
    Remove(Named),
}

/// A key of a site file.
#[derive(Debug, clap::Args)]
struct Named {
    /// The site file.
    site: PathBuf,
    /// The key's name.
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for a person.
    Human,
    /// As `GET keys` of a running site answers.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SlotName {
    Primary,
    Secondary,
}

/// Does what was asked for, or shows why not and leaves the file as it was.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.deed {
        Deed::New { key, environment, workflows, all_workflows } => {
            let permits = if *all_workflows { NewKeyMay::CallAll } else { NewKeyMay::Call(workflows) };
            new(key, environment.as_deref(), permits)
        }
        Deed::List { site, format } => list(site, *format),
        Deed::Rotate { key, slot } => rotate(key, *slot),
        Deed::Enable(key) => turn(key, "enabled", site_edit::enable(&key.site, &key.name)),
        Deed::Disable(key) => {
            turn(key, "disabled", site_edit::disable(&key.site, &key.name, system_clock::now()))
        }
        Deed::Remove(key) => match site_edit::remove(&key.site, &key.name) {
            Ok(()) => {
                screen::remark(&format!("removed the key `{}`", key.name));
                Ok(Exit::Fine)
            }
            Err(fault) => refused(fault),
        },
    }
}

fn new(key: &Named, environment: Option<&str>, workflows: NewKeyMay<'_>) -> anyhow::Result<Exit> {
    let name = key.name.as_str();
    match site_edit::new_key(&key.site, &NewKey { name, environment, workflows }) {
        Ok((primary, secondary)) => {
            screen::print(&format!("primary {}\nsecondary {}\n", primary.reveal(), secondary.reveal()))?;
            screen::remark("these secrets are shown once; the file holds their digests only");
            if matches!(workflows, NewKeyMay::Call([])) {
                screen::remark(&format!(
                    "the key `{name}` permits no Workflow yet; add names to its `workflows`, \
                     or make it with `--workflow NAME`"
                ));
            }
            Ok(Exit::Fine)
        }
        Err(fault) => refused(fault),
    }
}

fn rotate(key: &Named, slot: SlotName) -> anyhow::Result<Exit> {
    let slot = match slot {
        SlotName::Primary => Slot::Primary,
        SlotName::Secondary => Slot::Secondary,
    };
    match site_edit::rotate(&key.site, &key.name, slot) {
        Ok(secret) => {
            screen::print(&format!("{slot} {}\n", secret.reveal()))?;
            screen::remark("this secret is shown once; the one before it is refused from now on");
            Ok(Exit::Fine)
        }
        Err(fault) => refused(fault),
    }
}

fn turn(key: &Named, how: &str, done: Result<Turned, EditFault>) -> anyhow::Result<Exit> {
    match done {
        Ok(Turned::Now) => screen::remark(&format!("the key `{}` is {how}", key.name)),
        Ok(Turned::Already) => screen::remark(&format!("the key `{}` was {how} already", key.name)),
        Err(fault) => return refused(fault),
    }
    Ok(Exit::Fine)
}

fn list(site: &std::path::Path, format: Format) -> anyhow::Result<Exit> {
    let loaded = match site_file::load(site) {
        Ok(loaded) => loaded,
        Err(LoadFault::Input(fault)) => return Err(fault.into()),
        Err(LoadFault::Faults(faults)) => return refused(EditFault::Broken(faults)),
    };
    let keys = loaded.site.keys().keys();
    let views: Vec<KeyView> = keys.iter().map(|key| KeyView::of(key, &loaded.site)).collect();
    let text = match format {
        Format::Json => format!("{:#}\n", json!({ "keys": views })),
        Format::Human => table(&views, system_clock::now()),
    };
    screen::print(&text)?;
    Ok(Exit::Fine)
}

/// A table for a person, or a sentence where there is nothing to put in it.
fn table(views: &[KeyView], now: Moment) -> String {
    if views.is_empty() {
        return "the site has no keys; make one with `localgear key new SITE NAME`\n".to_owned();
    }
    let mut rows = vec![["NAME", "STATE", "ENVIRONMENT", "SECRETS", "WORKFLOWS"].map(str::to_owned)];
    for view in views {
        let state = match (view.enabled, view.works_until) {
            (true, _) => "enabled".to_owned(),
            (false, Some(end)) if now < end => format!("disabled, works until {end}"),
            (false, _) => "disabled".to_owned(),
        };
        let slots: Vec<&str> = view.slots.iter().map(|slot| slot.as_str()).collect();
        let workflows = match view.workflows.as_slice() {
            [] => "none".to_owned(),
            [star] if star == "*" => "all".to_owned(),
            names => names.join(", "),
        };
        let environment = view.environment.clone().unwrap_or_else(|| "any".to_owned());
        rows.push([view.name.clone(), state, environment, slots.join(", "), workflows]);
    }
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |row: &[String; 5]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        let line: Vec<String> = cells.collect();
        format!("{}\n", line.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// Shows why nothing was done; the faults of a broken file are results, the rest is one line.
fn refused(fault: EditFault) -> anyhow::Result<Exit> {
    if let EditFault::Broken(faults) | EditFault::WouldBreak(faults) = &fault {
        screen::print(&faults.render(screen::stdout_has_colour()))?;
    }
    Err(fault.into())
}
