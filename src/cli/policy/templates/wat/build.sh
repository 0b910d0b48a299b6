#!/bin/sh
# Builds policy.wasm.
set -eu
cd "$(dirname "$0")"
"${LOCALGEAR:-localgear}" policy build policy.wat -o policy.wasm
