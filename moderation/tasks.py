"""Celery's tasks for what moderation does regularly."""

from __future__ import annotations

from celery import shared_task

from moderation import services
from moderation.notifications import desk_digest
from moderation.timing import reminders


@shared_task(name="moderation.remind", ignore_result=True)
def remind() -> None:
    """Remind editors of answers that are due, and administrators of late ones."""
    reminders.remind()


@shared_task(name="moderation.publish_unanswered", ignore_result=True)
def publish_unanswered() -> None:
    """Publish small corrections that nobody answered within a day."""
    services.publish_unanswered_corrections()


@shared_task(name="moderation.send_digests", ignore_result=True)
def send_digests() -> None:
    """Send the digests with notices to editors and administrators."""
    desk_digest.send_digests()
