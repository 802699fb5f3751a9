"""The times since which pages are older than their originals in the other language, asked of the package that knows.

The catalog knows nothing of translations. The package above registers one function, and calls `services.update_row`
when its answer for a page changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from catalog.models import CatalogEntry
from orgs import public_version

OutdatedSince = Callable[[list[int]], dict[int, datetime]]

_registered: list[OutdatedSince] = []


def register_outdated(answer: OutdatedSince) -> None:
    """Register the function that returns, of these page ids, those that are outdated, with the time since when."""
    _registered[:] = [answer]


def outdated_since(page_ids: Iterable[int]) -> dict[int, datetime]:
    """Return those of these page ids whose text is older than its original, with the time of the original's change."""
    return {pk: time for answer in _registered for pk, time in answer(list(page_ids)).items()}


def forget_outdated(page_id: int) -> None:
    """Take the mark of an older text off a page's catalog row, in the caller's transaction; outdate cached pages."""
    # The row is not written anew: the page may be one that is being deleted, and would come back.
    if CatalogEntry.objects.filter(pk=page_id).exclude(outdated_since=None).update(outdated_since=None):
        public_version.bump_version()
