"""The job that mails link and digits to whoever asked to take part."""

from __future__ import annotations

from discussions.joining.mails import join_mail
from discussions.models import JoinRequest
from discussions.outbox_events import JOIN_REQUESTED
from mail import sending
from mail.private_sending import hand_over_privately
from outbox import job
from outbox.models import Event


@job(JOIN_REQUESTED, name="discussions.join_mail", lease=sending.LEASE, forget=True)
def send_join_mail(event: Event) -> None:
    """Send the mail with link and digits that confirms an unused request to take part; else nothing (outbox job)."""
    requests = JoinRequest.objects.select_related("participant", "post__thread__board", "board")
    # A used request needs no mail, also where the job comes late.
    asked = requests.filter(pk=event.payload["request"], used_at=None).first()
    if asked is not None:
        hand_over_privately(event, join_mail(asked))
