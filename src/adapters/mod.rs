//! The outside world: files, clock, randomness, network. Each adapter stands by itself.

pub mod chance;
pub mod emulator;
pub mod explain;
pub mod http_server;
pub mod journal_store;
pub mod system_clock;
pub mod virtual_clock;
