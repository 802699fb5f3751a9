"""Where kept pages lie. It may be away: then there are none, and nobody waits for it."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache import caches

logger = logging.getLogger(__name__)

# Seconds in which a shelf that failed is not asked again.
SILENCE = 5


class Shelf:
    """The cache `pages`, which fails open."""

    def __init__(self) -> None:
        self.silent_until = 0.0

    def get(self, key: str) -> Any:
        """What was put there, or None."""
        return self._ask("get", key)

    def put(self, key: str, value: Any, seconds: float) -> None:
        self._ask("set", key, value, seconds)

    def _ask(self, what: str, *given: Any) -> Any:
        if time.monotonic() < self.silent_until:
            return None
        try:
            return getattr(caches["pages"], what)(*given)
        except Exception as error:
            self.silent_until = time.monotonic() + SILENCE
            logger.warning("No kept pages for %s seconds: %r", SILENCE, error)
            return None
