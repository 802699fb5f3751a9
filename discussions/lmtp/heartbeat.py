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


def record_beat() -> None:
    """Store in the cache the time at which the LMTP server was last alive. Raises DatabaseError without a database."""
    cache.set(KEY, timezone.now(), KEPT.total_seconds())


def last_beat() -> datetime | None:
    """Return the time at which the LMTP server last gave a sign of life; None when it never did."""
    found = cache.get(KEY)
    return found if isinstance(found, datetime) else None


def is_silent() -> bool:
    """Return whether the LMTP server never gave a sign of life, or none for more than two minutes."""
    last = last_beat()
    return last is None or timezone.now() - last > SILENT_AFTER
