"""The mail with the link and the digits by which somebody takes part, written when it is sent."""

from __future__ import annotations

from typing import Any

from discussions.joining.links import digits_of, join_link
from discussions.models import JoinRequest
from mail.composer import compose


def join_mail(asked: JoinRequest) -> dict[str, Any]:
    """Return the composed mail with link and digits for a request to take part, as mail.sending takes it."""
    context = {
        "link": join_link(asked),
        "digits": digits_of(asked),
        "post": asked.post,
        "place": _place(asked),
        "board": asked.board,
        "is_invited": asked.board is not None and not asked.rhythm,
    }
    mail = compose("discussions/mail/join", asked.language, context)
    return {
        "to": asked.participant.email,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": asked.language,
        "headers": {},
    }


def _place(asked: JoinRequest) -> object:
    """Return what the mail names: the thread that is answered, or the board of a new one.

    The title of a new thread was written by whoever typed the address, who could send anybody anything by it.
    """
    if asked.post is None:
        return None
    return asked.post.thread.title if asked.post.number > 1 else asked.post.thread.board.name
