"""Comparison of an Elasticsearch index with the rows, read together in the order of their keys."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.counting import LANGUAGES
from catalog.models import CatalogEntry
from search.engines.elastic import indexes
from search.engines.elastic.client import writer
from search.engines.elastic.document_writer import write_pages

ROWS_AT_ONCE = 1000
DOCUMENTS_AT_ONCE = 2000

# The state of a page that is compared: for each language the page's id and the version of its row.
State = dict[str, tuple[int, int]]


@dataclass
class IndexDifference:
    """The differences in one range of keys: documents to write, and documents without a page.

    `highest` is the highest version among the documents there.
    """

    to_write: list[uuid.UUID] = field(default_factory=list)
    to_remove: list[uuid.UUID] = field(default_factory=list)
    highest: int = 0


def synchronize(index: str, *, repair: bool = True) -> IndexDifference:
    """Compare an Elasticsearch index with the catalog rows, repair it unless `repair` is False, return differences."""
    indexes.refresh(index)
    found = IndexDifference()
    for difference in differences(index):
        found.to_write += difference.to_write
        found.to_remove += difference.to_remove
        if repair:
            # A wrong clock may have given a version that is higher than the current time.
            behind = difference.to_write + difference.to_remove
            write_pages(behind, [indexes.write_alias(index)], above=difference.highest)
    return found


def differences(index: str) -> Iterator[IndexDifference]:
    """Yield the differences between an Elasticsearch index and the catalog rows, one range of keys at a time."""
    for first, last, rows in stretches():
        documents = documents_between(index, first, last)
        yield IndexDifference(
            [uuid.UUID(key) for key, state in rows.items() if key not in documents or documents[key][0] != state],
            [uuid.UUID(key) for key in documents if key not in rows],
            max((version for _state, version in documents.values()), default=0),
        )


def stretches() -> Iterator[tuple[str, str, dict[str, State]]]:
    """Yield (first key, last key, {key: page id and version by language}) for successive ranges of catalog rows.

    The second is "" at the end.
    """
    first = ""
    while True:
        rows = rows_after_key(first)
        is_end = len(rows) < ROWS_AT_ONCE
        states: dict[str, State] = {}
        for key, language, page_id, version in rows:
            states.setdefault(key.hex, {})[language] = (page_id, version)
        if not is_end and len(states) > 1:
            # The row in the page's other language may be in the next batch.
            states.popitem()
        last = "" if is_end else max(states)
        yield first, last, states
        if is_end:
            return
        first = last


def rows_after_key(key: str) -> list[tuple[uuid.UUID, str, int, int]]:
    """Return at most 1,000 catalog rows after a translation key, as (key, language, page id, version)."""
    rows = CatalogEntry.objects.filter(language__in=LANGUAGES).order_by("translation_key")
    if key:
        rows = rows.filter(translation_key__gt=uuid.UUID(key))
    # Only rows in the portal's languages: documents have no others, and a difference would be repaired for ever.
    return list(rows.values_list("translation_key", "language", "page_id", "version")[:ROWS_AT_ONCE])


def documents_between(index: str, first: str, last: str) -> dict[str, tuple[State, int]]:
    """Return {key: (state, version)} of an Elasticsearch index's documents after `first` up to `last`."""
    wanted = {"gt": first} | ({"lte": last} if last else {})
    fields = [f"{language}.{name}" for language in LANGUAGES for name in ("page", "version")]
    found: dict[str, tuple[State, int]] = {}
    after: list[Any] | None = None
    while True:
        hits = writer().search(
            index=index,
            query={"range": {"key": wanted}},
            sort=[{"key": "asc"}],
            search_after=after,
            size=DOCUMENTS_AT_ONCE,
            docvalue_fields=[{"field": name} for name in fields],
            version=True,
            source=False,
            track_total_hits=False,
            allow_partial_search_results=False,
        )["hits"]["hits"]
        found |= {hit["sort"][0]: (state_of(hit.get("fields", {})), hit["_version"]) for hit in hits}
        if len(hits) < DOCUMENTS_AT_ONCE:
            return found
        # search_after, because from/size stops at 10,000 hits.
        after = hits[-1]["sort"]


def state_of(fields: dict[str, list[int]]) -> State:
    """Return {language: (page id, version of its catalog row)} from the fields of an Elasticsearch document."""
    return {
        language: (fields[f"{language}.page"][0], fields[f"{language}.version"][0])
        for language in LANGUAGES
        if f"{language}.page" in fields
    }
