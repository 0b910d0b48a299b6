//! The linter: what it sees, where, and where it is silent.

mod files;
mod formats;
mod logs;
mod urls;
