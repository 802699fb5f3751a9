"""Receiver that writes the rows of recommendations in the transaction that writes the catalog's rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from catalog.models import CatalogEntry
from catalog.signals import rows_removed, rows_written
from outcomes.recommendations.rows import kinds_with_recommendations, write_recommendations


@receiver(rows_written)
def write_rows_of_recommendations(entries: list[CatalogEntry], **kwargs: Any) -> None:
    """Replace the recommendation rows of the pages whose catalog rows were just written (signal receiver)."""
    # Most writes are of pages without recommendations, and cost nothing.
    if any(entry.type in kinds_with_recommendations() for entry in entries):
        write_recommendations({entry.translation_key for entry in entries})


@receiver(rows_removed)
def write_rows_of_what_stays(translation_keys: Iterable[UUID], **kwargs: Any) -> None:
    """Replace the recommendation rows of pages of which a translation is no longer public (receiver)."""
    write_recommendations(translation_keys)
