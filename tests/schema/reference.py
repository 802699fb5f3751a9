"""The topics and provinces with which every portal begins, as the migration writes them: (slug, English, Khmer)."""

from __future__ import annotations

from importlib import import_module

ROWS = import_module("vocabulary.migrations.0002_reference_rows")
TOPICS: list[tuple[str, str, str]] = ROWS.TOPICS
PLACES: list[tuple[str, str, str]] = ROWS.PLACES
