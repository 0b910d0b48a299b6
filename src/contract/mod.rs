//! Journey 3: a suite, or a run under `exec`, becomes a tally of what the contract kept and broke.

mod tally;

pub use tally::{Case, CasePlace, Group, Mismatch, Outcome, SeenCall, Tally};
