//! The linter: what it sees, where, and where it is silent.

mod formats;
mod labelled;
mod reports;
mod rules;
mod urls;
