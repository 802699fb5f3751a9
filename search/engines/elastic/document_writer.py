"""Writing documents: what is read later never loses to what was read earlier, whoever arrives first."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch.helpers import streaming_bulk

from catalog.models import CatalogEntry
from search.engines.elastic import indexes
from search.engines.elastic.client import writer
from search.engines.elastic.documents import Document, documents_of

CONFLICT, GONE = 409, 404
# The size of a request (bytes) that a small server takes with ease.
LARGEST_REQUEST = 8_000_000


class DocumentRejectedError(Exception):
    """Elasticsearch refused a document for another reason than that it has a newer one."""


def write_everywhere(keys: Iterable[uuid.UUID]) -> bool:
    """Make the documents of pages what their rows are by now, in every index that is written. Tells whether one is.

    Raises what the client raises (`client.FAILURES`), and DocumentRejectedError.
    """
    wanted = list(keys)
    write_aliases = indexes.write_aliases()
    try:
        write_pages(wanted, write_aliases)
    except DocumentRejectedError:
        # One of them may have been taken away meanwhile, because another index has taken over.
        if (aliases_now := indexes.write_aliases()) == write_aliases:
            raise
        write_pages(wanted, aliases_now)
    return bool(write_aliases)


def write_pages(keys: list[uuid.UUID], write_aliases: list[str], above: int = 0) -> None:
    """The same by the given aliases. `above` is a version to outdo, where that of a document is not to be trusted."""
    if keys and write_aliases:
        # Taken before the rows are read, so that of two writers the one with the higher version has read later.
        version = max(now(), above + 1)
        documents = documents_of(CatalogEntry.objects.filter(translation_key__in=keys))
        send(action for alias in write_aliases for action in actions(alias, keys, documents, version))


def actions(
    alias: str, keys: list[uuid.UUID], documents: dict[uuid.UUID, Document], version: int
) -> Iterator[dict[str, Any]]:
    for key in keys:
        place = {"_index": alias, "_id": key.hex, "version": version, "version_type": "external"}
        if key in documents:
            yield place | {"_op_type": "index", "_source": documents[key]}
        else:
            yield place | {"_op_type": "delete"}


def send(actions: Iterator[dict[str, Any]]) -> None:
    """Carry out actions in bulk.

    Raises DocumentRejectedError for the first document that is refused, unless a newer one is there or it is gone
    already.
    """
    answers = streaming_bulk(
        writer(), actions, max_chunk_bytes=LARGEST_REQUEST, raise_on_error=False, require_alias=True
    )
    for is_done, answer in answers:
        [(action, told)] = answer.items()
        is_gone = action == "delete" and told.get("status") == GONE and "error" not in told
        if not (is_done or is_gone or told.get("status") == CONFLICT):
            raise DocumentRejectedError(str(told)[:500])


def now() -> int:
    """Microseconds since 1970, as the versions of rows."""
    return time.time_ns() // 1000
