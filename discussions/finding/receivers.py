"""Receivers that change the rows of threads in the transaction in which a board or a thread changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from catalog.sources.writing import remove_entries
from discussions.finding.entries import DISCUSSION
from discussions.finding.refreshing import board_changed
from discussions.models import Board, Thread

# Written with each new thread; no row shows it.
COUNTER = frozenset({"last_thread"})


@receiver(post_save, sender=Board)
def follow_board(instance: Board, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Let rows follow a changed board; a new one has no threads."""
    if not created and update_fields != COUNTER:
        board_changed(instance)


@receiver(post_delete, sender=Thread)
def remove_deleted_row(instance: Thread, **kwargs: Any) -> None:
    """Delete the row of a thread that is deleted."""
    remove_entries(DISCUSSION, [instance.pk])
