"""Find the author, board and thread of a received mail, from its recipient, its sender and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from discussions.addresses import SignedAddress, read_address, read_board_name, read_message_id
from discussions.models import Board, Participant, Post, SenderAddress, Subscription, Thread
from discussions.receiving.content import MailContent
from discussions.rules.permissions import Visitor


@dataclass(frozen=True)
class MailOrigin:
    """The participant whose mail it seems to be, the board and, for an answer, the thread and the post it answers.

    `is_proven`: it is hers. Otherwise she is asked; `alias` is then the address it came from, where that is not hers.
    """

    participant: Participant
    board: Board
    thread: Thread | None = None
    parent: Post | None = None
    is_proven: bool = False
    alias: str = ""

    @property
    def visitor(self) -> Visitor:
        """Return the mail's participant and her account (anonymous without one) as a Visitor, for permissions."""
        return Visitor(self.participant, self.participant.user or AnonymousUser())


def find_origin(recipient: str, content: MailContent) -> MailOrigin | None:
    """Return the participant, board and thread of an incoming mail; None for a stranger or an unknown board or post.

    A mail to a signed address is hers when it also comes from an address of hers: the mail with that address may have
    been forwarded. A mail to a board is hers when our own mail server found out that her domain sent it, and
    it comes from her registered address.
    """
    signed = read_address(recipient)
    if signed is not None:
        return _answer(signed, content)
    board = _boards().filter(mail_name=read_board_name(recipient) or "").first()
    participant = participant_with(content.sender)
    if board is None or participant is None:
        return None
    parent = answered_post(board, content.references)
    return MailOrigin(participant, board, parent.thread if parent else None, parent, content.is_proven)


def _answer(signed: SignedAddress, content: MailContent) -> MailOrigin | None:
    parent = _posts().filter(pk=signed.post).first()
    found = Subscription.objects.select_related("participant__user").filter(pk=signed.subscription).first()
    if parent is None:
        return None
    board = parent.thread.board
    if found is None or found.board_id != board.pk:
        # She gets no mails of the board any more: then the address names nobody, but she may be known by her own.
        participant = participant_with(content.sender)
        return MailOrigin(participant, board, parent.thread, parent, content.is_proven) if participant else None
    is_proven = is_address_of(found.participant, content.sender)
    alias = "" if is_proven else content.sender
    return MailOrigin(found.participant, board, parent.thread, parent, is_proven, alias)


def participant_with(sender: str) -> Participant | None:
    """Return the participant whose registered mail address this is; None if unknown, or only a second address.

    A second address is hers by her yes alone: its owner may be somebody whom we do not know, and who writes to a board
    for the first time.
    """
    return Participant.objects.select_related("user").filter(email=sender).first() if sender else None


def is_address_of(participant: Participant, sender: str) -> bool:
    """Return whether a mail address is the participant's own, or one that she confirmed as hers."""
    if not sender or participant.email == sender:
        return bool(sender)
    return SenderAddress.objects.filter(participant=participant, email=sender).exists()


def answered_post(board: Board, references: tuple[str, ...]) -> Post | None:
    """Return the post of a board named first in a mail's References (Message-IDs); None if none is known."""
    # {id of the post: the reference that names it}.
    ours = {number: value for value in references if (number := read_message_id(value)) is not None}
    # In one query: by our own ids and by those that other programs gave.
    known = _posts().filter(Q(pk__in=list(ours)) | Q(message_id__in=references), thread__board=board)
    by_reference = {ours.get(post.pk, post.message_id): post for post in known}
    # In the order of the references, of which the first is the nearest.
    return next((by_reference[value] for value in references if value in by_reference), None)


def _boards() -> QuerySet[Board]:
    return Board.objects.select_related("organization")


def _posts() -> QuerySet[Post]:
    return Post.objects.select_related("thread__board__organization")
