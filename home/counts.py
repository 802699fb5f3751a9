"""Numbers of public pages that lists show: by topic, by province, by organization and month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from catalog.listing import count_by_terms, pieces
from catalog.terms import places, topics
from vocabulary.models import Term


@dataclass(frozen=True)
class PublicationCounts:
    """The number of public pages, in all and by topic's id, and of the provinces that they name."""

    pieces: int
    by_topic: dict[int, int]
    provinces: int

    def topics(self) -> list[dict[str, Any]]:
        """Return [{"topic", "count"}] for all topics with their numbers of public pages."""
        return [{"topic": topic, "count": self.by_topic[topic.pk]} for topic in topics.all()]


def count_publications() -> PublicationCounts:
    """Count listed public pages, in all and by topic, both languages as one; and the provinces that they name.

    It reads one row for each combination of topics and places: there are few, however many pages there are.
    """
    rows = count_by_terms()
    return PublicationCounts(
        pieces=sum(count for _topics, _places, count in rows),
        by_topic={topic.pk: sum(count for mask, _places, count in rows if mask & topic.bit) for topic in topics.all()},
        provinces=len(terms_of(places.all(), (mask for _topics, mask, _count in rows))),
    )


def terms_of(terms: Iterable[Term], masks: Iterable[int]) -> list[Term]:
    """Return the topics or provinces whose bit is set in one of the catalog's bit masks."""
    union = 0
    for mask in masks:
        union |= mask
    return [term for term in terms if union & term.bit]


def month_begin() -> datetime:
    """Return the first moment of this month in Phnom Penh."""
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def pieces_this_month(language: str, organizations: Iterable[int] | None = None) -> dict[int, int]:
    """Return {organization id: number of pages published this month, for readers of a language}, largest first.

    Only pages that are listed in this language count.
    """
    recent = pieces(language).pages().filter(published_at__gte=month_begin())
    if organizations is not None:
        recent = recent.filter(organization__in=list(organizations))
    # order_by(), because the model's order would split the groups.
    counted = recent.order_by().values_list("organization").annotate(count=Count("pk"))
    return dict(counted.order_by("-count", "organization"))
