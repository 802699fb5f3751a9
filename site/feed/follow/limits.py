"""How often somebody may ask. Where nothing can be counted, everybody may."""

from __future__ import annotations

import hashlib
import logging
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

HOUR, DAY = 3600, 86400
# Questions from one connection within an hour, and mails to one address within a day.
FROM_CONNECTION, TO_ADDRESS = 20, 5


def is_too_much(request: HttpRequest) -> bool:
    """Count a question from this connection."""
    # The adapter knows how many proxies stand before the portal.
    return _counted(get_adapter().get_client_ip(request), HOUR) > FROM_CONNECTION


def is_pestered(email: str) -> bool:
    """Count a mail to this address, which may be that of somebody who never asked."""
    return _counted(email.lower(), DAY) > TO_ADDRESS


def _counted(who: str, seconds: int) -> int:
    """How often this one has come in the present hour or day; 1 where nothing can be counted."""
    # Not cache.incr: most caches then forget after their own time. The name is hashed, for it may be an address.
    name = hashlib.sha256(f"{who} {seconds} {int(time.time() // seconds)}".encode()).hexdigest()
    try:
        count = cache.get(f"feed.follow.{name}", 0) + 1
        cache.set(f"feed.follow.{name}", count, seconds)
    except Exception:
        logger.exception("Those who ask to follow are not counted.")
        return 1
    return count
