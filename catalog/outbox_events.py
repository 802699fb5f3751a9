"""The kinds of events about the catalog's rows."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class ThumbnailPayload(TypedDict):
    """The id of the page whose picture is to be scaled."""

    page: int


CATALOG_THUMBNAIL = declare("catalog.thumbnail", ThumbnailPayload)
