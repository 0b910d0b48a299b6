//! The linter: what it sees, where, and where it is silent.

mod files;
mod formats;
mod logs;
mod labelled;
mod reports;
pub(crate) mod rules;
mod urls;
