#!/bin/sh
# Builds policy.wasm. CC is a C23 compiler for WebAssembly: zig's, or `clang --target=wasm32 -fuse-ld=lld`.
set -eu
cd "$(dirname "$0")"
# shellcheck disable=SC2086
${CC:-zig cc --target=wasm32-freestanding} -std=c23 -Wall -Wextra -Oz -nostdlib -fno-builtin -mbulk-memory \
  localgear_policy.c policy.c -Wl,--no-entry -Wl,-z,stack-size=16384 -o policy.core.wasm
"${LOCALGEAR:-localgear}" policy build policy.core.wasm -o policy.wasm
