//! The linter: what it sees, where, and where it is silent.

mod files;
mod formats;
mod structured;
mod labelled;
mod logs;
mod mending;
mod reports;
pub(crate) mod rules;
mod urls;
