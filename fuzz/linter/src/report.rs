//! What is told of findings.

#[path = "../../../src/report/findings/mod.rs"]
pub mod findings;
