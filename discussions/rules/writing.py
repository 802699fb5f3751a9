"""The reasons why nobody can write in a thread any more."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils import timezone

from catalog.models import CatalogEntry
from discussions.models import Thread

# A discussion about an event goes on for so long after its end.
OPEN_AFTER_EVENT = dt.timedelta(days=14)


class Closed(StrEnum):
    """A reason why a thread takes no more posts. The values are codes of Refusal."""

    BOARD = "board_closed"
    ORGANIZATION = "organization_suspended"
    THREAD = "thread_closed"
    EVENT = "event_over"
    PAGE = "page_withdrawn"


def why_closed(thread: Thread) -> Closed | None:
    """Return why a thread takes no more posts (board, organization, thread, event or page closed); None if open.

    Reads board and organization, and the page that is discussed.
    """
    if thread.board.is_closed or thread.board.is_hidden:
        return Closed.BOARD
    if not thread.board.organization.is_active:
        return Closed.ORGANIZATION
    if thread.closed_at is not None:
        return Closed.THREAD
    entry = discussed_entry(thread)
    # Public by the catalog, or at least live: a page that has just been published has no row yet.
    if entry is None and thread.page is not None and not thread.page.live:
        return Closed.PAGE
    ends = closes_at(entry)
    return Closed.EVENT if ends is not None and ends <= timezone.now() else None


def discussed_entry(thread: Thread) -> CatalogEntry | None:
    """Return the catalog entry of the public page that a thread is about; None without one; one query."""
    if thread.page_id is None:
        return None
    return CatalogEntry.objects.public().for_lists().filter(pk=thread.page_id).first()


def closes_at(entry: CatalogEntry | None) -> dt.datetime | None:
    """Return the time when a thread about an event closes: 14 days after its end; None for a page without dates."""
    ends = (entry.ends_at or entry.starts_at) if entry else None
    return ends + OPEN_AFTER_EVENT if ends else None
