"""The waiting time of received mails that were not read yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from common.measures.registry import Measure, MeasureReading, source
from discussions.models import IncomingMail

UNREAD = Measure("neary_board_mail_oldest_seconds", "Age of the oldest mail to a board that is not read yet")


@source("board_mail", UNREAD, queries=1)
def read_board_mail() -> Iterator[MeasureReading]:
    """Yield the age of the oldest mail to a board that is not read yet."""
    yield MeasureReading(UNREAD, oldest_unread_age())


def oldest_unread_age() -> float:
    """Return the age in seconds of the oldest incoming mail that is not read yet; 0 when there is none."""
    unread = IncomingMail.objects.filter(state=IncomingMail.State.UNREAD).order_by("received_at")
    oldest = unread.values_list("received_at", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0
