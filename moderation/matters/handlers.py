"""Handlers of the events about matters: editors are told of what waits, in their next mail."""

from __future__ import annotations

from moderation.matters.registry import matter_kind
from moderation.models import Matter, Notice
from moderation.notifications.desk_digest import deciders, notify
from moderation.outbox_events import MATTER_OPENED
from outbox import handles
from outbox.models import Event


@handles(MATTER_OPENED, name="moderation.notify_matter_opened")
def notify_matter_opened(event: Event) -> None:
    """Record a notice of a new matter for the editors who may decide on it, unless it waits no more."""
    matter = Matter.objects.waiting().filter(pk=event.payload["matter"]).first()
    if matter is not None:
        kind = Notice.Kind.URGENT if matter.is_urgent else Notice.Kind.MATTER
        notify(deciders(matter.organization_id, matter_kind(matter.kind).writers(matter)), kind, matter=matter)
