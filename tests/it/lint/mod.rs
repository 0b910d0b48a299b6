//! The linter: what it sees, where, and where it is silent.

mod formats;
mod structured;
mod urls;
