"""Reminders of recommendations that were not answered for 90 days, one mail an organization."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import outbox
from catalog.models import CatalogEntry
from outcomes.models import AnswerReminder, RecommendationRow
from outcomes.outbox_events import RECOMMENDATIONS_UNANSWERED, UnansweredPayload
from outcomes.recommendations.steps import LATE_AFTER, Outcome

# No piece is reminded of again within this time.
REST = dt.timedelta(days=LATE_AFTER)


@transaction.atomic
def record_due_reminders() -> int:
    """Record an event for each organization with recommendations unanswered and not reminded for 90 days; count them.

    A piece of which it was reminded within the last 90 days is left out.
    """
    now = timezone.now()
    reminded = AnswerReminder.objects.filter(sent_at__gt=now - REST).values_list("translation_key", flat=True)
    due: dict[int, set[UUID]] = defaultdict(set)
    # A list would name a piece once for each of its pages; a set names it once.
    for organization, key in late_pieces(timezone.localdate() - REST).exclude(translation_key__in=reminded):
        due[organization].add(key)
    for organization, keys in due.items():
        pieces = sorted(map(str, keys))
        payload = UnansweredPayload(organization=organization, pieces=pieces)
        outbox.record(RECOMMENDATIONS_UNANSWERED, f"organization:{organization}", payload)
        for key in keys:
            # In the same transaction as the event: else a failure in between would remind twice.
            AnswerReminder.objects.update_or_create(translation_key=key, defaults={"sent_at": now})
    return len(due)


def late_pieces(until: dt.date) -> Any:
    """Return (organization, translation key) of public pages with an unanswered recommendation sent by a day."""
    late = RecommendationRow.objects.filter(outcome=Outcome.WAITING, sent_on__lte=until).values("entry")
    # order_by(): the order would otherwise be part of a query whose order does not matter.
    return CatalogEntry.objects.public().filter(pk__in=late).order_by().values_list("organization", "translation_key")


def unanswered_entries(pieces: list[str], language: str) -> list[CatalogEntry]:
    """Return public pages, by translation keys, with unanswered recommendations, one language each, newest first.

    The page is the one in the given language where there is one.
    """
    late = RecommendationRow.objects.filter(outcome=Outcome.WAITING).values("entry")
    found = CatalogEntry.objects.public().filter(translation_key__in=pieces, pk__in=late)
    return list(found.readable_in(language).order_by("-published_at"))
