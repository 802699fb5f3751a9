"""People who go on writing while the portal under them is upgraded."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.accounts.sign_in_helpers import totp_code
from tests.bench.against.session import Session
from tests.bench.against.sides import Side
from tests.services.processes import wait_for

PAUSE = 0.3  # seconds between two updates
PATIENCE = 180.0


class Writer(threading.Thread):
    """Sends updates of several people in turn; keeps the text of each that was taken, and what went wrong."""

    def __init__(self, side: Side, accounts: list[dict[str, Any]]) -> None:
        super().__init__(daemon=True)
        self.sessions = [signed_in(side, account) for account in accounts]
        self.taken: list[str] = []
        self.faults: list[str] = []
        self._ended = threading.Event()
        # Nobody moves to another server in the midst of a request, as no proxy would let her.
        self._request = threading.Lock()

    def run(self) -> None:
        """Write until it is told to end."""
        number = 0
        while not self._ended.is_set():
            number += 1
            text = f"The cooperative of the village met for the {number}. time, and wrote down what it wants."
            self.write(self.sessions[number % len(self.sessions)], text)
            time.sleep(PAUSE)

    def write(self, session: Session, text: str) -> None:
        """Send an update, and keep what became of it."""
        try:
            with self._request:
                session.send_update(session.update_form(text))
        except Exception as error:
            self.faults.append(f"{session.url}: {error!r}")
        else:
            self.taken.append(text)

    def move_to(self, side: Side) -> None:
        """Let everybody go on at another server, with the cookies that she has."""
        with self._request:
            for session in self.sessions:
                session.url = side.url

    def await_more(self, count: int) -> None:
        """Wait until so many more updates were taken. Raises TimeoutError."""
        wanted = len(self.taken) + count
        wait_for(lambda: len(self.taken) >= wanted, f"{count} more updates; faults: {self.faults}", PATIENCE)

    def end(self) -> None:
        """Write no more."""
        self._ended.set()
        self.join(PATIENCE)


@contextmanager
def writing(side: Side, accounts: list[dict[str, Any]]) -> Iterator[Writer]:
    """Let people write until the block ends."""
    writer = Writer(side, accounts)
    writer.start()
    try:
        yield writer
    finally:
        writer.end()


def signed_in(side: Side, account: dict[str, Any], source: str = "127.0.0.1") -> Session:
    """Sign somebody in, with her second factor where she has one. Raises RuntimeError when that fails."""
    session = Session(side.url, source)
    session.sign_in(account, totp_code(account["totp"]) if account.get("totp") else "")
    return session
