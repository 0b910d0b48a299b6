//! Parse, dispatch, exit code.

use std::process::ExitCode;

/// Calls make many small texts and free them on other threads; this allocator is measurably better at both than the
/// system's (`cargo bench --bench serving`). It takes no huge pages: with them twice as much memory was resident, and
/// nothing was faster (`cargo bench --bench lint`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    localgear::cli::main()
}
