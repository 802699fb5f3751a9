"""Celery's door to the outbox: the messages carry nothing, the rows say what is to be done."""

from celery import shared_task

from outbox import services

# Seconds that one message keeps a worker busy, which hears nothing meanwhile. The sweep goes on with a longer queue.
TURN = 5.0


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    services.sweep(TURN)


@shared_task(name="outbox.purge", ignore_result=True)
def purge() -> None:
    services.purge()
