//! `localgear check`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::{Exit, screen};
use crate::adapters::bounded_file::InputFault;
use crate::adapters::site_file::{self, DEMO_NAME, Diagnostics, LoadFault, Loaded};

/// Say everything that is wrong with a site file, and what in a sound one is probably not meant.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The site file; without one the embedded demo site.
    site: Option<PathBuf>,
    /// How to say it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How findings are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person, with the lines in question.
    Human,
    /// For a program.
    Json,
}

/// Checks a site file: 0 where it is sound, 2 where it is not.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let name = args.site.as_deref().unwrap_or(Path::new(DEMO_NAME)).display().to_string();
    let loaded = super::site_source::load(args.site.as_deref());
    match (loaded, args.format) {
        (Ok(loaded), format) => {
            sound(&name, &loaded, format)?;
            Ok(Exit::Fine)
        }
        (Err(LoadFault::Faults(faults)), format) => {
            broken(&name, &faults, format)?;
            Ok(Exit::Broken)
        }
        (Err(LoadFault::Input(fault)), Format::Human) => Err(fault.into()),
        (Err(LoadFault::Input(fault)), Format::Json) => {
            screen::print(&unreadable(&name, &fault))?;
            Ok(Exit::Broken)
        }
    }
}

fn sound(name: &str, loaded: &Loaded, format: Format) -> anyhow::Result<()> {
    let warnings = loaded.warnings();
    let text = match format {
        Format::Json => report(&[], &warnings.views()),
        Format::Human => {
            let site = &loaded.site;
            let parts = [
                counted(site.workflows().len(), "Workflow"),
                counted(site.keys().keys().len(), "key"),
                counted(site.environments().len(), "environment"),
            ];
            let warned = match warnings.count() {
                0 => "no warnings".to_owned(),
                count => counted(count, "warning"),
            };
            let shown = warnings.render(screen::stdout_has_colour());
            format!("{shown}{name} is sound: {}; {warned}\n", parts.join(", "))
        }
    };
    Ok(screen::print(&text)?)
}

fn broken(name: &str, faults: &Diagnostics, format: Format) -> anyhow::Result<()> {
    let text = match format {
        Format::Json => report(&faults.views(), &[]),
        Format::Human => {
            let shown = faults.render(screen::stdout_has_colour());
            format!("{shown}{name} is broken: {}\n", counted(faults.count(), "fault"))
        }
    };
    Ok(screen::print(&text)?)
}

fn report(faults: &[site_file::DiagnosticView], warnings: &[site_file::DiagnosticView]) -> String {
    format!("{:#}\n", json!({ "faults": faults, "warnings": warnings }))
}

/// A file that could not be read has no line that it could be about.
fn unreadable(name: &str, fault: &InputFault) -> String {
    let fault = json!({
        "code": "unreadable",
        "severity": "error",
        "file": name,
        "line": null,
        "column": null,
        "message": fault.to_string(),
        "advice": null,
    });
    format!("{:#}\n", json!({ "faults": [fault], "warnings": [] }))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
