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
    """Return the reason why a thread takes no more posts, None while it takes them.

    Reads board and organization, and the page that is discussed.
    """
    if thread.board.is_closed or thread.board.is_hidden:
        return Closed.BOARD
    if not thread.board.organization.is_active:
        return Closed.ORGANIZATION
    if thread.closed_at is not None:
        return Closed.THREAD
    entry = discussed_entry(thread)
    if entry is None and thread.page is not None and not thread.page.live:
        return Closed.PAGE
    ends = closes_at(entry)
    return Closed.EVENT if ends is not None and ends <= timezone.now() else None


def discussed_entry(thread: Thread) -> CatalogEntry | None:
    """Return the page that a thread is about, while it is public; one query where there is one."""
    if thread.page_id is None:
        return None
    return CatalogEntry.objects.public().for_lists().filter(pk=thread.page_id).first()


def closes_at(entry: CatalogEntry | None) -> dt.datetime | None:
    """Return when a thread about a page closes by itself: 14 days after an event's end; None for other pages."""
    ends = (entry.ends_at or entry.starts_at) if entry else None
    return ends + OPEN_AFTER_EVENT if ends else None
