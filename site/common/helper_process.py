"""A Python process beside this one that answers requests in turn, and is killed when one takes too long.

For work that no exception can end: a regular expression or a parser in C holds the interpreter until it is done. The
helper starts with the first request, has Django set up where it needs models, ends itself when nobody asks for a while,
and with its parent.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

# Seconds: for a start on a slow machine; until an idle helper ends; and after a deadline, for the kernel to end one
# whose parent died.
START, IDLE, GRACE = 60.0, 120.0, 5
READY, BEGUN, END = "ready", "begun", "end"
# On the command line: Django is not set up.
PLAIN = "plain"
Answer = Callable[[Any], Iterable[Any]]


class HelperError(Exception):
    """The error of a helper that died or was killed; the answers before that are valid."""


class NoHelperError(Exception):
    """The error when no helper takes a request: it is busy, or does not start."""


class HelperProcess:
    """A helper process that calls a function; `answers` is the function's dotted path. One request at a time.

    Django is set up in it, unless what it does needs no models.
    """

    def __init__(self, answers: str, *, sets_up_django: bool = True) -> None:
        self.answers = answers
        self.sets_up_django = sets_up_django
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._parent = 0
        self._unread = b""

    def ask(self, request: Any, *, seconds: float, total: float) -> Iterator[Any]:
        """Send a request to the helper process, yield its answers. HelperError if late, NoHelperError if busy.

        Raises HelperError when the helper is killed for being late, or dies; NoHelperError when none takes the request.
        """
        if not self._lock.acquire(timeout=total):
            raise NoHelperError("The helper is busy.")
        try:
            until = self._begin(request, seconds, total)
            while (kind_and_value := self._read(min(until, time.monotonic() + seconds)))[0] != END:
                yield kind_and_value[1]
        except BaseException:
            # Also when the caller stops reading: the next request must not read the rest of these answers.
            self.kill()
            raise
        finally:
            self._lock.release()

    def kill(self) -> None:
        """Kill the helper process and close its pipes, if this process started it."""
        child, self._child, self._unread = self._child, None, b""
        if child is None or self._parent != os.getpid():
            return
        child.kill()
        # Without waiting, the ended process would stay as a zombie.
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _begin(self, request: Any, seconds: float, total: float) -> float:
        """Send the request to the helper, to a new one where the old has ended; return the latest end."""
        line = json.dumps({"request": request, "seconds": total}).encode() + b"\n"
        # Twice: an idle helper may have ended itself just before the request.
        for is_last in (False, True):
            try:
                child = self._running()
                assert child.stdin
                child.stdin.write(line)
                child.stdin.flush()
                self._expect(BEGUN, seconds)
                break
            except (OSError, HelperError) as error:
                self.kill()
                if is_last:
                    raise NoHelperError(f"No helper took the request: {error}") from error
        return time.monotonic() + total

    def _running(self) -> subprocess.Popen[bytes]:
        # A process that was forked from ours shares the pipes, and must not use them.
        if self._child is None or self._parent != os.getpid() or self._child.poll() is not None:
            self.kill()
            self._parent = os.getpid()
            self._child = start(self.answers, self.sets_up_django)
            self._expect(READY, START)
        return self._child

    def _expect(self, kind: str, seconds: float) -> None:
        if (told := self._read(time.monotonic() + seconds)[0]) != kind:
            raise HelperError(f"The helper said {told!r}, not {kind!r}.")

    def _read(self, until: float) -> tuple[str, Any]:
        assert self._child and self._child.stdout
        pipe = self._child.stdout.fileno()
        while b"\n" not in self._unread:
            if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                raise HelperError("The helper was not done in time.")
            if not (more := os.read(pipe, 1 << 16)):
                raise HelperError("The helper died.")
            self._unread += more
        line, _end, self._unread = self._unread.partition(b"\n")
        kind, value = json.loads(line)
        return kind, value


def start(answers: str, sets_up_django: bool = True) -> subprocess.Popen[bytes]:
    """Start and return the helper process that answers with the named function, in a session of its own."""
    options = [] if sets_up_django else [PLAIN]
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", __name__, answers, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,
    )


def serve(answer: Answer, idle: float = IDLE) -> None:
    """Answer requests from standard input (in the helper process) until it closes or none comes for a time."""
    told = os.fdopen(os.dup(1), "w", buffering=1)
    # Output of libraries must not mix with the answers.
    os.dup2(2, 1)

    def tell(kind: str, value: Any = None) -> None:
        told.write(json.dumps([kind, value]) + "\n")

    tell(READY)
    while select.select([sys.stdin], [], [], idle)[0] and (line := sys.stdin.buffer.readline()):
        asked = json.loads(line)
        # Ended by the kernel: a handler in Python would wait for the very work that hangs.
        signal.alarm(int(asked["seconds"]) + GRACE)
        tell(BEGUN)
        for value in answer(asked["request"]):
            tell("answer", value)
        tell(END)
        signal.alarm(0)


def main() -> None:
    """Run the helper process: set up Django where it is needed, answer requests with the function that is named."""
    if PLAIN not in sys.argv[2:]:
        import django

        django.setup()
    serve(import_string(sys.argv[1]))


if __name__ == "__main__":
    main()
