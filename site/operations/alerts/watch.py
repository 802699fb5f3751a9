"""The watch: once a minute one process of the portal reads all figures, keeps a sample and tells of alerts.

Beat's worker does it, and web processes do it too: whichever comes first. So a dead worker is told by the web process,
and a dead web process by the worker.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from common.measures.registry import read_all
from operations.alerts.mails import tell
from operations.alerts.state import Judgement, judge, update
from operations.metrics.samples import add_requests, counts, keep_figures, recent_requests
from operations.models import Heartbeat

logger = logging.getLogger(__name__)

# A little less than a minute: beat's message comes each minute, some milliseconds more or less.
EVERY = timedelta(seconds=50)


def watch() -> list[Judgement]:
    """Read all figures and tell of alerts, if no process did within the last 50 seconds; return the judgements."""
    now = timezone.now()
    return look(now) if is_claimed(Heartbeat.Name.WATCH, now) else []


def look(now: datetime) -> list[Judgement]:
    """Read all figures, keep a sample, update alerts and send a mail where there is news; return the judgements."""
    seen = read_all()
    keep_figures(seen, now)
    judgements = judge(seen, recent_requests(now))
    if news := update(judgements, now):
        tell(news, judgements, now)
    return judgements


def is_claimed(name: Heartbeat.Name, now: datetime) -> bool:
    """Set a heartbeat to now; return False when another process set it less than 50 seconds ago."""
    if Heartbeat.objects.filter(name=name, at__lte=now - EVERY).update(at=now):
        return True
    # A clock that was set back must not end the watch.
    if Heartbeat.objects.filter(name=name, at__lte=now + EVERY).exists():
        return False
    try:
        with transaction.atomic():
            Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
    except IntegrityError:
        return False
    return True


class WebWatch:
    """The part of the watch in a web process: after a request, at most once a minute, in a thread of its own."""

    def __init__(self) -> None:
        self._next = 0.0
        self._lock = threading.Lock()

    def after_request(self, status: int, seconds: float) -> None:
        """Count a request, and begin the watch where it is due; the visitor does not wait for it."""
        counts.add(status, seconds)
        if not settings.WATCH_FROM_WEB or time.monotonic() < self._next:
            return
        with self._lock:
            if time.monotonic() < self._next:
                return
            self._next = time.monotonic() + EVERY.total_seconds()
        threading.Thread(target=watch_from_web, name="operations-watch", daemon=True).start()


def watch_from_web() -> None:
    """Write the counts of requests and a sign of life of this web process, then watch; never raises."""
    try:
        now = timezone.now()
        add_requests(counts.take(), now)
        is_claimed(Heartbeat.Name.WEB, now)
        watch()
    except DatabaseError as error:
        logger.warning("The watch ended early: %s", error)
    except Exception:
        logger.exception("The watch failed")
    finally:
        # A thread has connections of its own, which nobody else closes.
        connections.close_all()


web_watch = WebWatch()
