"""From ids to what readers see: the rows of the hits, their other languages, and what was found in them."""

from __future__ import annotations

from uuid import UUID

from search.engines.base import Hit, Query
from search.highlight import marked, passage
from search.models import SearchEntry
from search.text import QueryText


def hits_of(page_ids: list[int], query: Query, text: QueryText) -> list[Hit]:
    """Read the rows of the hits, in their order; one that is no longer public is left out."""
    if not page_ids:
        return []
    works = SearchEntry.objects.filter(pk__in=page_ids).values("translation_key")
    entries = SearchEntry.objects.public().filter(translation_key__in=works).select_related("organization")
    found = {entry.page_id: entry for entry in entries.order_by("language")}
    twins: dict[UUID, list[SearchEntry]] = {}
    for entry in found.values():
        twins.setdefault(entry.translation_key, []).append(entry)
    shown = [found[page_id] for page_id in page_ids if page_id in found]
    return [_hit(entry, twins[entry.translation_key], query, text) for entry in shown]


def _hit(entry: SearchEntry, twins: list[SearchEntry], query: Query, text: QueryText) -> Hit:
    """Show what was found; without words every language of a page matches alike, so the reader's is shown."""
    if not text.parts and not query.language:
        entry = next((twin for twin in twins if twin.language == query.reader), entry)
    others = [twin for twin in twins if twin.page_id != entry.page_id]
    return Hit(entry, marked(entry.title, text), passage(entry.summary, entry.text, text), others)
