"""Find the events of the outbox that are mails to a person."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mail.outbox_events import MAIL_SEND
from operations.personal_data.people import DataSubject
from outbox.models import Event, stream_suffix


def mails_to(person: DataSubject) -> QuerySet[Event]:
    """Return the mails to her addresses: those that wait, those that were given up, and those sent lately."""
    streams = [f"mail:{address}{stream_suffix(MAIL_SEND.name)}" for address in person.addresses]
    is_hers = Q(stream__in=streams)
    for address in person.addresses:
        is_hers |= Q(stream__iexact=f"mail:{address}{stream_suffix(MAIL_SEND.name)}")
    return Event.objects.filter(is_hers).order_by("-pk")
