"""How often one address may ask, counted by minutes in a cache that may be away."""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

MINUTE = 60
# Seconds in which a cache that failed is not asked again: each question may wait for it.
SILENCE = 5

_silent_until = 0.0


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a question, and tell after how many seconds its address may ask again: 0 where it may now.

    Where the cache is away nobody is refused.
    """
    most, now = settings.API_REQUESTS_A_MINUTE, time.time()
    if not most or _asked(request, int(now // MINUTE)) <= most:
        return 0
    return MINUTE - int(now) % MINUTE


def address_of(request: HttpRequest) -> str:
    """Who asks: what the outermost trusted proxy saw. What a client wrote into the header stands before that."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    seen = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",") if address.strip()]
    return seen[-trusted] if 0 < trusted <= len(seen) else request.META.get("REMOTE_ADDR", "")


def _asked(request: HttpRequest, minute: int) -> int:
    global _silent_until
    if time.monotonic() < _silent_until:
        return 0
    # Addresses are people's: none lies in the cache as it is.
    key = f"api:{salted_hmac('api.limits', address_of(request)).hexdigest()[:20]}:{minute}"
    try:
        cache = caches["pages"]
        cache.add(key, 0, 2 * MINUTE)
        return cache.incr(key)
    except ValueError:
        # It was dropped between the two calls, by a cache that is full or keeps nothing.
        return 0
    except Exception as error:
        _silent_until = time.monotonic() + SILENCE
        logger.warning("The API is not limited for %s seconds: %r", SILENCE, error)
        return 0
