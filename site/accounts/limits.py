"""How often somebody without an account may do something. Where nothing can be counted, everybody may."""

from __future__ import annotations

import hashlib
import logging
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

HOUR, DAY = 3600, 86400


def connection_of(request: HttpRequest) -> str:
    """Whence a request comes; allauth knows how many proxies stand before the portal."""
    return get_adapter().get_client_ip(request)


def times(what: str, who: str, seconds: int) -> int:
    """Count this time, and tell the how-manieth it is in the present hour or day; 1 where nothing can be counted."""
    # Not cache.incr: most caches then forget after their own time. The name is hashed, for it may be an address.
    name = hashlib.sha256(f"{what} {who} {seconds} {int(time.time() // seconds)}".encode()).hexdigest()
    try:
        count = cache.get(f"limits.{name}", 0) + 1
        cache.set(f"limits.{name}", count, seconds)
    except Exception:
        logger.exception("Nobody is counted: %s", what)
        return 1
    return count
