//! The outside world: files, clock, randomness, network. Each adapter stands by itself.

pub mod bounded_file;
pub mod chance;
pub mod site_edit;
pub mod site_file;
pub mod system_clock;
