"""The store of cached pages: Redis for all processes, and the memory of each process for recent ones.

Redis may be away: then no page is stored there, and nobody waits for it. A page's key names the version that it was
made under, so what is in memory is as true as what is in Redis.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.cache import caches

from common.circuit_breaker import CircuitBreaker


class PageStore:
    """A store over the caches `near` and, behind it, `pages`; a cache that fails counts as empty."""

    def __init__(self) -> None:
        self.breaker = CircuitBreaker("The cache of pages")

    def get(self, key: str) -> Any:
        """Return the cached page of a key from memory or the shared cache; None when missing or Redis is away."""
        if near := caches["near"].get(key):
            return near
        found = self._call("get", key)
        if found is None:
            return None
        # The time is stored with the value: the copy in memory must not outlive the one in Redis.
        until, value = found
        if (left := until - time.time()) <= 0:
            return None
        caches["near"].set(key, value, left)
        return value

    def put(self, key: str, value: Any, seconds: float) -> None:
        """Store a page in the shared cache for some seconds; do nothing while that is away."""
        self._call("set", key, (time.time() + seconds, value), seconds)

    def _call(self, method: str, *args: Any) -> Any:
        """Call a method of the cache `pages`; return None while it does not answer."""
        if not self.breaker.allows():
            return None
        try:
            found = getattr(caches["pages"], method)(*args)
        except Exception as error:
            self.breaker.record_failure(repr(error))
            return None
        self.breaker.record_success()
        return found
