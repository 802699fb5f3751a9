"""The posts that wait for an editor before they are published."""

from __future__ import annotations

from enum import StrEnum

from discussions.models import Board, Participant, Post
from moderation.checks.personal_data import findings_in
from moderation.rules.danger import danger_in

# A participant is trusted once so many of her posts were published, and none was hidden since.
POSTS_UNTIL_TRUSTED = 3


class WaitsBecause(StrEnum):
    """A reason why a post waits for an editor."""

    DANGER = "danger"
    PERSONAL_DATA = "personal_data"
    BOARD = "board"
    TRUST_LOST = "trust_lost"
    NEW_PARTICIPANT = "new_participant"


def waits_because(board: Board, participant: Participant, texts: tuple[str, ...]) -> WaitsBecause | None:
    """Return the reason why a participant's new post must wait for an editor; None when it is published at once.

    `texts` are the post's text and, of a first post, its title. What tells of danger or holds personal data waits
    whoever wrote it.
    """
    if tells_of_danger(texts):
        return WaitsBecause.DANGER
    if next(findings_in(texts), None) is not None:
        return WaitsBecause.PERSONAL_DATA
    if board.review == Board.Review.ALL:
        return WaitsBecause.BOARD
    if is_trusted(participant):
        return None
    return WaitsBecause.NEW_PARTICIPANT if participant.trust_lost_at is None else WaitsBecause.TRUST_LOST


def tells_of_danger(texts: tuple[str, ...]) -> bool:
    """Return whether any of these texts seems to say that somebody is in danger."""
    return any(danger_in(text) is not None for text in texts)


def is_trusted(participant: Participant) -> bool:
    """Return whether 3 posts of a participant were published since she began or last had one hidden; one query."""
    published = Post.objects.public().filter(participant=participant).exclude(origin=Post.Origin.IMPORT)
    if participant.trust_lost_at is not None:
        published = published.filter(created_at__gt=participant.trust_lost_at)
    # Three rows at most are read, however many she wrote.
    return published[:POSTS_UNTIL_TRUSTED].count() == POSTS_UNTIL_TRUSTED
