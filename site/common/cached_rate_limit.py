"""Limit how much work one client may cause, counted in a cache. Where nothing can be counted, everybody may.

For load alone: a cache forgets what it has no room for. What protects people counts by common.rate_limit.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import BaseCache, caches
from django.utils.crypto import salted_hmac

from common.circuit_breaker import CircuitBreaker

# A cache that is away is asked again only after a rest: each question may wait for it.
breaker = CircuitBreaker("The count of a rate limit")


@dataclass(frozen=True)
class CachedRateLimit:
    """At most `most` hits by one client in each minute, hour or day (`seconds`); 0 is without a limit.

    `name` says what is limited; `cache` is the alias of the cache that counts.
    """

    name: str
    most: int
    seconds: int
    cache: str = "counts"

    def is_exceeded_by(self, client: str) -> bool:
        """Count a hit, and return whether it is one too many. `client` is an address of any kind."""
        return bool(self.most) and count_in_cache(self.name, client, self.seconds, self.cache) > self.most

    def seconds_left(self) -> int:
        """Return after how many seconds the count begins anew."""
        return self.seconds - int(time.time()) % self.seconds


def count_in_cache(name: str, client: str, seconds: int, cache: str = "counts") -> int:
    """Count a hit, and return how many there were in the present window; 0 where nothing can be counted."""
    if not breaker.allows():
        return 0
    # Addresses are people's: none lies in the cache as it is.
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
        # Such a cache counts in two steps, and would then keep the count for its own time instead of ours.
        count = cache.get(key, 0) + 1
        cache.set(key, count, seconds)
        return count
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # A full cache has dropped it between the two calls.
        return 0
