"""Celery's tasks for what moderation does regularly."""

from __future__ import annotations

from celery import shared_task

from moderation import services
from moderation.notes import telling
from moderation.notifications import desk_digest
from moderation.services.matters import repair_matters
from moderation.timing import reminders


@shared_task(name="moderation.remind", ignore_result=True)
def remind() -> None:
    """Repair missing matters, record reminders of what is due or late, delete old dropped decisions (Celery task)."""
    # First: what time alone makes waiting gets its matter, and then its reminders.
    repair_matters()
    reminders.remind()
    services.delete_old_dropped()


@shared_task(name="moderation.carry_out_held", ignore_result=True)
def carry_out_held() -> None:
    """Carry out editors' held decisions whose minute is over (Celery task)."""
    services.carry_out_due()


@shared_task(name="moderation.publish_unanswered", ignore_result=True)
def publish_unanswered() -> None:
    """Publish small corrections that nobody answered within 24 hours (Celery task)."""
    services.publish_unanswered_corrections()


@shared_task(name="moderation.send_digests", ignore_result=True)
def send_digests() -> None:
    """Tell notes that have waited long enough, then send each person with unsent notices one digest (Celery task)."""
    telling.tell_notes()
    desk_digest.send_digests()
