"""Writing of the rows of public recommendations, from the pages that have them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from catalog.models import CatalogEntry
from orgs.models import OrgContentPage
from orgs.pages.registry import page_kinds
from outcomes.models import RecommendationRow
from outcomes.recommendations.page_part import RecommendingPage
from outcomes.recommendations.shown import shown_on


def kinds_with_recommendations() -> set[str]:
    """Return the names of the kinds of pages that can have recommendations."""
    return {model.page_kind.name for model in page_kinds().models if issubclass(model, RecommendingPage)}


def write_recommendations(entries: Sequence[CatalogEntry]) -> None:
    """Replace the recommendation rows of the pages with these catalog entries by what the pages say now.

    It runs in the transaction that writes the catalog entries.
    """
    kinds = kinds_with_recommendations()
    written = {entry.pk: entry for entry in entries if entry.type in kinds}
    if not written:
        return
    pages = OrgContentPage.objects.filter(pk__in=written).specific()
    rows = [row for page in pages for row in rows_of(page, written[page.pk])]
    RecommendationRow.objects.filter(entry__in=written).delete()
    RecommendationRow.objects.bulk_create(rows)


def rows_of(page: OrgContentPage, entry: CatalogEntry) -> list[RecommendationRow]:
    """Return unsaved database rows of a page's recommendations, linked to its catalog entry."""
    assert isinstance(page, RecommendingPage)
    return [
        RecommendationRow(
            entry=entry,
            number=each.number,
            text=each.text,
            institution=each.institution,
            outcome=each.outcome,
            year=(each.sent_on or timezone.localtime(entry.happens_at)).year,
            sent_on=each.sent_on,
            last_on=each.last_on,
            steps=each.steps,
        )
        for each in shown_on(page.addressed_recommendations)
    ]
