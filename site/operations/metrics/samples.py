"""Samples of the portal's figures for the last 30 days, one row for five minutes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum

from common.measures.registry import Readings
from operations.models import Sample

EVERY = timedelta(minutes=5)
KEPT_FOR = timedelta(days=30)
RECENT = timedelta(minutes=10)


@dataclass
class RecentRequests:
    """Numbers of requests: all, those that ended in a server error, and the time that all took."""

    requests: int = 0
    errors: int = 0
    milliseconds: int = 0


class RequestCounts:
    """The requests that this process has answered since its counts were last written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted = RecentRequests()

    def add(self, status: int, seconds: float) -> None:
        """Count a request with its status and time."""
        with self._lock:
            self._counted.requests += 1
            self._counted.errors += status >= 500
            self._counted.milliseconds += round(1000 * seconds)

    def take(self) -> RecentRequests:
        """Return the counts and begin again at zero."""
        with self._lock:
            taken, self._counted = self._counted, RecentRequests()
        return taken


counts = RequestCounts()


def slot_of(now: datetime) -> datetime:
    """Return the beginning of the five minutes in which a moment lies."""
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % EVERY


def add_requests(counted: RecentRequests, now: datetime) -> None:
    """Add counts of requests to the sample of now."""
    with transaction.atomic():
        sample, _is_new = Sample.objects.get_or_create(at=slot_of(now))
        # The database adds up: several processes write the same row.
        Sample.objects.filter(pk=sample.pk).update(
            requests=F("requests") + counted.requests,
            errors=F("errors") + counted.errors,
            milliseconds=F("milliseconds") + counted.milliseconds,
        )


def recent_requests(now: datetime) -> RecentRequests:
    """Return the numbers of requests of the last ten minutes, of all web processes."""
    sums = Sample.objects.filter(at__gt=slot_of(now) - RECENT).aggregate(
        requests=Sum("requests", default=0), errors=Sum("errors", default=0), time=Sum("milliseconds", default=0)
    )
    return RecentRequests(sums["requests"], sums["errors"], sums["time"])


def keep_figures(seen: Readings, now: datetime) -> None:
    """Write the figures that are drawn into the sample of now, and delete samples older than 30 days."""
    with transaction.atomic():
        Sample.objects.update_or_create(at=slot_of(now), defaults={"figures": drawn_figures(seen)})
        Sample.objects.filter(at__lt=now - KEPT_FOR).delete()


def drawn_figures(seen: Readings) -> dict[str, int]:
    """Return the numbers of which the status page draws the last day."""
    free = seen.by_label("neary_disk_free_ratio").values()
    return {
        "outbox_pending": round(sum(seen.by_label("neary_outbox_pending").values())),
        "outbox_seconds": round(seen.of("neary_outbox_untried_seconds") or 0),
        "mails_waiting": round(seen.of("neary_outbox_pending", "mail.send") or 0),
        "desk_waiting": round(sum(seen.by_label("neary_desk_waiting").values())),
        "disk_free": round(100 * min(free, default=0)),
    }
