"""A lock by which a process decodes one picture at a time: each takes hundreds of megabytes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from wagtail.images.models import SourceImageIOError

# The longest time to wait for other pictures, in seconds; then the person is asked to try again.
LONGEST_WAIT = 20.0

# Reentrant: code that holds the lock may call other code that takes it.
_one_at_a_time = RLock()


class BusyError(SourceImageIOError):
    """The error when other pictures are decoded for too long; a page then shows no picture, and makes it next time."""


@contextmanager
def decoding() -> Iterator[None]:
    """Let one thread at a time decode pictures in a `with` block. Raises BusyError after waiting 20 seconds.

    In the same thread the block can stand inside itself.
    """
    # With a limit, so that requests do not all wait behind a picture that takes for ever.
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise BusyError("Other pictures are being decoded.")
    try:
        yield
    finally:
        _one_at_a_time.release()
