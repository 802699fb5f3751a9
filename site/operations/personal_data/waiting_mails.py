"""Find the mails that wait: those to a person in the outbox, and those from her that were not read yet."""

from __future__ import annotations

from collections.abc import Iterable
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from django.db.models import Q, QuerySet

from common.typed_text.characters import mail_address
from discussions.models import IncomingMail
from mail.outbox_events import MAIL_SEND
from operations.personal_data.people import DataSubject
from outbox.models import Event, stream_suffix

# The senders' lines stand at the beginning; what is longer than this is no mail that anybody wrote.
LONGEST_HEADERS = 64 * 1024
SENDERS = ("From", "Sender", "Reply-To")


def mails_to(person: DataSubject) -> QuerySet[Event]:
    """Return the outbox events of mails to a person's addresses: waiting, given up or lately sent."""
    streams = [f"mail:{address}{stream_suffix(MAIL_SEND.name)}" for address in person.addresses]
    is_hers = Q(stream__in=streams)
    for address in person.addresses:
        is_hers |= Q(stream__iexact=f"mail:{address}{stream_suffix(MAIL_SEND.name)}")
    return Event.objects.filter(is_hers).order_by("-pk")


def mails_from(person: DataSubject) -> QuerySet[IncomingMail]:
    """Return the unread mails to boards that came from a person's addresses."""
    # Read one by one: the sender is in the mail's own headers.
    unread = IncomingMail.objects.exclude(raw=None).values_list("pk", "raw")
    hers = [pk for pk, raw in unread.iterator(chunk_size=50) if person.addresses & senders_of(bytes(raw or b""))]
    return IncomingMail.objects.filter(pk__in=hers)


def senders_of(raw: bytes) -> set[str]:
    """Return the sender addresses in the headers of a raw mail."""
    headers = BytesHeaderParser().parsebytes(raw[:LONGEST_HEADERS])
    lines: Iterable[str] = [str(line) for name in SENDERS for line in headers.get_all(name, [])]
    return {mail_address(address) for _name, address in getaddresses(list(lines)) if address}
