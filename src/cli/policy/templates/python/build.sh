#!/bin/sh
# Builds policy.wasm. `--stub-wasi` leaves WASI out: a policy has no outside.
set -eu
cd "$(dirname "$0")"
componentize-py -d wit -w policy componentize app -p . --stub-wasi -o policy.core.wasm
"${LOCALGEAR:-localgear}" policy build policy.core.wasm -o policy.wasm
