#!/bin/sh
# Builds policy.wasm. The flags leave WASI out: a policy has no outside.
set -eu
cd "$(dirname "$0")"
npx jco componentize policy.js --wit wit -n policy --backend qjs --backend-qjs-stub-wasi --backend-qjs-disable-async \
  -o policy.core.wasm
"${LOCALGEAR:-localgear}" policy build policy.core.wasm -o policy.wasm
