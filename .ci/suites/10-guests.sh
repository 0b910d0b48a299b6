#!/usr/bin/env bash
# The policies of plugins/, built from their sources by the toolchains that a newcomer would use, through their cases; and
# the path of somebody who writes a first policy, in Rust and in C.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target="${CARGO_TARGET_DIR:-target}"
LOCALGEAR="$(cd "$target/debug" && pwd)/localgear" plugins/build --install --new-user
