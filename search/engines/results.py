"""From ids to what readers see: the rows of the hits, their other languages, and what was found in them."""

from __future__ import annotations

from uuid import UUID

from catalog.models import CatalogEntry, CountingRow
from orgs import organization_cache
from search.engines.base import Hit, Query
from search.engines.scope import Scope
from search.engines.spread import Found
from search.text import QueryText


def hits_of(ranked: list[Found], scope: Scope, query: Query, text: QueryText) -> list[Hit]:
    """Read the rows of the hits, in their order; one that is no longer public is left out."""
    if not ranked:
        return []
    found = {entry.page_id: entry for entry in _with_twins([row.page_id for row in ranked], scope)}
    twins: dict[UUID, list[CatalogEntry]] = {}
    for entry in found.values():
        twins.setdefault(entry.translation_key, []).append(entry)
    shown = [(found[row.page_id], row.is_related) for row in ranked if row.page_id in found]
    return [_hit(entry, twins[entry.translation_key], query, text, is_related) for entry, is_related in shown]


def _with_twins(page_ids: list[int], scope: Scope) -> list[CatalogEntry]:
    """The public rows of pages in all their languages."""
    visible, params = scope.visible("i")
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


def _hit(entry: CatalogEntry, twins: list[CatalogEntry], query: Query, text: QueryText, is_related: bool) -> Hit:
    """Show what was found; without words every language of a page matches alike, so the reader's is shown."""
    if not text.clauses and not query.language:
        entry = next((twin for twin in twins if twin.language == query.reader), entry)
    others = [twin for twin in twins if twin.page_id != entry.page_id]
    return Hit(entry, text, others, is_related)
