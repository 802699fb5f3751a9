"""Let the rows of threads follow what changes: a post that closes, a thread, or a board, whose rows go in batches."""

from __future__ import annotations

from django.db import transaction

import outbox
from catalog.sources.writing import remove_entries, write_entries
from discussions.finding.entries import DISCUSSION
from discussions.models import Board, Thread
from discussions.outbox_events import BOARD_CHANGED, THREAD_CHANGED, BoardPayload, ThreadPayload

BATCH = 20
REMOVED_AT_ONCE = 500


@transaction.atomic
def request_thread_row(thread: int) -> None:
    """Record one outbox event that will write the catalog row of a thread, given by id.

    It comes behind all that wait in the thread's stream, and once: of an archive hundreds of posts are published
    together.
    """
    outbox.record(THREAD_CHANGED, f"thread:{thread}", ThreadPayload(thread=thread), key=f"thread:{thread}")


@transaction.atomic
def board_changed(board: Board) -> None:
    """Delete the catalog rows of a board's threads if not everybody may read it; else record their rewriting.

    They are deleted at once; the outbox rewrites later.
    """
    if board.who_reads != Board.Readers.EVERYBODY or board.is_hidden:
        remove_rows_of(board)
    else:
        request_refresh(board.pk, 0)


def remove_rows_of(board: Board) -> None:
    """Delete the catalog rows of all threads of a board, in the caller's transaction."""
    ids = list(Thread.objects.filter(board=board).values_list("pk", flat=True))
    # SQLite takes a limited number of values in one statement.
    for start in range(0, len(ids), REMOVED_AT_ONCE):
        remove_entries(DISCUSSION, ids[start : start + REMOVED_AT_ONCE])


def refresh_board(board: int, after: int) -> None:
    """Rewrite the catalog rows of a board's next 20 threads after an id, and record the event for the rest."""
    ids = list(Thread.objects.filter(board=board, pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if ids:
        write_entries(DISCUSSION, ids)
    # A full batch: there may be more.
    if len(ids) == BATCH:
        request_refresh(board, ids[-1])


@transaction.atomic
def request_refresh(board: int, after: int) -> None:
    """Record the outbox event that rewrites the catalog rows of a board's threads whose id is above `after`."""
    # The key makes one event of several requests for the same batch.
    outbox.record(BOARD_CHANGED, f"board:{board}", BoardPayload(board=board, after=after), key=f"board:{board}:{after}")
