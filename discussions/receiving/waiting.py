"""The waiting time of received mails that were not read yet."""

from __future__ import annotations

from django.utils import timezone

from discussions.models import IncomingMail


def oldest_unread_age() -> float:
    """Return the age in seconds of the oldest incoming mail that is not read yet; 0 when there is none."""
    unread = IncomingMail.objects.filter(state=IncomingMail.State.UNREAD).order_by("received_at")
    oldest = unread.values_list("received_at", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0
