"""Celery's door to the outbox: the messages carry nothing, the rows say what is to be done."""

from celery import shared_task

from outbox import services


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    services.sweep()


@shared_task(name="outbox.purge", ignore_result=True)
def purge() -> None:
    services.purge()
