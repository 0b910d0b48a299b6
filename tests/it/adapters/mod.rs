//! The edge, its control endpoints, and a site file that changes while it is served.

mod control;
mod edge;
mod explain;
mod farewell;
mod reload;
mod verify;
pub(crate) mod wasm;
