"""The base of commands that may take long: while they work, they are never silent for long."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, OutputWrapper

# Seconds between two lines: nobody waits longer than two for a sign.
PAUSE = 1.5


class WorkNotice:
    """Writes again and again, while a block of code runs, what is done and for how long; a short block is silent.

    On a terminal the line is written over itself. The stream is asked for each time, because a command may change it.
    """

    def __init__(self, out: Callable[[], OutputWrapper], what: str, *, pause: float = PAUSE) -> None:
        self.out, self.what, self.pause = out, what, pause
        self._is_over, self._began, self._is_open = Event(), 0.0, False
        self._thread = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> WorkNotice:
        self._began = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()
        if self._is_open:
            self._write("\r\x1b[K")

    def say(self, what: str) -> None:
        """Set the words of the next lines, such as how much is done."""
        self.what = what

    def _tell(self) -> None:
        while not self._is_over.wait(self.pause):
            line = f"  {self.what}: at work for {time.monotonic() - self._began:.0f} s"
            self._is_open = self.out().isatty()
            self._write(f"\r{line}\x1b[K" if self._is_open else f"{line}\n")

    def _write(self, text: str) -> None:
        out = self.out()
        # As it is: stderr's own style is that of errors.
        out.write(text, str, ending="")
        out.flush()


class LongCommand(BaseCommand):
    """The base of a command that may take long: it says on stderr, at least every two seconds, that it is at work."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command beside a WorkNotice, whose words `handle` may change by `self.notice.say`; none with -v0."""
        name = type(self).__module__.rpartition(".")[2]
        self.notice = WorkNotice(lambda: self.stderr, name)
        if options.get("verbosity") == 0:
            return super().execute(*args, **options)
        with self.notice:
            return super().execute(*args, **options)
