"""Processes that tests start, wait for, break and end."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# Seconds; a busy machine takes its time, above all to start a portal.
PATIENCE = 20.0
START = 300.0
SPARE_PORTS = 20_000, 32_000


class ServerMissing(Exception):
    """A server that the tests need is not installed, or does not start."""


class CommandFailed(Exception):
    """A command ended with an error."""


@dataclass
class Process:
    """A process that was started here, with all that it started itself (it leads a group of its own)."""

    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.popen.pid

    def running(self) -> bool:
        return self.popen.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and all that it started."""
        os.killpg(self.pid, number)

    def children(self) -> list[int]:
        """The ids of the processes that it has started itself and that still run."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.running():
            self.signal(signal.SIGKILL)
        self.popen.wait(PATIENCE)

    def stop(self) -> None:
        """Ask it to end; insist when it does not."""
        if self.running():
            self.popen.terminate()
        try:
            self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()


def start(command: list[str], log: Path, env: Mapping[str, str] | None = None, user: str | None = None) -> Process:
    """Start a process in a group of its own; what it says is appended to `log`."""
    with log.open("ab") as output:
        popen = subprocess.Popen(
            command, cwd=REPOSITORY, env=env, user=user, stdout=output, stderr=output, start_new_session=True
        )
    return Process(popen, log)


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE, every: float = 0.02) -> float:
    """Wait until `condition()` is true and tell how long it took (seconds). Raises TimeoutError, naming `what`."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"Waited {seconds} s in vain for {what}")
        time.sleep(every)
    return time.monotonic() - began


def spare_port() -> int:
    """Return a port of this machine on which nobody listens.

    It lies below the range from which the system takes the near end of outgoing connections (from 32768 on Linux): a
    server may start minutes later, and must not find its port taken by somebody's connection.
    """
    while True:
        port = random.SystemRandom().randrange(*SPARE_PORTS)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def await_ready(process: Process, ready: Callable[[], object]) -> None:
    """Wait until `ready()` is true; a process that is not ready in time is ended.

    Raises ServerMissing with its last words when it has ended or does not get ready.
    """

    def is_ready() -> object:
        if not process.running():
            raise ServerMissing(f"Process {process.pid} ended at once: {process.log.read_text()[-2000:]}")
        return ready()

    try:
        wait_for(is_ready, f"process {process.pid}", START)
    except TimeoutError as error:
        process.kill()
        raise ServerMissing(f"{error}: {process.log.read_text()[-2000:]}") from error


def await_server(process: Process, ask: Callable[[], object], unready: type[Exception]) -> None:
    """Wait until `ask` no longer raises `unready`; otherwise as await_ready."""

    def answers() -> bool:
        try:
            ask()
        except unready:
            return False
        return True

    await_ready(process, answers)


def run(command: list[object], env: Mapping[str, str] | None = None, user: str | None = None) -> str:
    """Run a command to its end and give what it printed. Raises CommandFailed with its last words."""
    done = subprocess.run(
        [str(part) for part in command], cwd=REPOSITORY, env=env, user=user, capture_output=True, text=True
    )
    if done.returncode:
        raise CommandFailed(f"{command[0]} failed: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout
