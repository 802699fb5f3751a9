"""Hits for readers: the entries of ranked rows, with their other languages and what was found in them."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.db import connection

from catalog.models import CatalogEntry, CountingRow
from orgs import organization_cache
from search.engines.base import Hit, PageLink, Query
from search.engines.database.filters import SqlFilters
from search.engines.diversify import RankedRow
from search.engines.sql import fetch, placeholders
from search.query.text import QueryText

# Fields that no page shows of a hit. Reading one costs a query each time, as with any deferred field.
LEFT_OUT = ("names", "picture", "source", "expires_at")
FIELDS = [field for field in CatalogEntry._meta.concrete_fields if field.attname not in LEFT_OUT]
COLUMNS = [field.attname for field in FIELDS]
READ = frozenset(COLUMNS)
PAGE_ID, GROUP, LANGUAGE = map(COLUMNS.index, ("page_id", "translation_key", "language"))
LINK = itemgetter(*map(COLUMNS.index, ("page_id", "language", "title", "url", "outdated_since")))

# A row as the database gave it.
Row = tuple[Any, ...]
EntryOf = Callable[[Row], CatalogEntry]


def read_hits(ranked: list[RankedRow], filters: SqlFilters, query: Query, text: QueryText) -> list[Hit]:
    """Return ranked rows as hits with their catalog entries, in order, without pages that are no longer public."""
    if not ranked:
        return []
    rows = {row[PAGE_ID]: row for row in _in_all_languages([each.page_id for each in ranked], filters)}
    pages: dict[Any, list[Row]] = {}
    for row in rows.values():
        pages.setdefault(row[GROUP], []).append(row)
    entry_of, hits = entry_reader(), []
    for found in ranked:
        # A page may have been withdrawn since it was ranked, or since Elasticsearch was written.
        if found.page_id in rows:
            in_all_languages = pages[rows[found.page_id][GROUP]]
            shown = _shown(rows[found.page_id], in_all_languages, query, text)
            links = [PageLink(*LINK(other)) for other in in_all_languages if other is not shown]
            hits.append(Hit(entry_of(shown), text, links, found.is_synonym_match))
    return hits


def _in_all_languages(page_ids: list[int], filters: SqlFilters) -> list[Row]:
    """Return the public rows of pages in all their languages."""
    visible, params = filters.visible("i")
    counting = CountingRow._meta.db_table
    columns = ", ".join(f"e.{column}" for column in COLUMNS)
    sql = f"""
        select {columns} from {CatalogEntry._meta.db_table} e join {counting} i on i.id = e.page_id
        where i.translation_group in
                (select translation_group from {counting} where id in ({placeholders(len(page_ids))}))
            and {visible}
        order by i.language
    """  # noqa: S608 - only names of our own tables and columns are put into it
    return fetch(sql, [*page_ids, *params])


def _shown(row: Row, in_all_languages: list[Row], query: Query, text: QueryText) -> Row:
    """Return the row that is shown: what was found or, without words, the page in the reader's language.

    Without words every language of a page matches alike.
    """
    if not text.clauses and not query.language:
        return next((other for other in in_all_languages if other[LANGUAGE] == query.reader), row)
    return row


def entry_reader() -> EntryOf:
    """Return a function that turns a row of database values into a CatalogEntry with its organization.

    A raw queryset would make an entry in each language, which takes twice the time.
    """
    converters = []
    for place, field in enumerate(FIELDS):
        column = field.get_col(CatalogEntry._meta.db_table)
        of_field = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        converters += [(place, convert, column) for convert in of_field]

    def entry_of(row: Row) -> CatalogEntry:
        values = list(row)
        for place, convert, column in converters:
            # For example SQLite's text to a datetime and a UUID, which Django does only in its own queries.
            values[place] = convert(values[place], column, connection)
        entry = CatalogEntry.from_db(connection.alias, READ, values)
        # From the cache: else a template that names the organization costs a query for each hit.
        entry.organization = organization_cache.organization(entry.organization_id)
        return entry

    return entry_of
