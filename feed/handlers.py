"""Handlers that record activity from the outbox's events about pages, each once."""

from __future__ import annotations

from datetime import timedelta

from feed.models import Activity
from orgs import public_version
from orgs.models import Organization
from orgs.outbox_events import PAGE_DELETED, PAGE_PUBLISHED, PAGE_RESTRICTED, PAGE_UNPUBLISHED
from outbox import handles
from outbox.models import Event

# Corrections come in groups: a page's updates are recorded at most once in this time.
UPDATES_AT_MOST_EVERY = timedelta(hours=1)


@handles(PAGE_PUBLISHED, name="feed.activity")
def record_publication(event: Event) -> None:
    """Record a published page as published, or as updated at most once an hour (outbox handler).

    The first time it appears, and again after it was withdrawn, it is published; later it is an update.
    """
    last = latest_activity(event)
    if last is None or last.kind == Activity.Kind.WITHDRAWN:
        add_activity(event, Activity.Kind.PUBLISHED)
    elif last.kind == Activity.Kind.PUBLISHED or event.created_at - last.created_at >= UPDATES_AT_MOST_EVERY:
        add_activity(event, Activity.Kind.UPDATED)


@handles(PAGE_UNPUBLISHED, PAGE_DELETED, PAGE_RESTRICTED, name="feed.withdrawal")
def record_withdrawal(event: Event) -> None:
    """Record that a page is no longer public, unless it was never recorded as published (outbox handler)."""
    last = latest_activity(event)
    if last is not None and last.kind != Activity.Kind.WITHDRAWN:
        add_activity(event, Activity.Kind.WITHDRAWN)


def latest_activity(event: Event) -> Activity | None:
    """Return the latest recorded activity of an event's page; None if there is none."""
    return Activity.objects.filter(page_id=event.payload["page"]).first()


def add_activity(event: Event, kind: Activity.Kind) -> None:
    """Record an event's activity, at its time, and outdate cached pages; nothing where the organization is gone."""
    organization = event.payload["organization"]
    if Organization.objects.filter(pk=organization).exists():
        Activity.objects.create(
            kind=kind, page_id=event.payload["page"], organization_id=organization, created_at=event.created_at
        )
        public_version.bump_version()
