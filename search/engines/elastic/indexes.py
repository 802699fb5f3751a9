"""The indexes of the portal in Elasticsearch: the one that is searched, those that are written, the previous one.

Searches use the alias with the portal's name. Every index that is kept up to date also has a write alias of its own,
by which alone it is written: a server that lost an index would otherwise create it again, without a mapping, at the
next write.
"""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from django.conf import settings
from elasticsearch import NotFoundError

from search.engines.elastic.client import writer
from search.engines.elastic.mapping import SETTINGS, fingerprint, mapping

logger = logging.getLogger(__name__)

WRITE_ALIAS = "-write"
# Seconds for a large index.
MERGE_TIMEOUT = 600


def name() -> str:
    """Return the name of the alias by which the portal's Elasticsearch index is searched."""
    return settings.ELASTICSEARCH_INDEX


def write_alias(index: str) -> str:
    """Return the name of the alias by which alone an Elasticsearch index is written."""
    return index + WRITE_ALIAS


def create(prefix: str = "") -> str:
    """Create an empty Elasticsearch index with its write alias, named by prefix and time, and return its name."""
    # The time in nanoseconds makes the name unique, and later names sort after earlier ones.
    index = f"{prefix or name()}-{time.time_ns()}"
    # No refresh every second until the index is searched.
    writer().indices.create(
        index=index,
        mappings=mapping(),
        settings=SETTINGS | {"refresh_interval": "-1"},
        aliases={write_alias(index): {}},
    )
    return index


def write_aliases() -> list[str]:
    """Return the write aliases of all Elasticsearch indexes that are kept up to date, read from the server.

    They are read each time, because a rebuild may have begun a moment ago.
    """
    return [write_alias(index) for index, aliases in _all().items() if write_alias(index) in aliases]


def searched() -> str | None:
    """Return the name of the Elasticsearch index that is searched now; None if there is none."""
    return next((index for index, aliases in _all().items() if name() in aliases), None)


def previous() -> str | None:
    """Return the name of the newest Elasticsearch index that is not searched; None if there is none."""
    return max((index for index, aliases in _all().items() if name() not in aliases), default=None)


def is_current(index: str) -> bool:
    """Return whether an Elasticsearch index was made with the mapping and settings of this code."""
    found = writer().indices.get_mapping(index=index)[index]["mappings"]
    return found.get("_meta", {}).get("fingerprint") == fingerprint()


def size(index: str) -> int:
    """Return the number of documents that are searchable in an Elasticsearch index."""
    return writer().count(index=index)["count"]


def refresh(index: str) -> None:
    """Make everything that was written to an index of Elasticsearch visible to searches."""
    writer().indices.refresh(index=index)


def merge_deleted(index: str) -> None:
    """Remove deleted and replaced documents from the files of an Elasticsearch index; it may take minutes."""
    # Deletions count once they are searched; a part is left where a tenth of it is deleted, unless none may be.
    refresh(index)
    writer().indices.put_settings(index=index, settings={"index.merge.policy.expunge_deletes_allowed": "0"})
    writer().indices.flush(index=index, force=True, wait_if_ongoing=True)
    writer().options(request_timeout=MERGE_TIMEOUT).indices.forcemerge(index=index, only_expunge_deletes=True)
    refresh(index)


def add_write_alias(index: str) -> None:
    """Give an Elasticsearch index its own write alias again, by which alone it is kept up to date."""
    writer().indices.put_alias(index=index, name=write_alias(index))


def search_in(index: str) -> None:
    """Switch searches to this Elasticsearch index at once; keep the one before unwritten, and delete older ones."""
    writer().indices.put_settings(index=index, settings={"refresh_interval": SETTINGS["refresh_interval"]})
    before = [other for other, aliases in _all().items() if other != index and name() in aliases]
    steps: list[dict[str, Any]] = [{"add": {"index": index, "alias": name()}}]
    for other in before:
        steps += [
            {"remove": {"index": other, "alias": name()}},
            {"remove": {"index": other, "alias": write_alias(other), "must_exist": False}},
        ]
    # All steps are one change for the server: there is no moment without an index to search.
    writer().indices.update_aliases(actions=steps)
    # Newer indexes stay: another process may be filling them.
    for other in _all():
        if other < index and other not in before:
            drop(other)


def drop(index: str) -> None:
    """Delete an index of Elasticsearch, if it exists."""
    writer().indices.delete(index=index, ignore_unavailable=True)


def _all() -> dict[str, set[str]]:
    """Return the portal's indexes with their aliases."""
    try:
        found = writer().indices.get_alias(index=f"{name()}-*")
    except NotFoundError:
        return {}
    # The pattern "neary-*" also matches the index of another portal, such as neary-test-1700000000.
    ours = re.compile(re.escape(name()) + r"-\d+")
    return {index: set(told["aliases"]) for index, told in found.items() if ours.fullmatch(index)}
