"""Celery's tasks for what is done for followers regularly."""

from __future__ import annotations

from celery import shared_task

from feed.follow import digests, services


@shared_task(name="feed.record_digests", ignore_result=True)
def record_digests() -> None:
    """Record the digests of followers that are due, which the outbox then mails (periodic task)."""
    digests.record_due_digests()


@shared_task(name="feed.forget", ignore_result=True)
def forget() -> None:
    """Delete follows unconfirmed for 7 days, followers without follows, digests of over 60 days ago (periodic task)."""
    services.delete_unconfirmed()
    digests.delete_old_digests()
