"""The facts of recommendations, which a piece's pages in all languages share.

Texts and notes are each page's own. To which institution a recommendation goes, whether it speaks for the series, and
the kinds, days and documents of its steps, are those of one page: the one of the piece that was public first. So two
languages never contradict each other, and nothing is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from catalog.models import CatalogEntry
from outcomes.models import RecommendationRow
from outcomes.recommendations.shown import ShownRecommendation, StoredStep


def owning_entry(translation_key: UUID) -> CatalogEntry | None:
    """Return the catalog entry of the translation that was public first, whose facts count for all; None if none.

    `translation_key` is that of the piece's pages.
    """
    public = CatalogEntry.objects.public().filter(translation_key=translation_key)
    return public.order_by("published_at", "pk").first()


def facts_for(page_id: int | None, translation_key: UUID) -> list[ShownRecommendation]:
    """Return the recommendations of the page in another language whose facts count for a page; [] if its own count."""
    owner = owning_entry(translation_key)
    if owner is None or owner.pk == page_id:
        return []
    # From the rows of the owning page: reading its stream would cost its whole page.
    rows = RecommendationRow.objects.filter(entry=owner).select_related("institution").order_by("number")
    return [row.shown for row in rows]


def with_facts(own: Sequence[ShownRecommendation], owned: Sequence[ShownRecommendation]) -> list[ShownRecommendation]:
    """Return a page's recommendations with the facts of the owning page's; one without a counterpart keeps its own.

    The counterpart is the one of the same key, which a copy for translation keeps. Pages that were written apart have
    other keys: there it is the one at the same place with the same institution, if both pages have as many.
    """
    by_key = {each.key: each for each in owned if each.key}
    are_alike = len(own) == len(owned)
    found = []
    for place, each in enumerate(own):
        # The same place only where both have as many: otherwise one was added or removed, and places do not fit.
        other = by_key.get(each.key) or (owned[place] if are_alike else None)
        is_same = other is not None and (each.key in by_key or other.institution == each.institution)
        found.append(_joined(each, other) if other and is_same else each)
    return found


def _joined(own: ShownRecommendation, owned: ShownRecommendation) -> ShownRecommendation:
    notes = {step["kind"]: step["note"] for step in own.steps}
    # The note is in the page's own language; the owner's would be in the other one.
    steps: list[StoredStep] = [{**step, "note": notes.get(step["kind"], "")} for step in owned.steps]
    return replace(own, institution=owned.institution, is_of_series=owned.is_of_series, steps=steps)
