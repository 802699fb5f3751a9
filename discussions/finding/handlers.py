"""Outbox handlers that write the rows of threads, and the activity of public boards."""

from __future__ import annotations

from catalog.sources.kinds import entry_id
from catalog.sources.writing import write_entries
from discussions.finding.entries import DISCUSSION, found_threads
from discussions.finding.refreshing import refresh_board, request_thread_row
from discussions.models import Post, Thread
from discussions.outbox_events import BOARD_CHANGED, POST_CLOSED, POST_PUBLISHED, THREAD_CHANGED
from feed.services import record_opening, record_withdrawal
from orgs.outbox_events import PAGE_DELETED, PAGE_PUBLISHED, PAGE_RESTRICTED, PAGE_UNPUBLISHED
from outbox import handles
from outbox.models import Event


@handles(POST_PUBLISHED, POST_CLOSED, name="discussions.row")
def request_row(event: Event) -> None:
    """Record the event that rewrites a thread's catalog row when one of its posts was published or closed (handler)."""
    if thread := thread_of(event):
        request_thread_row(thread)


@handles(THREAD_CHANGED, name="discussions.thread_row")
def write_row(event: Event) -> None:
    """Write the catalog row of a thread, or delete it where not everybody may read the thread (outbox handler)."""
    write_entries(DISCUSSION, [event.payload["thread"]])


@handles(POST_PUBLISHED, name="discussions.opening")
def record_new_thread(event: Event) -> None:
    """Record for feeds that a public thread is published, unless recorded already or imported (outbox handler).

    Nothing for one that came in with an archive: it is no news.
    """
    thread = found_threads().select_related("board").filter(posts=event.payload["post"]).first()
    if thread and opening_post(thread).origin != Post.Origin.IMPORT:
        record_opening(entry_id(DISCUSSION, thread.pk), thread.board.organization_id, event.created_at)


@handles(POST_CLOSED, name="discussions.withdrawal")
def record_closed_thread(event: Event) -> None:
    """Record that a thread is no longer public when its last public post was closed (outbox handler).

    The row went in the transaction that closed the post.
    """
    thread = Thread.objects.select_related("board").filter(posts=event.payload["post"], public_posts=0).first()
    if thread:
        record_withdrawal(entry_id(DISCUSSION, thread.pk), thread.board.organization_id, event.created_at)


@handles(BOARD_CHANGED, name="discussions.board_rows")
def write_board_rows(event: Event) -> None:
    """Rewrite the catalog rows of the next batch of a changed board's threads (outbox handler)."""
    refresh_board(event.payload["board"], event.payload["after"])


@handles(PAGE_PUBLISHED, PAGE_UNPUBLISHED, PAGE_DELETED, PAGE_RESTRICTED, name="discussions.rows_about_page")
def write_rows_about_page(event: Event) -> None:
    """Rewrite the catalog rows of the public threads about a page that changed (outbox handler)."""
    if threads := list(found_threads().filter(page=event.payload["page"]).values_list("pk", flat=True)):
        write_entries(DISCUSSION, threads)


def thread_of(event: Event) -> int | None:
    """Return the id of the thread with the post that an outbox event names; None where the post is gone."""
    return Post.objects.filter(pk=event.payload["post"]).values_list("thread", flat=True).first()


def opening_post(thread: Thread) -> Post:
    """Return the public post of a thread with the lowest number. Raises Post.DoesNotExist if none is public."""
    return Post.objects.public().filter(thread=thread).earliest("number")
