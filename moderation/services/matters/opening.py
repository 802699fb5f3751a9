"""Opening of a matter for the desk, and closing it where its own package has decided or nothing is left to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from common.typed_text.characters import one_line
from moderation.matters.registry import matter_kind
from moderation.models import Matter
from moderation.outbox_events import MATTER_OPENED
from moderation.services.matters.steps import announce_matter, end_matter, request_matter_checks
from moderation.timing.response_times import matter_times
from orgs.models import Organization

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_TITLE = 255


@transaction.atomic
def open_matter(
    kind: str,
    object_id: int,
    organization: Organization | None,
    title: str,
    *,
    urgent: bool = False,
    language: str = "",
) -> Matter:
    """Create and announce the waiting matter of an object, or update the one that waits and redo its checks; return it.

    The caller has locked the object. Where a matter about it waits already, that one gets the new title and language;
    it becomes urgent where it was not, and keeps the earlier due time. Raises KeyError for a kind that is not
    registered.
    """
    # Raises KeyError for a kind that no package has registered.
    kind = matter_kind(kind).name
    matter = Matter.objects.waiting().about(kind, object_id).select_for_update().first()
    if matter is None:
        return _opened(Matter(kind=kind, object_id=object_id, organization=organization), title, language, urgent)
    was_urgent = matter.is_urgent
    matter.title, matter.language = one_line(title)[:LONGEST_TITLE], language
    if urgent and not was_urgent:
        _hurry(matter)
    matter.save(update_fields=["title", "language", "is_urgent", "reminder_at", "due_at"])
    # What it says may have changed: checks are made anew.
    matter.check_results.all().delete()
    if matter.is_urgent != was_urgent:
        announce_matter(MATTER_OPENED, matter)
    else:
        request_matter_checks(matter)
    return matter


@transaction.atomic
def close_matter(kind: str, object_id: int, *, decided_by: User | None = None) -> Matter | None:
    """End the waiting matter about an object: decided by an editor, else closed; return it, None where none waits.

    With `decided_by` an editor has decided by the service of the object's own package, which has checked that she may;
    without it the object was taken back, replaced or deleted.
    """
    matter = Matter.objects.waiting().about(kind, object_id).select_for_update().first()
    if matter is not None:
        end_matter(matter, Matter.State.DECIDED if decided_by else Matter.State.CLOSED, decided_by)
    return matter


def _opened(matter: Matter, title: str, language: str, urgent: bool) -> Matter:
    """Store a new matter with its times, and announce it."""
    matter.title, matter.language, matter.is_urgent = one_line(title)[:LONGEST_TITLE], language, urgent
    matter.created_at = timezone.now()
    matter.reminder_at, matter.due_at = matter_times(matter.kind, matter.organization, urgent, matter.created_at)
    matter.save(force_insert=True)
    announce_matter(MATTER_OPENED, matter)
    return matter


def _hurry(matter: Matter) -> None:
    """Make a matter urgent from now on; no promised time gets later by it."""
    reminder_at, due_at = matter_times(matter.kind, matter.organization, True, timezone.now())
    matter.is_urgent = True
    matter.reminder_at, matter.due_at = min(matter.reminder_at, reminder_at), min(matter.due_at, due_at)
