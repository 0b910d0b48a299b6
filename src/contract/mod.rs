//! Journey 3: a suite, or a run under `exec`, becomes a tally of what the contract kept and broke.

pub mod draft;
pub mod drift;
pub mod example;
pub mod generate;
pub mod matrix;
pub mod reached;
pub mod rules;
pub mod suite;
pub mod volatile;
