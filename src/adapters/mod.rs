//! The outside world: files, clock, randomness, network. Each adapter stands by itself.

pub mod baseline_file;
pub mod bounded_file;
pub mod chance;
pub mod emulator;
pub mod explain;
pub mod git_history;
pub mod http_server;
pub mod journal_store;
pub mod masked_copy;
pub mod replaced_file;
pub mod site_edit;
pub mod site_file;
pub mod site_watch;
pub mod system_clock;
pub mod virtual_clock;
pub mod walk;
pub mod wasm;
