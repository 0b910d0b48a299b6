//! `localgear schema`.

use super::{Exit, screen};
use crate::adapters::site_file;

/// Print the JSON Schema of the site file, for editors.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Prints the schema.
pub(crate) fn run(_: &Args) -> anyhow::Result<Exit> {
    screen::print(&format!("{:#}\n", site_file::schema()))?;
    Ok(Exit::Fine)
}
