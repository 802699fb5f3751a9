"""Ask the members of an old mailing list whether they want the mails of a board."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from common.typed_text.characters import mail_address
from discussions.models import Board, JoinRequest, Subscription
from discussions.outbox_events import JOIN_REQUESTED, JoinPayload
from discussions.services.joining import unconfirmed_participant
from outbox import record


def ask_members(board: Board, addresses: Iterable[str], language: str) -> tuple[int, int]:
    """Record a mail to each address that asks whether to subscribe to a board; return numbers of asked and skipped.

    Skipped are addresses that were asked before, are subscribed or are no addresses. Whoever does not answer within
    seven days is forgotten (discussions.services.joining.delete_unconfirmed).
    """
    asked = skipped = 0
    for typed in addresses:
        if _ask(board, mail_address(typed.strip()), language):
            asked += 1
        else:
            skipped += 1
    return asked, skipped


# One transaction for each address: the list may be long, and what was asked stays asked.
@transaction.atomic
def _ask(board: Board, email: str, language: str) -> bool:
    try:
        validate_email(email)
    # One line that is no address must not end the whole list.
    except ValidationError:
        return False
    participant = unconfirmed_participant(email, language)
    known = Subscription.objects.filter(participant=participant, board=board)
    if known.exists() or JoinRequest.objects.filter(participant=participant, board=board).exists():
        return False
    # Not within the budget of letters that nobody asked for: an administrator asks the members of her own list, once.
    request = JoinRequest.objects.create(
        participant=participant, board=board, language=language, rhythm=Subscription.Rhythm.EACH, is_mailed=True
    )
    record(JOIN_REQUESTED, f"join:{request.pk}", JoinPayload(request=request.pk))
    return True
