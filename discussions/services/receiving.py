"""Take mails in: each is stored with the event by which it is read, before the mail server hears that it was taken."""

from __future__ import annotations

import hashlib

from django.db import transaction

from discussions.incoming_limits import too_much
from discussions.models import IncomingMail
from discussions.outbox_events import MAIL_RECEIVED, IncomingMailPayload
from outbox import record

# Recipients are stored as they were asked for, without what a mail server may change.
LONGEST_RECIPIENT = 254


@transaction.atomic
def accept_mail(recipient: str, raw: bytes) -> bool:
    """Store a mail to one recipient, to be read by the worker; return False for one that was stored before.

    A mail server that heard no answer brings the same bytes again. Of a mail that cannot be parsed safely nothing but
    that is kept; who wrote it is told. Raises DatabaseError when it cannot be stored: then nothing of it is kept, and
    the mail server is to bring it again.
    """
    recipient = recipient.strip().lower()[:LONGEST_RECIPIENT]
    excess = too_much(raw)
    mail, is_new = IncomingMail.objects.get_or_create(
        digest=hashlib.sha256(recipient.encode() + b"\n" + raw).hexdigest(),
        defaults={"recipient": recipient, "raw": None if excess else raw, "verdict": excess or ""},
    )
    if is_new:
        payload: IncomingMailPayload = {"mail": mail.pk}
        record(MAIL_RECEIVED, f"incoming_mail:{mail.pk}", payload)
    return is_new
