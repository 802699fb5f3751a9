"""Celery's tasks for what is done for subscribers regularly."""

from __future__ import annotations

from celery import shared_task

from discussions.mailing import digests
from discussions.services import delivering


@shared_task(name="discussions.record_digests", ignore_result=True)
def record_digests() -> None:
    """Record the digests that are due, which the outbox sends (Celery task)."""
    digests.record_due_digests()


@shared_task(name="discussions.delete_old_deliveries", ignore_result=True)
def delete_old_deliveries() -> None:
    """Delete the rows of mails that were sent long ago (Celery task)."""
    delivering.delete_old_deliveries()
