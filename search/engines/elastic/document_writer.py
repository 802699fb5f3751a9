"""Writing of documents, by versions: one that was read earlier never overwrites one that was read later."""

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
    """The error when Elasticsearch refuses a document for another reason than a newer version."""


def write_everywhere(keys: Iterable[uuid.UUID]) -> bool:
    """Write pages' documents, by translation key, into every Elasticsearch index in use; return if there is one.

    They are made of the current rows. Raises what the client raises (`client.FAILURES`), and DocumentRejectedError.
    """
    wanted = list(keys)
    write_aliases = indexes.write_aliases()
    try:
        write_pages(wanted, write_aliases)
    except DocumentRejectedError:
        # An alias may have been removed meanwhile, because another index is searched now.
        if (aliases_now := indexes.write_aliases()) == write_aliases:
            raise
        write_pages(wanted, aliases_now)
    return bool(write_aliases)


def write_pages(keys: list[uuid.UUID], write_aliases: list[str], above: int = 0) -> None:
    """Write or delete pages' Elasticsearch documents, made from current catalog rows, by these write aliases.

    `above` is a version to exceed, for documents whose version cannot be trusted.
    """
    if keys and write_aliases:
        # Taken before the rows are read, so that of two writers the one with the higher version has read later data.
        version = max(now(), above + 1)
        documents = documents_of(CatalogEntry.objects.filter(translation_key__in=keys))
        send(action for alias in write_aliases for action in actions(alias, keys, documents, version))


def actions(
    alias: str, keys: list[uuid.UUID], documents: dict[uuid.UUID, Document], version: int
) -> Iterator[dict[str, Any]]:
    """Yield Elasticsearch bulk actions that write the documents of keys, or delete the keys without a document."""
    for key in keys:
        # With "external" Elasticsearch refuses a version that is not higher than the stored one.
        place = {"_index": alias, "_id": key.hex, "version": version, "version_type": "external"}
        if key in documents:
            yield place | {"_op_type": "index", "_source": documents[key]}
        else:
            yield place | {"_op_type": "delete"}


def send(actions: Iterator[dict[str, Any]]) -> None:
    """Send bulk actions to Elasticsearch. Raises DocumentRejectedError for the first document that it refuses.

    Raises DocumentRejectedError for the first document that is refused, unless a newer one is there or the document is
    deleted already.
    """
    # require_alias: on a server that lost its data a write would create an index with a guessed mapping.
    answers = streaming_bulk(
        writer(), actions, max_chunk_bytes=LARGEST_REQUEST, raise_on_error=False, require_alias=True
    )
    for is_done, answer in answers:
        [(action, told)] = answer.items()
        # A deletion of what is not there is a 404 without "error"; a missing alias is a 404 with it.
        is_gone = action == "delete" and told.get("status") == GONE and "error" not in told
        if not (is_done or is_gone or told.get("status") == CONFLICT):
            raise DocumentRejectedError(str(told)[:500])


def now() -> int:
    """Return the present time in microseconds since 1970, used as the version number of Elasticsearch documents."""
    return time.time_ns() // 1000
