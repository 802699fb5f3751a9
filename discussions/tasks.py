"""Celery's tasks for what is done regularly for mails of boards, and for what people have begun."""

from __future__ import annotations

from celery import shared_task

from discussions.mailing import digests
from discussions.services import after_leaving, delivering, drafts, joining
from discussions.services.mail_in import receiving


@shared_task(name="discussions.record_digests", ignore_result=True)
def record_digests() -> None:
    """Record outbox events for the digests that are due now (Celery task)."""
    digests.record_due_digests()


@shared_task(name="discussions.delete_old_deliveries", ignore_result=True)
def delete_old_deliveries() -> None:
    """Delete the delivery rows of posts published more than 90 days ago (Celery task)."""
    delivering.delete_old_deliveries()


@shared_task(name="discussions.delete_old_mails", ignore_result=True)
def delete_old_mails() -> None:
    """Delete incoming mails older than 7 days, and the texts waiting for their author (Celery task)."""
    receiving.delete_old_mails()


@shared_task(name="discussions.forget", ignore_result=True)
def forget() -> None:
    """Delete old unconfirmed requests, posts and participants, old hashes of addresses and old drafts (Celery task)."""
    joining.delete_unconfirmed()
    after_leaving.delete_old_hashes()
    drafts.delete_old_drafts()
