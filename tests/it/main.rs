//! The table of contents: tests mirror `src`, and what users do is tested with the real binary.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "a test makes the files that it reads")]

mod harness;

mod architecture;

mod site;

mod traffic;

mod invoke;

mod contract;

mod adapters;

mod site_file;

mod suites;

mod cli;

mod testing;

mod readme;
