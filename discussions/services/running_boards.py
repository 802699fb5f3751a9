"""Run the boards of an organization: create, close and open boards, close and open threads, invite to private ones,
and take invitations back.

Each function is one transaction with an entry in the log.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.refusal import Refusal
from common.typed_text.characters import mail_address
from discussions.models import Board, Draft, Invitee, JoinRequest, MutedThread, Participant, Subscription, Thread
from discussions.services.joining import request_to_join, unconfirmed_participant
from orgs.models import Organization
from orgs.models.organization import PROGRAMME_SLUG
from orgs.permissions import is_editor, is_manager, may_write
from orgs.public_version import bump_version

MOST_INVITEES = 1_000
MOST_BOARDS = 50


def refuse_others(board: Board, by: Any) -> None:
    """Raise Refusal unless the person may write for the board's organization or is an editor."""
    if not (may_write(by, board.organization_id) or is_editor(by)):
        raise Refusal(_("This board belongs to another organization."), code="board_of_others")


def may_create_board(by: Any, organization: Organization) -> bool:
    """Return whether a person may create an organization's boards: its managers; for the portal's own, editors."""
    if organization.slug == PROGRAMME_SLUG:
        return is_editor(by)
    return is_manager(by, organization) and organization.is_active


@transaction.atomic
def create_board(board: Board, by: Any) -> None:
    """Save a new board with its slug as mail name, log it. Refusal if not allowed, above 50, or the slug is taken.

    Also for a slug that was taken a moment ago.
    """
    if not may_create_board(by, board.organization):
        raise Refusal(_("This board belongs to another organization."), code="board_of_others")
    # Not locked: of two at once one may be the fifty-first, which harms nobody.
    if Board.objects.of(board.organization).count() >= MOST_BOARDS:
        raise Refusal(_("Your organization has fifty boards already."), code="too_many_boards")
    board.mail_name = board.slug
    try:
        with transaction.atomic():
            board.save()
    except IntegrityError:
        raise Refusal(_("This address is taken. Please choose another."), code="address_taken") from None
    log(instance=board, action="discussions.create", user=by)


@transaction.atomic
def set_board_closed(board: Board, by: Any, *, is_closed: bool) -> None:
    """Close a board for writing or open it again, and log each call. Refusal unless an editor or a writing member."""
    refuse_others(board, by)
    board.is_closed = is_closed
    board.save(update_fields=["is_closed"])
    log(instance=board, action="discussions.close" if is_closed else "discussions.open", user=by)


@transaction.atomic
def set_thread_closed(thread: Thread, by: Any, *, is_closed: bool) -> None:
    """Close a thread for answers or open it again, and log each call. Refusal unless an editor or a writing member."""
    refuse_others(thread.board, by)
    thread.closed_at = timezone.now() if is_closed else None
    thread.save(update_fields=["closed_at"])
    bump_version()
    action = "discussions.close" if is_closed else "discussions.open"
    log(instance=thread.board, action=action, user=by, data={"thread": thread.number})


@transaction.atomic
def invite(board: Board, email: str, by: Any, language: str) -> None:
    """Invite an address to a private board: record a mail, log it. Refusal: others' or open board, 1,000 invited.

    Raises Refusal for others' boards, for a board that needs no invitation, and above a thousand people.
    """
    refuse_others(board, by)
    _refuse_open(board)
    if board.invitees.count() >= MOST_INVITEES:
        raise Refusal(_("A thousand people are invited already."), code="too_many_invitees")
    participant = unconfirmed_participant(email, language)
    Invitee.objects.get_or_create(board=board, participant=participant)
    # `person <id>` in place of a connection: the limit is hers, and not that of her office.
    request_to_join(participant, f"person {by.pk}", language, board=board)
    # No address: the log is read by others.
    log(instance=board, action="discussions.invite", user=by)


@transaction.atomic
def take_back_invitation(board: Board, email: str, by: Any) -> None:
    """Delete an address's invitation, subscription, drafts at a private board, log it. Refusal: others' or open board.

    Raises Refusal for others' boards and for a board that needs no invitation. Nothing tells whether the address was
    invited: not the answer, not the log. What its owner wrote on the board stays.
    """
    refuse_others(board, by)
    _refuse_open(board)
    participant = Participant.objects.filter(email=mail_address(email)).first()
    if participant is not None:
        _delete_invitation(board, participant)
    # In any case, so that the log does not tell whether the address was known.
    log(instance=board, action="discussions.uninvite", user=by)


def _delete_invitation(board: Board, participant: Participant) -> None:
    """Delete what an invitation to a board brought with it, and a participant of whom nothing else is known."""
    of_board: tuple[QuerySet[Any], ...] = (
        Invitee.objects.filter(board=board),
        # Link and digits that were mailed open nothing any more, and a mail that waits is not sent.
        JoinRequest.objects.filter(board=board),
        Subscription.objects.filter(board=board),
        Draft.objects.filter(board=board),
        MutedThread.objects.filter(thread__board=board),
    )
    for rows in of_board:
        rows.filter(participant=participant).delete()
    unknown = Participant.objects.filter(pk=participant.pk, state=Participant.State.UNCONFIRMED, confirmed_at=None)
    # Only one who was never confirmed and of whom nothing else is there.
    unknown.filter(join_requests=None, invitations=None, posts=None).delete()


def _refuse_open(board: Board) -> None:
    if board.who_writes != Board.Writers.INVITED:
        raise Refusal(_("Nobody needs an invitation to this board."), code="not_private")
