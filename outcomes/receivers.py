"""Receiver that writes the rows of recommendations in the transaction that writes the catalog's rows."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from catalog.models import CatalogEntry
from catalog.signals import rows_written
from outcomes.rows import write_recommendations


@receiver(rows_written)
def write_rows_of_recommendations(entries: list[CatalogEntry], **kwargs: Any) -> None:
    """Replace the recommendation rows of the pages whose catalog rows were just written (signal receiver)."""
    write_recommendations(entries)
