"""allauth's own limits and one-time codes, kept in the table of common.rate_limit instead of a cache.

In the cache of the database, a few hundred strangers pushed every count out of it. Each function takes the place of
one of allauth's (orgs.wagtail_patches.table) and its arguments.
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
    """Count a hit and return what takes it back; None where it is one too many or cannot be counted.

    With `raise_exception` RateLimited is raised instead of None.
    """
    client = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key, user=user)
    limit = RateLimit(NAME, rate.amount, int(rate.duration))
    if is_refused(limit, client, dry_run):
        if raise_exception:
            raise RateLimited
        return None
    return ratelimit.SingleRateLimitUsage(cache_key=client, cache_duration=rate.duration, timestamp=0)


def is_refused(limit: RateLimit, client: str, dry_run: bool) -> bool:
    if not dry_run:
        return limit.is_exceeded_by(client)
    try:
        return limit.is_reached_by(client)
    except DatabaseError:
        logger.exception("Hits could not be looked up")
        return True


def roll_back(self: ratelimit.SingleRateLimitUsage) -> None:
    """Take a hit back: the password was right."""
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
    """Forget the hits of one account, never those of an address.

    Else whoever signs in to her own account would be free to guess at others again.
    """
    for rate in ratelimit.get_rates(app=app, action=action, config=config):
        if rate.per != "ip":
            forget_hits(NAME, ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key, user=user))


def mark_code_used(self: auth.TOTP, code: str) -> bool:
    """Return whether a right code is shown for the first time."""
    return spend_authenticator_code(self.instance.user_id, code)


def spend_authenticator_code(user_id: int, code: str) -> bool:
    """Return whether somebody shows a code for the first time, and remember it while it is taken.

    That is longer than a code's half minute: it may be shown a step early, and up to a step late.
    """
    lifetime = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
    return spend_once("authenticator code", f"{user_id} {normalize_user_code(code)}", lifetime)
