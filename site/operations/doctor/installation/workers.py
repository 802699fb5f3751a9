"""Worker and beat carry out what waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES
from operations.models import Heartbeat
from outbox import status
from outbox.models import Event

# Seconds that effects may be late; a worker that starts again needs less.
LATE_SECONDS = 60
# Beat sends one message a minute.
SILENT_AFTER = timedelta(minutes=5)
MOST_MESSAGES = 1000


@check(after=TABLES)
def outbox() -> Iterator[SetupFinding]:
    """Tell when outbox events have waited too long because no worker processes them."""
    seconds = status.oldest_untried_age()
    if seconds > LATE_SECONDS:
        yield fault(
            f"The effects of changes have waited for {seconds / 60:.0f} minutes: no worker processes them.",
            "Start the worker, or raise WORKER_CONCURRENCY where it runs; manage.py outbox status shows what waits.",
        )


@check(after=(*TABLES, "workers.outbox"))
def beat() -> Iterator[SetupFinding]:
    """Tell when the worker has received nothing from beat (the scheduler) for minutes, or never."""
    last = Heartbeat.objects.filter(name=Heartbeat.Name.BEAT).values_list("at", flat=True).first()
    if last is None:
        told = "Beat has never run with a worker"
    elif timezone.now() - last > SILENT_AFTER:
        told = f"Nothing has come from beat to a worker since {last:%d %B %Y, %H:%M} UTC"
    else:
        return
    yield fault(
        f"{told}, so backups, reminders and scheduled publications wait.",
        "Start beat and the worker, and check that both have the same REDIS_URL.",
    )


@check(after=TABLES)
def dead_letters() -> Iterator[SetupFinding]:
    """Tell when there are dead letters: outbox events that were given up after many attempts."""
    if count := Event.objects.dead().count():
        yield warning(
            f"There are {count} dead letters: effects of changes that were given up.",
            "Read the cause (manage.py outbox status), repair it, and retry them (manage.py outbox retry).",
        )


@check()
def leftovers() -> Iterator[SetupFinding]:
    """Tell when too many messages to dead workers lie in the queue folder (only without Redis)."""
    # The folder of messages of the embedded way, which has no Redis.
    folder = Path(settings.DATA) / "celery" / "queue"
    if settings.REDIS_URL or not folder.exists():
        return
    count = sum(1 for _ in folder.iterdir())
    if count > MOST_MESSAGES:
        yield warning(
            f"There are {count} messages in {folder} to workers that no longer run.",
            f"Stop the portal, delete the files in {folder}, and start it again. Nothing is lost.",
        )
