"""Services that record activity of entries: opened, withdrawn; packages above call them for what is no page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feed.models import Activity
from orgs import public_version
from orgs.models import Organization


def record_opening(entry_id: int, organization: int, at: datetime) -> None:
    """Record the activity "published" of a catalog entry that appears first or after a withdrawal."""
    last = latest_activity(entry_id)
    if last is None or last.kind == Activity.Kind.WITHDRAWN:
        add_activity(entry_id, organization, Activity.Kind.PUBLISHED, at)


def record_withdrawal(entry_id: int, organization: int, at: datetime) -> None:
    """Record the activity "withdrawn" of a catalog entry, if its latest one is not that and there is one."""
    last = latest_activity(entry_id)
    if last is not None and last.kind != Activity.Kind.WITHDRAWN:
        add_activity(entry_id, organization, Activity.Kind.WITHDRAWN, at)


def latest_activity(entry_id: int) -> Activity | None:
    """Return the latest recorded activity of a catalog entry; None if there is none."""
    # The model's order is newest first.
    return Activity.objects.filter(page_id=entry_id).first()


@transaction.atomic
def add_activity(entry_id: int, organization: int, kind: Activity.Kind, at: datetime) -> None:
    """Save an activity of an organization's entry and outdate cached pages; nothing if no such organization."""
    # An event may come after its organization was deleted: then there is nobody whose activity it is.
    if Organization.objects.filter(pk=organization).exists():
        Activity.objects.create(kind=kind, page_id=entry_id, organization_id=organization, created_at=at)
        public_version.bump_version()
