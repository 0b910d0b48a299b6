//! The outside world: files, clock, randomness, network. Each adapter stands by itself.

pub mod baseline_file;
pub mod bounded_file;
pub mod chance;
pub mod emulator;
pub mod expect_file;
pub mod explain;
pub mod git_history;
pub mod http_server;
pub mod http_target;
pub mod journal_store;
pub mod local_target;
pub mod masked_copy;
pub mod replaced_file;
pub mod run_ledger;
pub mod running_site;
pub mod site_edit;
pub mod site_file;
pub mod site_watch;
pub mod suite_file;
pub mod system_clock;
mod target_secrets;
pub mod virtual_clock;
pub mod walk;
#[cfg(unix)]
pub mod ward;
pub mod wasm;
