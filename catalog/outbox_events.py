"""The kinds of events about the catalog's rows."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class ThumbnailPayload(TypedDict):
    """The id of the page whose picture is scaled."""

    page: int


class RefreshPayload(TypedDict):
    """The rows to refresh: those of an organization (its id, or 0), or with one of these topics or places (bits).

    `after` is the id of the last row that was looked at.
    """

    organization: int
    topics: int
    places: int
    after: int


CATALOG_REFRESH = declare("catalog.refresh", RefreshPayload)
CATALOG_THUMBNAIL = declare("catalog.thumbnail", ThumbnailPayload)
