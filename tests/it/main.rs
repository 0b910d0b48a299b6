//! The table of contents: tests mirror `src`, and what users do is tested with the real binary.

mod harness;

mod architecture;

mod site;

mod traffic;

mod invoke;

mod adapters;

mod site_file;

mod cli;
