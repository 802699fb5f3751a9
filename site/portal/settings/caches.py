"""The caches for rendered pages, and for the counts of requests to the API."""

from __future__ import annotations

from typing import Any

# Pages of some 25 kB that a process keeps in its own memory: without Redis, and in front of it.
MAX_PAGES_IN_MEMORY, MAX_NEAR_PAGES = 400, 100
# Clients whose requests to the API a process counts: some hundred bytes each.
MAX_COUNTS_IN_MEMORY = 20_000
# Seconds that a request waits for Redis at most; then the page is made without it.
REDIS_TIMEOUT = 0.3


def page_cache(redis_url: str) -> dict[str, Any]:
    """Return the setting CACHES["pages"]: in Redis, or in each process's memory without a Redis URL."""
    if not redis_url:
        return in_memory("pages", MAX_PAGES_IN_MEMORY)
    return _redis(redis_url, "pages")


def counts_cache(redis_url: str) -> dict[str, Any]:
    """Return the setting CACHES["counts"] for hit counts: in Redis, or in memory without a Redis URL."""
    return _redis(redis_url, "counts") if redis_url else in_memory("counts", MAX_COUNTS_IN_MEMORY)


def _redis(redis_url: str, prefix: str) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": prefix,
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
    }


def near_cache(redis_url: str) -> dict[str, Any]:
    """Return the setting CACHES["near"]: in-memory copies of pages from Redis; a dummy cache without Redis."""
    return (
        in_memory("near", MAX_NEAR_PAGES) if redis_url else {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    )


def in_memory(name: str, most: int) -> dict[str, Any]:
    """Return the setting of a cache in the process's memory with at most `most` entries."""
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
