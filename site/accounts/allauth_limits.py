"""Replacements for allauth's rate limits and one-time codes, which count in the database instead of a cache.

In the database's cache a few hundred strangers could push out every count. Each function has the arguments of the
allauth function that it replaces (orgs.wagtail_patches.table).
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal import auth
from django.db import DatabaseError
from django.http import HttpRequest

from common.rate_limit import RateLimit, forget_hits, spend_once, undo_hit

logger = logging.getLogger(__name__)

NAME = "allauth"


def consume_single_rate(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    rate: ratelimit.Rate,
    key: Any = None,
    user: Any = None,
    dry_run: bool = False,
    raise_exception: bool = False,
) -> ratelimit.SingleRateLimitUsage | None:
    """Count a hit of an allauth limit (none with `dry_run`); return what undoes it. None or RateLimited if exceeded.

    Also None when the hit cannot be counted. With `raise_exception` RateLimited is raised instead of None.
    """
    client = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key, user=user)
    # One name for all actions: the key that allauth makes has action, rate and person in it.
    limit = RateLimit(NAME, rate.amount, int(rate.duration))
    if is_refused(limit, client, dry_run):
        if raise_exception:
            raise RateLimited
        # None means refused for allauth, and an object that the hit is counted.
        return None
    # `timestamp` belongs to allauth's own list of hits in the cache, which is not used.
    return ratelimit.SingleRateLimitUsage(cache_key=client, cache_duration=rate.duration, timestamp=0)


def is_refused(limit: RateLimit, client: str, dry_run: bool) -> bool:
    """Count a client's hit (none with `dry_run`); return whether the limit is exceeded, True on a database error."""
    if not dry_run:
        return limit.is_exceeded_by(client)
    try:
        return limit.is_reached_by(client)
    except DatabaseError:
        logger.exception("The hits of a rate limit could not be read")
        # Refused: a limit that cannot be read must not be open.
        return True


def roll_back(self: ratelimit.SingleRateLimitUsage) -> None:
    """Undo a hit counted for one of allauth's limits, because the attempt succeeded."""
    undo_hit(NAME, self.cache_key)


def clear(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    config: dict[str, str] | None = None,
    key: Any = None,
    user: Any = None,
) -> None:
    """Delete an allauth action's counted hits of an account, not those of an IP address.

    Otherwise a person who signs in to her own account could guess at others again.
    """
    for rate in ratelimit.get_rates(app=app, action=action, config=config):
        # The hits of an address are those of all who share it, also of somebody who guesses.
        if rate.per != "ip":
            forget_hits(NAME, ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key, user=user))


def mark_code_used(self: auth.TOTP, code: str) -> bool:
    """Mark a person's authenticator code as used; return whether this was its first use."""
    return spend_authenticator_code(self.instance.user_id, code)


def spend_authenticator_code(user_id: int, code: str) -> bool:
    """Mark an authenticator code of this account as used; return whether this was its first use.

    The code is remembered as long as it is accepted, which is longer than its half minute: it may come a step early,
    and up to a step late.
    """
    lifetime = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
    # normalize_user_code: "123 456" and Khmer digits are the same code.
    return spend_once("authenticator code", f"{user_id} {normalize_user_code(code)}", lifetime)
