"""The job that sends mails."""

from __future__ import annotations

from mail.outbox_events import MAIL_SEND
from mail.sending import LEASE, hand_over
from outbox import job
from outbox.models import Event


# forget: the payload is emptied after sending, because it holds addresses, and links that sign people in.
@job(MAIL_SEND, name="mail.send", lease=LEASE, forget=True)
def deliver(event: Event) -> None:
    """Send a recorded mail from the outbox. Raises GiveUp when the server refuses the address for good.

    A process that dies between the server's acceptance and the commit sends the mail twice, under one Message-ID.
    """
    hand_over(event, event.payload)
