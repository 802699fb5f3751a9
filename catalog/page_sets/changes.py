"""Recorded changes of counting rows, by which the processes find out what to read again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction

from catalog.models import CountingChange

# A random number, so that a change that was rolled back, or lies in a backup, never comes a second time.
KEY_BITS = 62


def record_change(groups: Iterable[int]) -> None:
    """Record, in the transaction that changes them, that the counting rows of these translation groups have changed."""
    # A row of its own for each change: transactions that publish at the same moment do not wait for each other.
    if changed := sorted({*groups}):
        CountingChange.objects.create(pk=secrets.randbits(KEY_BITS), groups=changed)


@transaction.atomic
def sum_up_changes() -> None:
    """Replace all recorded changes by a single one after which every process reads all rows again."""
    before = list(CountingChange.objects.values_list("pk", flat=True))
    # The new one first: at no time may a process see fewer changes and nothing new.
    CountingChange.objects.create(pk=secrets.randbits(KEY_BITS), groups=None)
    CountingChange.objects.filter(pk__in=before).delete()
