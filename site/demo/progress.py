"""A bar that shows the progress of long work."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

WIDTH = 30


class ProgressBar:
    """A bar that grows on a terminal; elsewhere, as in a log, it prints a line at each tenth."""

    def __init__(self, out: OutputWrapper, label: str, total: int) -> None:
        self.out, self.label, self.total = out, label, max(total, 1)
        self.done = 0
        self.on_terminal = out.isatty()
        self._show(0)

    def advance(self, steps: int = 1) -> None:
        """Count steps as done, up to the total, and redraw the progress bar."""
        before, self.done = self.done, min(self.done + steps, self.total)
        if self.on_terminal or self.done * 10 // self.total > before * 10 // self.total:
            self._show(self.done)

    def finish(self) -> None:
        """Show the progress bar at 100 %, whatever was counted, and end its line on a terminal."""
        self.advance(self.total)
        if self.on_terminal:
            self.out.write("\n", ending="")
            self.out.flush()

    def _show(self, done: int) -> None:
        filled = WIDTH * done // self.total
        line = f"  {self.label:<28} [{'#' * filled}{'.' * (WIDTH - filled)}] {100 * done // self.total:>3} %"
        self.out.write(f"\r{line}" if self.on_terminal else f"{line}\n", ending="")
        self.out.flush()
