"""Handlers that record activity from the outbox's events about pages, each once."""

from __future__ import annotations

from datetime import timedelta

from feed import services
from feed.models import Activity
from feed.services import add_activity, latest_activity
from moderation.rules.approvals import was_published_in_batch
from orgs.outbox_events import PAGE_DELETED, PAGE_PUBLISHED, PAGE_RESTRICTED, PAGE_UNPUBLISHED
from outbox import handles
from outbox.models import Event

# Corrections come in groups: a page's updates are recorded at most once in this time.
UPDATES_AT_MOST_EVERY = timedelta(hours=1)


@handles(PAGE_PUBLISHED, name="feed.activity")
def record_publication(event: Event) -> None:
    """Record that a page was published, or (at most hourly) updated; nothing for a batch's new page (outbox handler).

    The first time it appears, and again after it was withdrawn, it is published; later it is an update.
    """
    # The time is the event's: a worker that is late must not make an old publication look new.
    page, organization = event.payload["page"], event.payload["organization"]
    last = latest_activity(page)
    if last is None and was_published_in_batch(page):
        # Nobody who follows an organization is told of what it wrote years before on another site.
        return
    if last is None or last.kind == Activity.Kind.WITHDRAWN:
        add_activity(page, organization, Activity.Kind.PUBLISHED, event.created_at)
    elif last.kind == Activity.Kind.PUBLISHED or event.created_at - last.created_at >= UPDATES_AT_MOST_EVERY:
        add_activity(page, organization, Activity.Kind.UPDATED, event.created_at)


@handles(PAGE_UNPUBLISHED, PAGE_DELETED, PAGE_RESTRICTED, name="feed.withdrawal")
def record_withdrawal(event: Event) -> None:
    """Record the activity "withdrawn" of a page no longer public, if it was published before (outbox handler)."""
    services.record_withdrawal(event.payload["page"], event.payload["organization"], event.created_at)
