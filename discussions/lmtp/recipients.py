"""The addresses for which mail is taken: signed ones are checked without the database, boards from a short cache."""

from __future__ import annotations

import threading
import time

from django.db import DatabaseError, InterfaceError

from discussions.addresses import read_address, read_board_name
from discussions.models import Board

# Seconds for which a list of boards is believed, and after which an unknown name is looked up in a newer one: whoever
# guesses names must not cause a query for each.
KEPT, KEPT_FOR_UNKNOWN = 60.0, 2.0


class BoardNames:
    """The mail names of all boards, cached; while the database is away, the newest list that was read is believed."""

    def __init__(self) -> None:
        self._names: frozenset[str] | None = None
        self._read_at = 0.0
        self._lock = threading.Lock()

    def __contains__(self, name: str) -> bool:
        """Return whether a board has this mail name.

        Raises DatabaseError or InterfaceError when no list could be read yet.
        """
        names = self._cached(KEPT)
        # A new board is known after two seconds; a list of a minute is enough for those that exist.
        return name in names or name in self._cached(KEPT_FOR_UNKNOWN)

    def _cached(self, seconds: float) -> frozenset[str]:
        # RCPT commands run in several threads; one of them reads, the others wait for it.
        with self._lock:
            # monotonic: a clock that is set back must not keep an old list.
            if self._names is None or time.monotonic() - self._read_at > seconds:
                try:
                    self._names = frozenset(Board.objects.values_list("mail_name", flat=True))
                    self._read_at = time.monotonic()
                except (DatabaseError, InterfaceError):
                    if self._names is None:
                        raise
            return self._names


def is_signed(address: str) -> bool:
    """Return whether a mail address is a valid reply or bounce address signed by the portal; no query."""
    return read_address(address) is not None


def is_taken(address: str, boards: BoardNames) -> bool:
    """Return whether mail to an address is accepted: signed by us, or a board's. May raise DatabaseError.

    Raises DatabaseError or InterfaceError when that cannot be known now.
    """
    if is_signed(address):
        return True
    name = read_board_name(address)
    return name is not None and name in boards
