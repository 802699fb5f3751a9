"""Where kept pages lie."""

from __future__ import annotations

from typing import Any

# Pages of some 25 kB each that a process keeps in its own memory where there is no Redis.
MOST_IN_MEMORY = 400
# Seconds that a reader waits for Redis at most; then her page is made for her.
PATIENCE = 0.3


def page_cache(redis_url: str) -> dict[str, Any]:
    """The value of CACHES["pages"]: Redis for all processes, else the memory of each."""
    if not redis_url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "pages",
            "OPTIONS": {"MAX_ENTRIES": MOST_IN_MEMORY},
        }
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": "pages",
        "OPTIONS": {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE},
    }
