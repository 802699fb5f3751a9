"""The jobs that read mails that came in, and that tell their authors what became of them."""

from __future__ import annotations

from discussions.outbox_events import MAIL_ANSWERED, MAIL_RECEIVED
from discussions.receiving.mails import answer_mail
from discussions.services.mail_in.receiving import read_mail
from mail import sending
from mail.private_sending import hand_over_privately
from outbox import job
from outbox.models import Event

# Seconds; the largest mail is read in three.
LEASE = 60


# A job, though it writes to the database alone: to parse a large mail takes seconds, in which a handler would keep
# everybody else from writing on SQLite.
@job(MAIL_RECEIVED, name="discussions.read_mail", lease=LEASE, is_bulk=True)
def read_incoming_mail(event: Event) -> None:
    """Read an unread incoming mail: publish it, ask its author, refuse it or count a bounce (outbox job)."""
    read_mail(event.payload["mail"])


@job(MAIL_ANSWERED, name="discussions.mail_answer", lease=sending.LEASE, forget=True)
def send_answer(event: Event) -> None:
    """Mail a participant the answer to her incoming mail; nothing when she or its subject is gone (outbox job)."""
    mail = answer_mail(event.payload)  # type: ignore[arg-type]
    if mail is not None:
        hand_over_privately(event, mail)
