"""Receivers that update the index in the transaction that changes the catalog's rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from catalog.models import CatalogEntry
from catalog.signals import rows_removed, rows_written
from orgs.models import Organization
from search.engines.database_engines import database_engine
from search.query import known_words
from search.reindex_queue import enqueue
from vocabulary.models import Edition


@receiver(rows_written)
def index_rows(entries: list[CatalogEntry], translation_keys: Iterable[uuid.UUID], **kwargs: Any) -> None:
    """Write saved catalog rows' texts and words into the search index, queue the pages for Elasticsearch (receiver)."""
    database_engine().write(entries)
    known_words.add_words(entries)
    enqueue(translation_keys)


@receiver(rows_removed)
def unindex_rows(page_ids: list[int], translation_keys: Iterable[uuid.UUID], **kwargs: Any) -> None:
    """Delete removed catalog rows' texts from the search index, queue their pages for Elasticsearch (receiver)."""
    database_engine().remove(page_ids)
    enqueue(translation_keys)


@receiver([post_save, post_delete], sender=Organization)
def advance_edition(**kwargs: Any) -> None:
    """Outdate all processes' synonym tables when an organization changes: its names are synonyms (receiver)."""
    Edition.advance()
