pub(crate) mod wasm;
