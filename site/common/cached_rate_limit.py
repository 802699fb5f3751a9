"""Rate limits counted in a cache, against load alone; when nothing can be counted, every request is allowed.

A cache forgets counts when it is full. Limits that protect people use common.rate_limit instead.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import BaseCache, caches
from django.utils.crypto import salted_hmac

from common.circuit_breaker import CircuitBreaker

# A cache that does not answer is tried again only after a rest, because each call may wait for it.
breaker = CircuitBreaker("The count of a rate limit")


@dataclass(frozen=True)
class CachedRateLimit:
    """A limit of at most `most` hits by one client in each period of `seconds`; 0 means no limit.

    `name` says what is limited; `cache` is the alias of the cache that counts.
    """

    name: str
    most: int
    seconds: int
    cache: str = "counts"

    def is_exceeded_by(self, client: str) -> bool:
        """Count a client's hit in the cache, and return whether it exceeds the limit; False when the cache fails."""
        return bool(self.most) and count_in_cache(self.name, client, self.seconds, self.cache) > self.most

    def seconds_left(self) -> int:
        """Return the seconds until this limit's period ends and counting starts anew."""
        return self.seconds - int(time.time()) % self.seconds


def count_in_cache(name: str, client: str, seconds: int, cache: str = "counts") -> int:
    """Count a client's hit in the cache and return the number in this period; 0 when the cache fails."""
    if not breaker.allows():
        return 0
    # Addresses belong to people: the cache holds only a keyed hash of them.
    # Windows begin at whole multiples since 1970, so that all processes count in the same one without asking.
    window = int(time.time() // seconds)
    key = f"rate-limit:{salted_hmac('common.rate_limit', f'{name} {seconds} {window} {client}').hexdigest()}"
    try:
        count = _increment(caches[cache], key, seconds)
    except Exception as error:
        breaker.record_failure(repr(error))
        return 0
    breaker.record_success()
    return count


def _increment(cache: BaseCache, key: str, seconds: int) -> int:
    if type(cache).incr is BaseCache.incr:
        # The base class counts in two steps, and would keep the count for the cache's own time instead of ours.
        count = cache.get(key, 0) + 1
        cache.set(key, count, seconds)
        return count
    # add() does nothing when the key is there, so that no count is lost between two clients.
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # A full cache has dropped it between the two calls.
        return 0
