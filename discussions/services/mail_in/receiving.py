"""Take mails in, and read them: each is stored with the event by which it is read, and settled exactly once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions.incoming_limits import too_much
from discussions.models import AskedPost, IncomingMail
from discussions.outbox_events import MAIL_RECEIVED, IncomingMailPayload
from discussions.receiving.reading import read_content
from discussions.services.mail_in.mail_to_post import settle
from outbox import record

# Recipients are stored as they were asked for, without what a mail server may change.
LONGEST_RECIPIENT = 254
KEPT = timedelta(days=7)


@transaction.atomic
def accept_mail(recipient: str, raw: bytes) -> bool:
    """Store a mail and record the job that reads it; return False if stored before. The recipient is not checked.

    A mail server that heard no answer brings the same bytes again. Of a mail that cannot be parsed safely nothing but
    that is kept; who wrote it is told. Raises DatabaseError when it cannot be stored: then nothing of it is kept, and
    the mail server is to bring it again.
    """
    recipient = recipient.strip().lower()[:LONGEST_RECIPIENT]
    # With the recipient: one mail to two addresses is read twice.
    digest = hashlib.sha256(recipient.encode() + b"\n" + raw).hexdigest()
    if IncomingMail.objects.filter(digest=digest).exists():
        return False
    excess = too_much(raw)
    # Brought twice at the same moment, one of the two fails here, and comes again.
    mail = IncomingMail.objects.create(
        digest=digest, recipient=recipient, raw=None if excess else raw, verdict=excess or ""
    )
    payload: IncomingMailPayload = {"mail": mail.pk}
    record(MAIL_RECEIVED, f"incoming_mail:{mail.pk}", payload)
    return True


def read_mail(mail_id: int) -> None:
    """Read an unread stored mail, by id: publish, ask, refuse or count a bounce; then delete its bytes.

    One that was settled already stays as it is. It is parsed outside the transaction, for that may take seconds; the
    post, the letters and what became of the mail commit together.
    """
    unread = IncomingMail.objects.filter(pk=mail_id, state=IncomingMail.State.UNREAD)
    mail = unread.first()
    if mail is None:
        return
    content = read_content(mail)
    with transaction.atomic():
        # Locked only now: another worker may have read it meanwhile.
        locked = unread.select_for_update().first()
        if locked is None:
            return
        outcome = settle(locked, content)
        locked.state, locked.verdict, locked.post = outcome.state, outcome.verdict, outcome.post
        locked.cut = content.cut if outcome.keeps_cut else ""
        locked.raw, locked.read_at = None, timezone.now()
        locked.save()


def delete_old_mails() -> int:
    """Delete incoming mails, and texts that wait for their author, older than 7 days; return the number of mails.

    The number is that of all rows deleted with the mails.
    """
    before = timezone.now() - KEPT
    AskedPost.objects.filter(created_at__lt=before).delete()
    deleted, _by_model = IncomingMail.objects.filter(received_at__lt=before).delete()
    return deleted
