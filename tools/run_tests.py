"""Runs pytest, and says at the end how much processor time the tests took.

    python tools/run_tests.py [pytest's own arguments]

Counted are pytest, its workers, and every process that one of them has started, however far down: servers, browsers,
commands. What outlives its parent comes to this process, which waits for it. Ends with pytest's exit code.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

# Linux gives orphans to the nearest ancestor that has asked for them (prctl, man 2).
PR_SET_CHILD_SUBREAPER = 36
# Seconds that processes have to end after pytest, before they are named as still running.
PATIENCE = 5.0


def main() -> None:
    adopts = adopt_orphans()
    code = run_pytest(sys.argv[1:])
    left = reap_the_rest()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"Processor time: {spent.ru_utime:.0f} s user + {spent.ru_stime:.0f} s system = "
        f"{spent.ru_utime + spent.ru_stime:.0f} s, by pytest, its workers, and all that they started"
    )
    if not adopts:
        print("Not counted: processes that outlived those that had started them (only Linux can tell).")
    for process in left:
        print(f"Not counted, for it still runs: {process}")
    sys.exit(code)


def adopt_orphans() -> bool:
    """Become the parent of every descendant that loses its own. Return whether that is possible here."""
    try:
        return ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    except AttributeError:
        return False


def run_pytest(arguments: list[str]) -> int:
    """Run pytest to its end, and wait for orphans as they come. Return its exit code."""
    pytest = subprocess.Popen([sys.executable, "-m", "pytest", *arguments])
    while True:
        try:
            pid, status = os.wait()
        except KeyboardInterrupt:
            continue  # pytest hears it too, and ends in its own way
        if pid == pytest.pid:
            return pytest.returncode if pytest.returncode is not None else os.waitstatus_to_exitcode(status)


def reap_the_rest() -> list[str]:
    """Wait for processes that still end. Return the command lines of those that do not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return []
        if not pid:
            time.sleep(0.05)
    return [command_of(pid) for pid in children()]


def children() -> list[int]:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []


def command_of(pid: int) -> str:
    try:
        return f"{pid} {Path(f'/proc/{pid}/cmdline').read_text().replace(chr(0), ' ').strip()}"
    except OSError:
        return str(pid)


if __name__ == "__main__":
    main()
