//! The table of contents: tests mirror `src`, and what users do is tested with the real binary.

mod adapters;
mod cli;
mod site_file;
