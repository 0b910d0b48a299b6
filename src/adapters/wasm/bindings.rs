//! What wasmtime makes of the interface's text.

wasmtime::component::bindgen!({ path: "plugins/wit", world: "policy" });
