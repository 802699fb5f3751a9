"""The reasons why nobody can write in a thread any more."""

from __future__ import annotations

from enum import StrEnum

from discussions.models import Thread


class Closed(StrEnum):
    """A reason why a thread takes no more posts. The values are codes of Refusal."""

    BOARD = "board_closed"
    ORGANIZATION = "organization_suspended"
    THREAD = "thread_closed"


def why_closed(thread: Thread) -> Closed | None:
    """Return the reason why a thread takes no more posts, None while it takes them; reads board and organization."""
    if thread.board.is_closed or thread.board.is_hidden:
        return Closed.BOARD
    if not thread.board.organization.is_active:
        return Closed.ORGANIZATION
    return Closed.THREAD if thread.closed_at is not None else None
