"""Receivers that change the rows of threads in the transaction in which a board or a thread changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from catalog.sources.writing import remove_entries
from discussions.finding.entries import DISCUSSION
from discussions.finding.refreshing import board_changed, request_thread_row
from discussions.models import Board, Post, Thread

# Written with each new thread; no row shows it.
COUNTER = frozenset({"last_thread"})
SHOWN_OF_THREAD = frozenset({"title", "language", "page", "board"})


@receiver(post_save, sender=Board)
def follow_board(instance: Board, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Delete or request anew the catalog rows of a saved board's threads; nothing for a new board (signal receiver)."""
    # Each new thread saves the board's counter, and would let all rows of the board be written again.
    if not created and update_fields != COUNTER:
        board_changed(instance)


@receiver(post_save, sender=Thread)
def follow_thread(instance: Thread, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Record an update of a thread's catalog row when title, language, page or board was saved (signal receiver)."""
    if not created and instance.public_posts and (update_fields is None or update_fields & SHOWN_OF_THREAD):
        request_thread_row(instance.pk)


@receiver(post_save, sender=Post)
def follow_post(instance: Post, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Record an update of a thread's catalog row when the text of a public post was saved (signal receiver)."""
    if not created and instance.is_public and (update_fields is None or "text" in update_fields):
        request_thread_row(instance.thread_id)


@receiver(post_delete, sender=Thread)
def remove_deleted_row(instance: Thread, **kwargs: Any) -> None:
    """Delete the catalog row of a thread that was deleted (signal receiver)."""
    remove_entries(DISCUSSION, [instance.pk])
