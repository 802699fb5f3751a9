"""Celery tasks of the outbox. Messages carry no data: the rows say what is to be done."""

from celery import shared_task

from outbox import services
from outbox.worker.canary import TASK

# Seconds that one message may keep a worker busy, which receives nothing meanwhile. The sweep does the rest.
DRAIN_SECONDS = 5.0


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    """Carry out due outbox events for at most DRAIN_SECONDS (Celery task)."""
    services.sweep(DRAIN_SECONDS)


@shared_task(name="outbox.purge", ignore_result=True)
def purge() -> None:
    """Delete outbox events that were done long ago (Celery task)."""
    services.purge()


@shared_task(name=TASK, ignore_result=True)
def canary() -> None:
    """Do nothing: a Celery task whose arrival alone shows the worker that the broker delivers."""
