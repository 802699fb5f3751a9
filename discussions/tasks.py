"""Celery's tasks for what is done regularly for mails of boards, and for what people have begun."""

from __future__ import annotations

from celery import shared_task

from discussions.mailing import digests
from discussions.services import blocked_addresses, delivering, drafts, joining
from discussions.services.mail_in import receiving


@shared_task(name="discussions.record_digests", ignore_result=True)
def record_digests() -> None:
    """Record the digests that are due, which the outbox sends (Celery task)."""
    digests.record_due_digests()


@shared_task(name="discussions.delete_old_deliveries", ignore_result=True)
def delete_old_deliveries() -> None:
    """Delete the rows of mails that were sent long ago (Celery task)."""
    delivering.delete_old_deliveries()


@shared_task(name="discussions.delete_old_mails", ignore_result=True)
def delete_old_mails() -> None:
    """Delete mails that came in more than seven days ago, and what was asked about them (Celery task)."""
    receiving.delete_old_mails()


@shared_task(name="discussions.forget", ignore_result=True)
def forget() -> None:
    """Delete addresses and posts that nobody confirmed, and drafts that nobody touched for long (Celery task)."""
    joining.delete_unconfirmed()
    blocked_addresses.delete_old_blocked_addresses()
    drafts.delete_old_drafts()
