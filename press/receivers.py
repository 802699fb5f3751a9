"""Receiver that keeps the state of reading beside each source."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from press.models import FetchState, Source


@receiver(post_save, sender=Source)
def read_anew(instance: Source, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Create the state of reading of a new source; let a changed one be read at once, as if nothing were known of it.

    What a server said last does not hold for another address.
    """
    if raw:
        return
    if created:
        FetchState.objects.create(source=instance)
        return
    unknown = dict.fromkeys(("etag", "modified", "digest", "moved_to"), "")
    FetchState.objects.filter(source=instance).update(
        **unknown, moved_times=0, moved_since=None, next_at=timezone.now()
    )
