//! The outside world: files, clock, randomness, network. Each adapter stands by itself.

pub mod bounded_file;
pub mod chance;
pub mod emulator;
pub mod expect_file;
pub mod explain;
pub mod http_server;
pub mod journal_store;
pub mod run_ledger;
pub mod running_site;
pub mod site_edit;
pub mod site_file;
pub mod site_watch;
pub mod system_clock;
pub mod virtual_clock;
#[cfg(unix)]
pub mod ward;
pub mod wasm;
