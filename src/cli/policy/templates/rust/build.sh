#!/bin/sh
# Builds policy.wasm. LOCALGEAR names the localgear to use; CARGO_FLAGS goes to cargo.
set -eu
cd "$(dirname "$0")"
# shellcheck disable=SC2086
cargo build --release --target wasm32-unknown-unknown ${CARGO_FLAGS:-}
name=$(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | head -n 1 | tr - _)
"${LOCALGEAR:-localgear}" policy build "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/release/$name.wasm" -o policy.wasm
