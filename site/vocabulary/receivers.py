"""Receiver that changes the version of the vocabulary when any name changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from vocabulary.models import Edition, Place, SearchTerm, Topic


@receiver([post_save, post_delete], sender=SearchTerm)
@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def outdate_cached_names(**kwargs: Any) -> None:
    """Outdate cached names when a search term, topic or province was saved or deleted (signal receiver)."""
    # In the transaction of the change: a process that reads the number early gets the old names with the old number.
    Edition.advance()
