"""A sign of life of the LMTP server, which other processes can ask for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

KEY = "discussions.lmtp"
# Seconds between two signs of life.
EVERY = 20.0
# A server that was silent for so long does not run, or does not reach the database.
SILENT_AFTER = timedelta(minutes=2)
KEPT = timedelta(days=30)


def beat() -> None:
    """Note that the server is alive now. Raises DatabaseError while the database is away."""
    cache.set(KEY, timezone.now(), KEPT.total_seconds())


def last_beat() -> datetime | None:
    """Return when the server was last alive, None when it never was."""
    found = cache.get(KEY)
    return found if isinstance(found, datetime) else None


def is_silent() -> bool:
    """Return whether the server gave no sign of life for two minutes."""
    last = last_beat()
    return last is None or timezone.now() - last > SILENT_AFTER
