"""A supervisor that keeps a few processes running together and ends them together."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import threading

logger = logging.getLogger(__name__)

STOP_TIMEOUT = 10.0  # seconds from SIGTERM to SIGKILL
RESTART_DELAY = 1.0  # seconds before a process that ended is started again
POLL_INTERVAL = 0.2  # seconds between two checks of the processes
PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with_parent() -> None:
    """Ask Linux, in a new child process, to end this process when its parent dies."""
    if os.uname().sysname == "Linux":
        # Python has no prctl; CDLL(None) is the C library of this very process.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """A supervisor of named commands; one that ends is started again until `stop` is called."""

    def __init__(self, commands: dict[str, list[str]], environment: dict[str, str]) -> None:
        self.commands = commands
        self.environment = environment
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()

    def start(self, *names: str) -> None:
        """Start the supervised commands of these names as processes."""
        for name in names:
            self._spawn(name)

    def stop(self) -> None:
        """Ask `watch`, which runs elsewhere, to end all supervised processes and return."""
        self.stopping.set()

    def watch(self) -> None:
        """Restart ended processes until `stop` is called, then end all processes and return."""
        try:
            while not self.stopping.wait(POLL_INTERVAL):
                for name, child in list(self.children.items()):
                    if child.poll() is not None and not self.stopping.wait(RESTART_DELAY):
                        logger.warning("%s ended with %s and is started again", name, child.returncode)
                        self._spawn(name)
        finally:
            self._end_all()

    def _spawn(self, name: str) -> None:
        """Start a command as a new process."""
        # A session of its own: Ctrl-C in a terminal reaches the supervisor alone, which ends all processes in order.
        self.children[name] = subprocess.Popen(  # noqa: S603
            self.commands[name],
            env=self.environment,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def _end_all(self) -> None:
        """End all processes, by force where one does not end in time."""
        # All are asked before any is awaited, so that they end side by side.
        for child in self.children.values():
            self._signal(child, signal.SIGTERM)
        for child in self.children.values():
            try:
                child.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self._signal(child, signal.SIGKILL)
                child.wait()

    @staticmethod
    def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
        """Send a signal to a process and all that it has started."""
        if child.poll() is None:
            # Each child leads a process group of its own (start_new_session): this also reaches what it started.
            os.killpg(child.pid, number)
