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
        """Return whether her account belongs to an active organization; one query for each request."""
        return any(membership.organization.is_active for membership in memberships(self.user))

    @property
    def is_editor(self) -> bool:
        """Return whether she is a central editor."""
        return is_editor(self.user)


STRANGER = Visitor()


def readable_boards(visitor: Visitor) -> Any:
    """Return the boards that a visitor may read, as a queryset; editors read all of them."""
    if is_editor(visitor.user):
        return Board.objects.all()
    may = Q(pk__in=Board.objects.public())
    if visitor.is_member:
        may |= Q(who_reads=Board.Readers.MEMBERS, is_hidden=False, organization__is_hidden=False)
    if visitor.participant is not None and visitor.participant.may_write:
        may |= Q(invitees__participant=visitor.participant, is_hidden=False, organization__is_hidden=False)
    return Board.objects.filter(may).distinct()


def can_read(board: Board, visitor: Visitor) -> bool:
    """Return whether a visitor may read a board."""
    return board.is_public or readable_boards(visitor).filter(pk=board.pk).exists()


def can_write(board: Board, visitor: Visitor) -> bool:
    """Return whether a visitor may write on a board now: she takes part, reads it, and is of those who write there.

    What closes a thread is asked apart (discussions.rules.writing).
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
    """Return whether somebody who does not take part yet may write on a board once she does."""
    if visitor.participant is not None or board.is_closed or not board.organization.is_active:
        return False
    if not can_read(board, visitor):
        return False
    return board.who_writes == Board.Writers.CONFIRMED or (
        board.who_writes == Board.Writers.MEMBERS and visitor.is_member
    )


def why_not_decide(editor: Any, post: Post) -> str:
    """Return the reason why a person may not decide on a post, as a sentence; empty when she may."""
    return why_not(editor, post.thread.board.organization_id, wrote_it(post))


def wrote_it(post: Post) -> set[int]:
    """Return the id of the account that wrote a post; empty where its author has none."""
    return {post.participant.user_id} if post.participant and post.participant.user_id else set()


def is_author(post: Post, visitor: Visitor) -> bool:
    """Return whether a visitor wrote a post."""
    return visitor.participant is not None and post.participant_id == visitor.participant.pk


def can_see(post: Post, visitor: Visitor) -> bool:
    """Return whether a visitor who may read its board sees a post's text: public, her own, or she is an editor."""
    return post.is_public or is_author(post, visitor) or is_editor(visitor.user)


def can_see_thread(thread: Thread, visitor: Visitor) -> bool:
    """Return whether a visitor who may read its board sees a thread: editors do, and all once a post is public."""
    if thread.public_posts or is_editor(visitor.user):
        return True
    return visitor.participant is not None and thread.posts.filter(participant=visitor.participant).exists()
