"""Keep what a participant has begun to write. Each function is one transaction."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions.models import Board, Draft, Participant, Thread

KEPT_FOR = timedelta(days=90)


def draft_of(participant: Participant | None, board: Board, thread: Thread | None) -> Draft | None:
    """Return what a participant has begun in a thread, or for a new thread of a board; None where there is nothing."""
    if participant is None or participant.pk is None:
        return None
    return Draft.objects.filter(participant=participant, board=board, thread=thread).first()


@transaction.atomic
def save_draft(participant: Participant, board: Board, thread: Thread | None, text: str, title: str = "") -> Draft:
    """Keep a text in the place of what was kept before."""
    what = {"text": text, "title": title}
    return Draft.objects.update_or_create(participant=participant, board=board, thread=thread, defaults=what)[0]


def delete_draft(participant: Participant, board: Board, thread: Thread | None) -> None:
    """Delete what a participant has begun, because it was sent."""
    Draft.objects.filter(participant=participant, board=board, thread=thread).delete()


def delete_old_drafts() -> None:
    """Delete the drafts that nobody has touched for 90 days."""
    Draft.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()
