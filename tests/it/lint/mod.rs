//! The linter: what it sees, where, and where it is silent.

mod archives;
mod broken;
mod files;
mod formats;
mod labelled;
mod laws;
mod logs;
mod logs_whole;
mod mending;
mod reports;
pub(crate) mod rules;
mod structured;
mod urls;
