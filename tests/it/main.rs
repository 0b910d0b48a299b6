//! The table of contents: tests mirror `src`, and what users do is tested with the real binary.

mod cli;
mod site_file;
