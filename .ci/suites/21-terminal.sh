#!/usr/bin/env bash
# `localgear exec` in the foreground of a terminal: what is typed reaches the command, Ctrl-C reaches it once, and nothing
# that it started outlives it or us.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target="${CARGO_TARGET_DIR:-target}"
LOCALGEAR="$(cd "$target/debug" && pwd)/localgear"
export LOCALGEAR
command -v python3 >/dev/null || { echo "python3 is not here; install Python 3, then run this again" >&2; exit 2; }

python3 - <<'PYTHON'
import os, pty, select, signal, time

PATIENCE = 30


def until(fd, text):
    """What the terminal shows until the text, or until nobody has it open."""
    shown, begun = b"", time.monotonic()
    while text is None or text not in shown:
        assert time.monotonic() - begun < PATIENCE, shown
        if not select.select([fd], [], [], 0.2)[0]:
            continue
        try:
            piece = os.read(fd, 4096)
        except OSError:
            piece = b""
        if not piece:
            break
        shown += piece
    return shown.decode()


def start(script):
    pid, fd = pty.fork()
    if pid == 0:
        # Whoever runs this in the background ignores some signals; a terminal's shell does not.
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.execv(os.environ["LOCALGEAR"], ["localgear", "exec", "--", "sh", "-c", script])
    until(fd, b"ready")
    return pid, fd


def status(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


pid, fd = start("trap 'echo got it' INT; echo ready; sleep 1 & wait; wait; exit 5")
os.write(fd, b"\x03")
shown = until(fd, None)
assert shown.count("got it") == 1 and status(pid) == 5, shown

# In place of the shell: one that is just about to start something may swallow an interrupt, with us or without.
pid, fd = start("echo ready; exec sleep 60")
os.write(fd, b"\x03")
until(fd, None)
assert status(pid) == 130

pid, fd = start("echo ready; read line; echo you said $line; (sleep 60 & ); exit 0")
os.write(fd, b"hello\n")
shown = until(fd, None)
assert "you said hello" in shown and status(pid) == 0, shown

# The terminal hangs up for its reader only when the last process that has it is gone.
pid, fd = start("(sleep 60 & ); echo ready; exec sleep 60")
os.kill(pid, signal.SIGKILL)
until(fd, None)
status(pid)
print("a terminal: typed, interrupted once, nothing left")
PYTHON
