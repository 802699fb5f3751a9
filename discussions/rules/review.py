"""The posts that wait for an editor before they are published."""

from __future__ import annotations

from enum import StrEnum

from discussions.models import Board, Participant, Post

# A participant is trusted once so many of her posts were published, and none was hidden since.
POSTS_UNTIL_TRUSTED = 3


class WaitsBecause(StrEnum):
    """A reason why a post waits for an editor."""

    BOARD = "board"
    NEW_PARTICIPANT = "new_participant"
    TRUST_LOST = "trust_lost"


def is_trusted(participant: Participant) -> bool:
    """Return whether a participant's posts are published at once: three were, and none was hidden since; one query."""
    published = Post.objects.public().filter(participant=participant).exclude(origin=Post.Origin.IMPORT)
    if participant.trust_lost_at is not None:
        published = published.filter(created_at__gt=participant.trust_lost_at)
    return published[:POSTS_UNTIL_TRUSTED].count() == POSTS_UNTIL_TRUSTED


def waits_because(board: Board, participant: Participant) -> WaitsBecause | None:
    """Return the reason why a participant's next post on a board waits for an editor; None when it does not."""
    if board.review == Board.Review.ALL:
        return WaitsBecause.BOARD
    if is_trusted(participant):
        return None
    return WaitsBecause.NEW_PARTICIPANT if participant.trust_lost_at is None else WaitsBecause.TRUST_LOST
