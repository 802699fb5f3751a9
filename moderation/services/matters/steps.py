"""The steps that the services for matters share: lock, end, announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

import outbox
from common.refusal import Refusal
from moderation.matters.permissions import describe_matter_state
from moderation.models import Matter
from moderation.outbox_events import MATTER_CHECK, MATTER_DECIDED, MatterPayload
from outbox import EventKind

if TYPE_CHECKING:
    from accounts.models import User


def locked_matter(matter: Matter) -> Matter:
    """Return the matter reloaded, its row locked until the transaction ends. Raises Refusal unless it waits."""
    # of=("self",): the lock is for the matter's row alone, not for those of people and organizations.
    rows = Matter.objects.select_for_update(of=("self",)).select_related("organization", "claimed_by", "decided_by")
    current = rows.get(pk=matter.pk)
    if not current.is_waiting:
        raise Refusal(describe_matter_state(current), code="already_decided")
    return current


def end_matter(matter: Matter, state: str, by: User | None) -> None:
    """Store how a matter ended and by whom, end its claim, and record an event unless it was merely closed."""
    matter.state, matter.decided_by, matter.decided_at = state, by, timezone.now()
    matter.claimed_by = matter.claimed_at = None
    matter.save(update_fields=["state", "decided_by", "decided_at", "claimed_by", "claimed_at", "reason"])
    # What was taken back or replaced was decided by nobody.
    if state != Matter.State.CLOSED:
        announce_matter(MATTER_DECIDED, matter)


def request_matter_checks(matter: Matter) -> None:
    """Record the outbox event whose job runs the checks of a matter's texts.

    It is a stream of its own: a check that fails does not hold up the events of the matter.
    """
    outbox.record(MATTER_CHECK, f"check:matter:{matter.pk}", MatterPayload(matter=matter.pk))


def announce_matter(kind: EventKind[MatterPayload], matter: Matter) -> None:
    """Record an outbox event of the given kind about a matter."""
    outbox.record(kind, f"matter:{matter.pk}", MatterPayload(matter=matter.pk))
