"""The search of Wagtail's admin: modelsearch's database backend, with a constant cost of saving.

The stock one averages the titles of the whole table on every save, and looks through all rows for those that are new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Length
from modelsearch.backends import database

# A typical title, as each database measures it: SQLite by letters, PostgreSQL by words. The norm only says how much
# longer or shorter than usual a title is.
TYPICAL_LETTERS = 40.0
TYPICAL_WORDS = 6.0


class TypicalTitleNorms:
    """A mixin for an index that rates titles against a typical length instead of the average of all."""

    entries: QuerySet[Any]
    typical: float

    def add_items(self, model: type, objs: Sequence[Any]) -> None:
        """Add objects to the admin's search index, and set the title weights of only their rows."""
        super().add_items(model, objs)  # type: ignore[misc]
        content_type = ContentType.objects.get_for_model(model)
        written = self.entries.filter(content_type=content_type, object_id__in=[str(obj.pk) for obj in objs])
        set_norms(written, self.typical)

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            set_norms(self.entries, self.typical)


def set_norms(entries: QuerySet[Any], typical: float) -> None:
    """Save each index row's title weight: the typical title length divided by its own."""
    measured = entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
    measured.update(title_norm=typical / F("title_length"))


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that modelsearch looks for
    """Return the admin's search backend for the database in use, SQLite, PostgreSQL or another.

    Each database's module registers models of its own, so that only the right one may be imported.
    """
    if connection.vendor == "sqlite":
        from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend

        return with_typical_norms(SQLiteSearchBackend, SQLiteIndex, TYPICAL_LETTERS)(params)
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

        return with_typical_norms(PostgresSearchBackend, PostgresIndex, TYPICAL_WORDS)(params)
    return database.SearchBackend(params)


def with_typical_norms(backend: type, index: type, typical: float) -> type:
    """Return a subclass of a search backend whose index weights titles against this typical length."""
    ours = type(f"Admin{index.__name__}", (TypicalTitleNorms, index), {"typical": typical})
    return type(f"Admin{backend.__name__}", (backend,), {"index_class": ours})
