"""The time for which a page may stay in the page cache if nothing changes."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from catalog.models import CatalogEntry
from common.cached_value import VersionedCache
from orgs.public_version import answer_version

# Pages show "two hours ago" and the next event: they may be wrong by so many minutes.
LONGEST = dt.timedelta(minutes=10)
LOOKED_AHEAD = 500


def seconds_to_keep(now: dt.datetime) -> float:
    """Return the seconds a page may be cached: 10 minutes, less if a page expires or the day ends before.

    It is less where a public page expires, or the day changes, before. `now` is aware.
    """
    return min((moment - now).total_seconds() for moment in (now + LONGEST, tomorrow(now), *next_expiry(now)))


def tomorrow(now: dt.datetime) -> dt.datetime:
    """Return the time at which the next day begins in Phnom Penh, after `now`."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)


def next_expiry(now: dt.datetime) -> list[dt.datetime]:
    """Return a list with the next time at which a public page expires after `now`, or []."""
    return [moment for moment in _expiries.value() if moment > now][:1]


def _coming_expiries(_key: str) -> list[dt.datetime]:
    coming = CatalogEntry.objects.filter(expires_at__gt=timezone.now()).order_by("expires_at")
    return [moment for moment in coming.values_list("expires_at", flat=True)[:LOOKED_AHEAD] if moment]


# When the scheduler unpublishes an expired page the version changes, and the list is read again before it runs out.
_expiries = VersionedCache(_coming_expiries, answer_version)
