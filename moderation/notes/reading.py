"""Reading of the notes on a piece."""

from __future__ import annotations

from moderation.models import SubmissionNote

# So many of the newest stand beside a piece; all stand on a page of their own.
SHOWN_BESIDE = 10


def newest_notes(page_id: int) -> tuple[list[SubmissionNote], bool]:
    """Return the newest notes on a page, the oldest of them first, and whether there are older ones; in one query."""
    newest = list(SubmissionNote.objects.on_page(page_id).order_by("-pk")[: SHOWN_BESIDE + 1])
    return newest[:SHOWN_BESIDE][::-1], len(newest) > SHOWN_BESIDE
