"""From ids to what readers see: the rows of the hits, their other languages, and what was found in them."""

from __future__ import annotations

from uuid import UUID

from catalog.models import CatalogEntry, CountingRow
from orgs import organization_cache
from search.engines.base import Hit, Query
from search.engines.database.filters import SqlFilters
from search.engines.diversify import RankedRow
from search.query.text import QueryText


def read_hits(ranked: list[RankedRow], filters: SqlFilters, query: Query, text: QueryText) -> list[Hit]:
    """Read the rows of the hits, in their order; one that is no longer public is left out."""
    if not ranked:
        return []
    found = {entry.page_id: entry for entry in _in_all_languages([row.page_id for row in ranked], filters)}
    translations: dict[UUID, list[CatalogEntry]] = {}
    for entry in found.values():
        translations.setdefault(entry.translation_key, []).append(entry)
    shown = [(found[row.page_id], row) for row in ranked if row.page_id in found]
    return [_hit(row, entry, translations[entry.translation_key], query, text) for entry, row in shown]


def _in_all_languages(page_ids: list[int], filters: SqlFilters) -> list[CatalogEntry]:
    """The public rows of pages in all their languages."""
    visible, params = filters.visible("i")
    counting = CountingRow._meta.db_table
    placeholders = ", ".join(["%s"] * len(page_ids))
    sql = f"""
        select e.* from {CatalogEntry._meta.db_table} e join {counting} i on i.id = e.page_id
        where i.translation_group in (select translation_group from {counting} where id in ({placeholders}))
            and {visible}
        order by i.language
    """  # noqa: S608 - only names of our own tables are put into it
    entries = list(CatalogEntry.objects.raw(sql, [*page_ids, *params]))
    for entry in entries:
        entry.organization = organization_cache.organization(entry.organization_id)
    return entries


def _hit(
    row: RankedRow, entry: CatalogEntry, in_all_languages: list[CatalogEntry], query: Query, text: QueryText
) -> Hit:
    """Show what was found; without words every language of a page matches alike, so the reader's is shown."""
    if not text.clauses and not query.language:
        entry = next((other for other in in_all_languages if other.language == query.reader), entry)
    translations = [other for other in in_all_languages if other.page_id != entry.page_id]
    return Hit(entry, text, translations, row.is_synonym_match)
