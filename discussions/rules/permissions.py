"""Permissions of discussions: who may read and who may write, one function a rule.

A visitor is whoever asks: a participant known by her device or account, an account alone, or neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from discussions.models import Board, Participant, Post, Thread
from orgs.guard.conflict_of_interest import why_not
from orgs.permissions import is_editor, memberships


@dataclass(frozen=True)
class Visitor:
    """A person who asks for a page or sends a post: her participant and her account, each only if she has one."""

    participant: Participant | None = None
    user: Any = field(default_factory=AnonymousUser)

    @property
    def is_member(self) -> bool:
        """Return whether the visitor's account is a member of an active organization."""
        return any(membership.organization.is_active for membership in memberships(self.user))

    @property
    def is_editor(self) -> bool:
        """Return whether the visitor's account is a central editor of the portal."""
        return is_editor(self.user)


STRANGER = Visitor()


def readable_boards(visitor: Visitor) -> Any:
    """Return the boards that a visitor may read: public ones, as member or invitee others; all for an editor."""
    if is_editor(visitor.user):
        return Board.objects.all()
    may = Q(pk__in=Board.objects.public())
    # Members read hidden boards no more than others do.
    if visitor.is_member:
        may |= Q(who_reads=Board.Readers.MEMBERS, is_hidden=False, organization__is_hidden=False)
    if visitor.participant is not None and visitor.participant.may_write:
        may |= Q(invitees__participant=visitor.participant, is_hidden=False, organization__is_hidden=False)
    # The join gives a board once for each of its invitees.
    return Board.objects.filter(may).distinct()


def can_read(board: Board, visitor: Visitor) -> bool:
    """Return whether a visitor may read a board: it is public, or for members, invited people or editors."""
    # The first part needs no query.
    return board.is_public or readable_boards(visitor).filter(pk=board.pk).exists()


def can_write(board: Board, visitor: Visitor) -> bool:
    """Return whether a visitor's participant, not blocked, may read and write on this board, which is open now.

    And neither the board is closed nor its organization suspended. What closes a thread is asked apart
    (discussions.rules.writing).
    """
    participant = visitor.participant
    if participant is None or not participant.may_write or board.is_closed or not board.organization.is_active:
        return False
    if not can_read(board, visitor):
        return False
    if board.who_writes == Board.Writers.INVITED:
        return board.invitees.filter(participant=participant).exists()
    return board.who_writes == Board.Writers.CONFIRMED or visitor.is_member


def could_write(board: Board, visitor: Visitor) -> bool:
    """Return whether a visitor who is no participant yet could write on a board after joining discussions."""
    if visitor.participant is not None or board.is_closed or not board.organization.is_active:
        return False
    if not can_read(board, visitor):
        return False
    return board.who_writes == Board.Writers.CONFIRMED or (
        board.who_writes == Board.Writers.MEMBERS and visitor.is_member
    )


def why_not_decide(editor: Any, post: Post) -> str:
    """Return the reason, as a sentence, why an editor may not decide on a post; "" when she may."""
    return why_not(editor, post.thread.board.organization_id, wrote_it(post))


def wrote_it(post: Post) -> set[int]:
    """Return the set with the account id of a post's author; empty where the author has no account."""
    return {post.participant.user_id} if post.participant and post.participant.user_id else set()


def is_author(post: Post, visitor: Visitor) -> bool:
    """Return whether a visitor's participant wrote a post."""
    return visitor.participant is not None and post.participant_id == visitor.participant.pk


def can_see(post: Post, visitor: Visitor) -> bool:
    """Return whether a visitor, who may read the board, may see a post: published, her own, or as an editor."""
    return post.is_public or is_author(post, visitor) or is_editor(visitor.user)


def can_see_thread(thread: Thread, visitor: Visitor) -> bool:
    """Return whether a visitor, who may read the board, may see a thread: published post, own post, or editor."""
    if thread.public_posts or is_editor(visitor.user):
        return True
    return visitor.participant is not None and thread.posts.filter(participant=visitor.participant).exists()
