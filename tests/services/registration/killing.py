"""Web server and worker under the portal's supervisor: asked again while they are away, and killed."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException

from tests.services.discussions.drill import processes_named
from tests.services.flow.visitor import Answer
from tests.services.processes import Process, wait_for
from tests.services.registration.portal import RegistrationPortal


class KillingDrill:
    """The part of a drill that asks a portal again while it is away, and kills its web server and worker."""

    portal: RegistrationPortal
    ready_before: int

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """Return an answer of the portal; ask again while it is away. Raises TimeoutError."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(OSError, HTTPException):
                answer = ask()
                if answer.status < 500:
                    return answer
            time.sleep(0.3)
        raise TimeoutError("The portal did not answer in two minutes")

    def at_work(self) -> bool:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.portal.port), 1).close()
            return self.portal.log("supervised").read_text().count(" ready.") > self.ready_before
        return False

    def kill(self, supervisor: Process, name: str) -> None:
        """Kill a process and its children at once, as a power cut would, as soon as one of this name has started."""
        word = {"web": "gunicorn", "worker": "worker"}[name]
        wait_for(lambda: processes_named(supervisor, word), name)
        if name == "worker":
            self.ready_before = self.portal.log("supervised").read_text().count(" ready.")
        for pid in processes_named(supervisor, word):
            os.killpg(pid, signal.SIGKILL)
