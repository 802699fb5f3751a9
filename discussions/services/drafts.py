"""Keep what a participant has begun to write. Each function is one transaction."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions.models import Board, Draft, Participant, Thread

KEPT_FOR = timedelta(days=90)


def draft_of(participant: Participant | None, board: Board, thread: Thread | None) -> Draft | None:
    """Return a participant's draft in a thread, or (thread None) for a new thread on a board; None without a draft."""
    if participant is None or participant.pk is None:
        return None
    return Draft.objects.filter(participant=participant, board=board, thread=thread).first()


@transaction.atomic
def save_draft(participant: Participant, board: Board, thread: Thread | None, text: str, title: str = "") -> Draft:
    """Save a participant's draft for a thread, or a new thread of a board, replacing an earlier one; return it."""
    what = {"text": text, "title": title}
    return Draft.objects.update_or_create(participant=participant, board=board, thread=thread, defaults=what)[0]


def delete_draft(participant: Participant, board: Board, thread: Thread | None) -> None:
    """Delete a participant's draft for a thread, or (thread None) for a new thread of a board, if there is one."""
    Draft.objects.filter(participant=participant, board=board, thread=thread).delete()


def delete_old_drafts() -> None:
    """Delete the drafts that were not saved for more than 90 days."""
    Draft.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()
