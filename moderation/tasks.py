"""Celery's doors to what moderation does by the clock."""

from __future__ import annotations

from celery import shared_task

from moderation import services
from moderation.notifications import desk_digest
from moderation.timing import reminders


@shared_task(name="moderation.remind", ignore_result=True)
def remind() -> None:
    """Tell editors whose answer is due, and administrators whose is late."""
    reminders.remind()


@shared_task(name="moderation.publish_unanswered", ignore_result=True)
def publish_unanswered() -> None:
    """Publish small corrections that nobody answered within a day."""
    services.publish_unanswered_corrections()


@shared_task(name="moderation.send_digests", ignore_result=True)
def send_digests() -> None:
    """Write to those at the desk for whom something has gathered."""
    desk_digest.send_digests()
