//! The site that a command is about: a file, or the embedded demo site.

use std::path::Path;

use super::screen;
use crate::adapters::site_file::{self, LoadFault, Loaded};

/// Reads the site file, or the demo site where none is named.
pub(super) fn load(path: Option<&Path>) -> Result<Loaded, LoadFault> {
    match path {
        Some(path) => site_file::load(path),
        None => site_file::demo().map_err(LoadFault::Faults),
    }
}

/// The same for a command that can do nothing with a broken one: every fault is shown before it gives up.
pub(super) fn sound(path: Option<&Path>) -> anyhow::Result<Loaded> {
    load(path).map_err(|fault| match fault {
        LoadFault::Input(fault) => fault.into(),
        LoadFault::Faults(faults) => {
            screen::remark(faults.render(screen::stderr_has_colour()).trim_end());
            anyhow::anyhow!("the site file is broken; mend it first")
        }
    })
}
