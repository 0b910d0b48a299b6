//! The outside: files, sockets, clocks and other people's code. Adapters implement ports and do not know one another.

pub mod bounded_file;
pub mod stopwatch;
pub mod wasm;
