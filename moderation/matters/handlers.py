"""Handlers of the events about matters: editors are told of what waits, in their next mail."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from moderation.matters.registry import matter_kind
from moderation.models import Matter, Notice
from moderation.notifications.desk_digest import deciders, notify
from moderation.outbox_events import MATTER_OPENED, MATTER_REMINDED
from orgs.permissions import administrators
from outbox import handles
from outbox.models import Event


@handles(MATTER_OPENED, name="moderation.notify_matter_opened")
def notify_matter_opened(event: Event) -> None:
    """Record a notice of a new matter for the editors who may decide on it, if it still waits."""
    matter = _waiting(event)
    if matter is not None and not _is_pause(matter):
        kind = Notice.Kind.URGENT if matter.is_urgent else matter_kind(matter.kind).notice_kind
        notify(_deciders(matter), kind, matter=matter)


@handles(MATTER_REMINDED, name="moderation.notify_matter_reminder")
def notify_matter_reminder(event: Event) -> None:
    """Record a reminder of a waiting matter for its claimant or all deciding editors; if late, administrators."""
    matter, mark = _waiting(event), event.payload["mark"]
    if matter is not None:
        holder = [matter.holder] if matter.holder else []
        # The values of Reminder.Mark and Notice.Kind are the same, so a mark is also the kind of the notice.
        people = administrators() if mark == Notice.Kind.LATE else holder or _deciders(matter)
        notify(people, mark, matter=matter)


def _is_pause(matter: Matter) -> bool:
    """Return whether editors had a notice of a matter of this kind opened within its kind's pause; False if urgent."""
    pause, now = matter_kind(matter.kind).notice_pause, timezone.now()
    if matter.is_urgent or not pause:
        return False
    # One from the future was opened before the clock was set back.
    lately = Matter.objects.filter(kind=matter.kind, created_at__gt=now - pause, created_at__lte=now)
    return Notice.objects.filter(matter__in=lately).exists()


def _waiting(event: Event) -> Matter | None:
    rows = Matter.objects.waiting().select_related("claimed_by")
    return rows.filter(pk=event.payload["matter"]).first()


def _deciders(matter: Matter) -> list[User]:
    return deciders(matter.organization_id, matter_kind(matter.kind).writers(matter))
