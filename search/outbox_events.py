"""The kinds of events that keep the index of Elasticsearch up to date."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class IndexPayload(TypedDict):
    """An empty payload: the rows say what is to be written."""


SEARCH_FLUSH = declare("search.flush", IndexPayload)
SEARCH_SYNC = declare("search.sync", IndexPayload)
