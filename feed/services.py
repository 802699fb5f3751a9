"""Services that record activity of entries: opened, withdrawn; packages above call them for what is no page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feed.models import Activity
from orgs import public_version
from orgs.models import Organization


def record_opening(entry_id: int, organization: int, at: datetime) -> None:
    """Record that an entry appeared: the first time, and again after it was withdrawn."""
    last = latest_activity(entry_id)
    if last is None or last.kind == Activity.Kind.WITHDRAWN:
        add_activity(entry_id, organization, Activity.Kind.PUBLISHED, at)


def record_withdrawal(entry_id: int, organization: int, at: datetime) -> None:
    """Record that an entry is no longer public, unless it was never recorded as published."""
    last = latest_activity(entry_id)
    if last is not None and last.kind != Activity.Kind.WITHDRAWN:
        add_activity(entry_id, organization, Activity.Kind.WITHDRAWN, at)


def latest_activity(entry_id: int) -> Activity | None:
    """Return the latest recorded activity of an entry; None if there is none."""
    return Activity.objects.filter(page_id=entry_id).first()


@transaction.atomic
def add_activity(entry_id: int, organization: int, kind: Activity.Kind, at: datetime) -> None:
    """Record an activity and outdate cached pages; nothing where the organization is gone."""
    if Organization.objects.filter(pk=organization).exists():
        Activity.objects.create(kind=kind, page_id=entry_id, organization_id=organization, created_at=at)
        public_version.bump_version()
