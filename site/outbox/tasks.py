"""Celery's door to the outbox: the messages carry nothing, the rows say what is to be done."""

from celery import shared_task

from outbox import services
from outbox.worker.canary import TASK

# Seconds that one message keeps a worker busy, which hears nothing meanwhile. The sweep goes on with a longer queue.
DRAIN_SECONDS = 5.0


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    services.sweep(DRAIN_SECONDS)


@shared_task(name="outbox.purge", ignore_result=True)
def purge() -> None:
    services.purge()


@shared_task(name=TASK, ignore_result=True)
def canary() -> None:
    """Nothing is left to do: that it was received is what it is for."""
