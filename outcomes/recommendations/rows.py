"""Writing of the rows of public recommendations, from the pages that have them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from catalog.models import CatalogEntry
from orgs.models import OrgContentPage
from orgs.pages.registry import page_kinds
from outcomes.models import RecommendationRow
from outcomes.recommendations.page_part import RecommendingPage
from outcomes.recommendations.shared_facts import with_facts
from outcomes.recommendations.shown import ShownRecommendation, shown_on


def kinds_with_recommendations() -> set[str]:
    """Return the names of the kinds of pages that can have recommendations."""
    return {model.page_kind.name for model in page_kinds().models if issubclass(model, RecommendingPage)}


def write_recommendations(translation_keys: Iterable[UUID]) -> None:
    """Replace the recommendation rows of the pages with these translation keys by what is public of them now.

    It runs in the transaction that writes or removes catalog entries. All pages of a piece are written, since the
    facts of one count for the others.
    """
    found = CatalogEntry.objects.filter(translation_key__in=translation_keys, type__in=kinds_with_recommendations())
    entries = list(found.order_by("translation_key", "published_at", "pk"))
    if not entries:
        return
    # From the pages' rows, which hold what is public; drafts are in revisions.
    pages = {page.pk: page for page in OrgContentPage.objects.filter(pk__in=found.values("pk")).specific()}
    RecommendationRow.objects.filter(entry__in=entries).delete()
    for _key, piece in groupby(entries, lambda entry: entry.translation_key):
        # A row may be there longer than its page: the reconciler takes it away.
        known = [(entry, pages[entry.pk]) for entry in piece if entry.pk in pages]
        _write_piece([(entry, shown_on(page.addressed_recommendations, page.is_in_series)) for entry, page in known])


def _write_piece(piece: list[tuple[CatalogEntry, list[ShownRecommendation]]]) -> None:
    """Write the rows of one piece's pages, the one that was public first at the beginning."""
    now = timezone.now()
    # The first one that is public now: an expired page keeps its row until the scheduler runs.
    owned = next((own for entry, own in piece if entry.expires_at is None or entry.expires_at > now), [])
    rows = [row_of(entry, each) for entry, own in piece for each in with_facts(own, owned)]
    RecommendationRow.objects.bulk_create(rows)


def row_of(entry: CatalogEntry, shown: ShownRecommendation) -> RecommendationRow:
    """Return the unsaved database row of a recommendation of the page with this catalog entry."""
    return RecommendationRow(
        entry=entry,
        number=shown.number,
        key=shown.key,
        text=shown.text,
        institution=shown.institution,
        outcome=shown.outcome,
        # happens_at: an event's beginning, else the day of publication.
        year=(shown.sent_on or timezone.localtime(entry.happens_at)).year,
        sent_on=shown.sent_on,
        last_on=shown.last_on,
        steps=shown.steps,
        is_of_series=shown.is_of_series,
    )
