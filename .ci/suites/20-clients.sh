#!/usr/bin/env bash
# Clients that nobody wrote for localgear, each under `localgear exec`: Python with requests and without, Node with axios
# and fetch, curl. The good ones keep the contract; the bad ones are caught although they succeed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target="${CARGO_TARGET_DIR:-target}"
localgear="$(cd "$target/debug" && pwd)/localgear"
clients="$PWD/fixtures/clients"

for tool in python3 npm node curl; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is not here; install Python 3 with venv, Node 18 or later and curl, then run this again" >&2
    exit 2
  fi
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$clients/python/requirements.txt"
cp "$clients"/node/* "$work/"
npm install --prefix "$work" --silent --no-audit --no-fund --no-package-lock
python="$work/venv/bin/python"

kept() {
  "$localgear" exec "$clients/shop.toml" --expect "$clients/contract.toml" --report "$work/report.xml" -- "$@"
}

# The command succeeds, the contract is broken, and the report says why.
caught() {
  local why="$1" status=0
  shift
  "$localgear" exec "$clients/shop.toml" --report "$work/report.json" -- "$@" 2>"$work/said" || status=$?
  if [ "$status" != 1 ] || ! grep -q "$why" "$work/said"; then
    echo "not caught ($why, status $status): $*" >&2
    cat "$work/said" >&2
    exit 1
  fi
  echo "caught: $why"
}

kept "$python" "$clients/python/shop.py"
kept "$python" "$clients/python/plain.py"
kept node "$work/with_axios.js"
kept node "$work/with_fetch.js"
kept sh "$clients/shell/shop.sh"

caught 'warning\[key-in-query\]' "$python" "$clients/python/key_in_url.py"
caught 'warning\[key-in-query\]' node "$work/key_in_url.js"
"$localgear" exec "$clients/shop.toml" -- "$python" "$clients/python/stale_key.py" 4
caught '404 key-disabled by `integration`' "$python" "$clients/python/stale_key.py" 5
