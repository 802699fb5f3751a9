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
    found = SearchEntry.objects.public().select_related("organization").in_bulk(page_ids)
    twins = _twins(list(found.values()))
    hits = []
    for page_id in page_ids:
        if page_id in found:
            entry = _preferred(found[page_id], twins, query, text)
            others = [twin for twin in twins[entry.translation_key] if twin.page_id != entry.page_id]
            hits.append(Hit(entry, marked(entry.title, text), passage(entry.summary, entry.text, text), others))
    return hits


def _twins(entries: list[SearchEntry]) -> dict[UUID, list[SearchEntry]]:
    """All public languages of the entries' pages."""
    keys = {entry.translation_key for entry in entries}
    twins: dict[UUID, list[SearchEntry]] = {key: [] for key in keys}
    public = SearchEntry.objects.public().select_related("organization")
    for twin in public.filter(translation_key__in=keys).order_by("language"):
        twins[twin.translation_key].append(twin)
    return twins


def _preferred(entry: SearchEntry, twins: dict[UUID, list[SearchEntry]], query: Query, text: QueryText) -> SearchEntry:
    """Without words every language of a page matches alike, so the reader's is shown."""
    if text.parts or query.language or entry.language == query.reader:
        return entry
    readers = (twin for twin in twins[entry.translation_key] if twin.language == query.reader)
    return next(readers, entry)
