//! A file becomes findings.

mod labelled;
mod reports;
pub(crate) mod rules;
