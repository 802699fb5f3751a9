"""The indexes of the portal: the one that is searched, those that are written, and the one before.

Searches ask the alias of the portal's name. Every index that is to be kept up to date has a write alias besides, one of
its own, by which alone it is written: a server that has lost an index would else make it anew, without a mapping, for
whatever is written next.
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
    """The alias that is searched."""
    return settings.ELASTICSEARCH_INDEX


def write_alias(index: str) -> str:
    return index + WRITE_ALIAS


def create(prefix: str = "") -> str:
    """Make an empty index with its write alias. Return its name; names grow with time."""
    index = f"{prefix or name()}-{time.time_ns()}"
    # Until it is searched, looking for new documents every second is work for nothing.
    writer().indices.create(
        index=index,
        mappings=mapping(),
        settings=SETTINGS | {"refresh_interval": "-1"},
        aliases={write_alias(index): {}},
    )
    return index


def write_aliases() -> list[str]:
    """Return the write aliases of all indexes that are kept up to date.

    Asked each time, for a rebuild may have begun a moment ago.
    """
    return [write_alias(index) for index, aliases in _all().items() if write_alias(index) in aliases]


def searched() -> str | None:
    """The index that is searched, if there is one."""
    return next((index for index, aliases in _all().items() if name() in aliases), None)


def previous() -> str | None:
    """The newest of those that were searched before, if one is kept."""
    return max((index for index, aliases in _all().items() if name() not in aliases), default=None)


def is_current(index: str) -> bool:
    """Whether it was made as this code makes it."""
    found = writer().indices.get_mapping(index=index)[index]["mappings"]
    return found.get("_meta", {}).get("fingerprint") == fingerprint()


def size(index: str) -> int:
    """How many documents searches see."""
    return writer().count(index=index)["count"]


def refresh(index: str) -> None:
    """Let searches see all that is written."""
    writer().indices.refresh(index=index)


def merge_deleted(index: str) -> None:
    """Write the parts of an index anew that hold documents which were deleted or replaced."""
    writer().options(request_timeout=MERGE_TIMEOUT).indices.forcemerge(index=index, only_expunge_deletes=True)
    refresh(index)


def add_write_alias(index: str) -> None:
    writer().indices.put_alias(index=index, name=write_alias(index))


def search_in(index: str) -> None:
    """Search in this index from now on, in one step; the one that was searched is kept, but no longer written."""
    writer().indices.put_settings(index=index, settings={"refresh_interval": SETTINGS["refresh_interval"]})
    before = [other for other, aliases in _all().items() if other != index and name() in aliases]
    steps: list[dict[str, Any]] = [{"add": {"index": index, "alias": name()}}]
    for other in before:
        steps += [
            {"remove": {"index": other, "alias": name()}},
            {"remove": {"index": other, "alias": write_alias(other), "must_exist": False}},
        ]
    writer().indices.update_aliases(actions=steps)
    # A newer one is being filled by somebody else.
    for other in _all():
        if other < index and other not in before:
            drop(other)


def drop(index: str) -> None:
    writer().indices.delete(index=index, ignore_unavailable=True)


def _all() -> dict[str, set[str]]:
    """The portal's indexes with their aliases."""
    try:
        found = writer().indices.get_alias(index=f"{name()}-*")
    except NotFoundError:
        return {}
    ours = re.compile(re.escape(name()) + r"-\d+")
    return {index: set(told["aliases"]) for index, told in found.items() if ours.fullmatch(index)}
