//! `policy build`: a component from what a compiler made.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::adapters::bounded_file::read;
use crate::adapters::wasm::{Sandbox, component_of};
use crate::cli::{Exit, screen};
use crate::policy::MODULE_BYTES_MAX;

/// Components beyond this size, in bytes, are worth a warning: they carry an interpreter or a large library.
const LARGE_BYTES: usize = 5 << 20;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A core module or WebAssembly text that follows the canonical ABI, or a component, which stays as it is
    input: PathBuf,

    /// Where the component goes
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let shown = || format!("`{}`", args.input.display());
    let input = read(&args.input, MODULE_BYTES_MAX)?;
    let component = component_of(&input).with_context(shown)?;
    // What cannot be loaded is not written: better to hear of it here than when a site starts.
    let sandbox = Sandbox::new(None)?;
    let compiled = sandbox.compile(&component).map_err(|why| super::unusable(&args.input, &why))?;
    std::fs::write(&args.output, &component).with_context(|| format!("`{}`", args.output.display()))?;
    let info = compiled.info();
    let (output, bytes) = (args.output.display(), component.len());
    screen::print(&format!("{output}: `{}` {}, {bytes} bytes\n", info.name, info.version))?;
    if component.len() > LARGE_BYTES {
        screen::remark(&format!(
            "warning: {} MB is much for a policy: its first start on each machine compiles for seconds; `localgear \
             policy bench` shows what it costs",
            component.len() >> 20
        ));
    }
    Ok(Exit::Fine)
}
