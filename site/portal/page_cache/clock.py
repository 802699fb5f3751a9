"""Until when a page that is made now may be kept, if nobody changes anything."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min
from django.utils import timezone

from search.models import SearchEntry

# Pages say "two hours ago", and which event is next; nobody minds these minutes.
LONGEST = dt.timedelta(minutes=10)


def seconds_to_keep(now: dt.datetime) -> float:
    """Seconds from `now` (aware) until the next public page expires or the day changes, LONGEST at most."""
    return min((moment - now).total_seconds() for moment in (now + LONGEST, tomorrow(now), *next_expiry(now)))


def tomorrow(now: dt.datetime) -> dt.datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)


def next_expiry(now: dt.datetime) -> list[dt.datetime]:
    found = SearchEntry.objects.filter(expires_at__gt=now, expires_at__lt=now + LONGEST).aggregate(at=Min("expires_at"))
    return [found["at"]] if found["at"] else []
