"""Decoding pictures, one at a time in a process: each takes hundreds of megabytes while it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from wagtail.images.models import SourceImageIOError

# For the picture before; whoever waits longer is told to come again (seconds).
LONGEST_WAIT = 20.0

_one_at_a_time = RLock()


class BusyError(SourceImageIOError):
    """Other pictures were being decoded for too long. A page shows no picture then, and makes it the next time."""


@contextmanager
def decoding() -> Iterator[None]:
    """Wait until no other thread decodes a picture. Raises BusyError. Within itself it does not wait."""
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise BusyError("Other pictures are being decoded.")
    try:
        yield
    finally:
        _one_at_a_time.release()
