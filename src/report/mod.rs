//! Leaves: what people and their tools read. A report decides nothing.

pub mod contract;
pub mod findings;
