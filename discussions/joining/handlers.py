"""The job that mails link and digits to whoever asked to take part."""

from __future__ import annotations

from discussions.joining.mails import join_mail
from discussions.models import JoinRequest
from discussions.outbox_events import JOIN_REQUESTED
from mail import sending
from outbox import GiveUp, job
from outbox.models import Event


class JoinMailNotAcceptedError(Exception):
    """An error that says that a mail is not accepted for now, without the address in its text."""


@job(JOIN_REQUESTED, name="discussions.join_mail", lease=sending.LEASE, forget=True)
def send_join_mail(event: Event) -> None:
    """Send link and digits to the owner of an address; nothing if the request is used or gone."""
    requests = JoinRequest.objects.select_related("participant", "post__thread__board", "board")
    asked = requests.filter(pk=event.payload["request"], used_at=None).first()
    if asked is None:
        return
    try:
        sending.hand_over(event, join_mail(asked))
    except GiveUp:
        # `from None`: the server's own error names the address, and would be stored with the event.
        raise GiveUp("The server refuses the address for good.") from None
    except OSError as error:
        raise JoinMailNotAcceptedError(f"The mail was not accepted: {type(error).__name__}") from None
