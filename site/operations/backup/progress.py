"""Progress of a backup in plain lines, and a number that grows on a terminal."""

from __future__ import annotations

import time
from typing import TextIO

# Seconds between two lines where nobody watches.
PAUSE = 10.0
PAUSE_ON_TERMINAL = 0.2


class Progress:
    """A report of what is done at the moment and how far it is; without `out` nothing is written."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out
        self.on_terminal = bool(out and out.isatty())
        self.told_at, self.is_open = 0.0, False

    def tell(self, line: str) -> None:
        """Write one line of progress to the output, if there is an output."""
        if self.out:
            self.out.write(f"{self._end()}{line}\n")
            self.out.flush()
        self.told_at = time.monotonic()

    def count(self, what: str, done: int, total: int | None = None, size: int = 0) -> None:
        """Write how many of a total are done and their bytes, at most once in a pause, and at the end."""
        pause = PAUSE_ON_TERMINAL if self.on_terminal else PAUSE
        if not self.out or (time.monotonic() - self.told_at < pause and done != total):
            return
        share = f" of {total:,}" if total is not None else ""
        line = f"  {what}: {done:,}{share}, {in_words(size)}"
        # "\r" returns to the begin of the line, and "\x1b[K" deletes the rest of a longer one before.
        self.out.write(f"\r{line}\x1b[K" if self.on_terminal else f"{line}\n")
        self.out.flush()
        self.is_open, self.told_at = self.on_terminal, time.monotonic()

    def _end(self) -> str:
        was_open, self.is_open = self.is_open, False
        return "\n" if was_open else ""


def in_words(size: int) -> str:
    """Return a number of bytes as text with its unit, such as "3.2 MB"."""
    value = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        # Decimal units, as disks are sold by: 1 kB is 1000 bytes.
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
