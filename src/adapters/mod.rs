//! The outside world: files, clock, randomness, network. Each adapter stands by itself.

pub mod chance;
pub mod system_clock;
