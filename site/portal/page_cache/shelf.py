"""Where kept pages lie: in Redis for all processes, and those that were read lately in the memory of each.

Redis may be away: then there are none of it, and nobody waits for it. A page's key names the version that it was made
under, so what lies in memory is as true as what lies in Redis.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache import caches

logger = logging.getLogger(__name__)

# Seconds in which a shelf that failed is not asked again.
SILENCE = 5


class Shelf:
    """The caches `near`, and behind it `pages`, which fails open."""

    def __init__(self) -> None:
        self.silent_until = 0.0

    def get(self, key: str) -> Any:
        """What was put there, or None."""
        if near := caches["near"].get(key):
            return near
        found = self._ask("get", key)
        if found is None:
            return None
        until, value = found
        if (left := until - time.time()) <= 0:
            return None
        caches["near"].set(key, value, left)
        return value

    def put(self, key: str, value: Any, seconds: float) -> None:
        self._ask("set", key, (time.time() + seconds, value), seconds)

    def _ask(self, what: str, *given: Any) -> Any:
        if time.monotonic() < self.silent_until:
            return None
        try:
            return getattr(caches["pages"], what)(*given)
        except Exception as error:
            self.silent_until = time.monotonic() + SILENCE
            logger.warning("No kept pages for %s seconds: %r", SILENCE, error)
            return None
