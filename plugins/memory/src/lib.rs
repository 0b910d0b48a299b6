//! What the policies in Rust share: the memory of one question.

#[cfg(any(target_family = "wasm", test))]
mod memory;

#[cfg(test)]
mod tests;
