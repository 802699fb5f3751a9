"""One backup at a time in a location: a lock that runs out when its process dies."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from operations.backup.errors import BackupBusyError, BackupDamagedError, BackupError
from operations.backup.store.locations import Location

LOCK = "lock"
# It is held for so many seconds, and renewed at each third of them.
SECONDS = 300
# In bytes: a token and a time need less than 100.
LARGEST_LOCK = 1000


class LocationLock:
    """A lock that this process holds. `confirm` before what must not be done without it."""

    def __init__(self, location: Location) -> None:
        self.location, self.token = location, secrets.token_hex(16)

    def take(self) -> None:
        """Take the lock of a backup location. Raises BackupBusyError while another process holds it."""
        if self.location.create(LOCK, self._text()):
            return
        held = read_lock(self.location)
        if held and held["until"] > time.time():
            raise BackupBusyError(
                f"Another backup is running in {self.location.name}. Wait until it ends. "
                f"If its process died, the next one may begin in {held['until'] - time.time():.0f} seconds."
            )
        # Whoever held it is dead. Of two that find it so, the one that wrote last has it.
        self.renew()
        # Long enough for another one's write to be seen.
        time.sleep(0.05)
        self.confirm()

    def renew(self) -> None:
        """Write the lock of a backup location again, with a later end."""
        with self.location.writing(LOCK) as file:
            file.write(self._text())

    def confirm(self) -> None:
        """Raise BackupBusyError when the lock of the backup location is missing or another process's by now.

        Another takes it when this process was silent for too long.
        """
        held = read_lock(self.location)
        if not held or held["token"] != self.token:
            raise BackupBusyError("This backup made no progress for so long that another one began. It stops here.")

    def release(self) -> None:
        """Delete the lock of the backup location, if this process still holds it."""
        held = read_lock(self.location)
        if held and held["token"] == self.token:
            self.location.delete(LOCK)

    def _text(self) -> bytes:
        return json.dumps({"token": self.token, "until": time.time() + SECONDS}).encode()


def read_lock(location: Location) -> dict[str, Any] | None:
    """Return a backup location's lock as token and end time, or None when there is none or it is unreadable."""
    try:
        with location.open(LOCK) as file:
            held = json.loads(file.read(LARGEST_LOCK))
        return {"token": str(held["token"]), "until": float(held["until"])}
    except (BackupDamagedError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def locked(location: Location) -> Iterator[LocationLock]:
    """Hold and renew the lock of a backup location within the block. Raises BackupBusyError while another has it."""
    lock, is_over = LocationLock(location), threading.Event()
    lock.take()
    thread = threading.Thread(target=renew_until_over, args=(lock, is_over), daemon=True)
    thread.start()
    try:
        yield lock
    finally:
        is_over.set()
        # At most as long as the lock itself; a hanging location must not keep the process for ever.
        thread.join(SECONDS)
        lock.release()


@contextmanager
def locked_where_writable(location: Location) -> Iterator[None]:
    """Hold a backup location's lock within the block, or none if it is read-only. Raises BackupBusyError."""
    try:
        holding = locked(location)
        # Entered by hand: an error of the block would otherwise be taken for one of the lock, and the block be
        # yielded twice.
        holding.__enter__()
    except BackupBusyError:
        raise
    except BackupError:
        yield
        return
    with ExitStack() as stack:
        stack.push(holding)
        yield


def renew_until_over(lock: LocationLock, is_over: threading.Event) -> None:
    """Renew the lock of a backup location in a loop until the work is over or another process took it."""
    while not is_over.wait(SECONDS / 3):
        try:
            lock.confirm()
            lock.renew()
        except BackupBusyError:
            return
        except (BackupError, OSError):
            # The location is away; the work will say so, or it comes back.
            continue
