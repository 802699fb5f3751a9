"""The admin's own search: modelsearch's database backend, whose cost of a save does not grow with the portal.

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
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend

# A typical title, as each database measures it: SQLite by letters, PostgreSQL by words. The norm only says how much
# longer or shorter than usual a title is.
TYPICAL_LETTERS = 40.0
TYPICAL_WORDS = 6.0


class TypicalTitleNorms:
    """Sets the norms of the rows that were written, against a typical length instead of the average of all."""

    entries: QuerySet[Any]
    typical: float

    def add_items(self, model: type, objs: Sequence[Any]) -> None:
        super().add_items(model, objs)  # type: ignore[misc]
        content_type = ContentType.objects.get_for_model(model)
        written = self.entries.filter(content_type=content_type, object_id__in=[str(obj.pk) for obj in objs])
        set_norms(written, self.typical)

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            set_norms(self.entries, self.typical)


def set_norms(entries: QuerySet[Any], typical: float) -> None:
    measured = entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
    measured.update(title_norm=typical / F("title_length"))


class AdminSQLiteIndex(TypicalTitleNorms, SQLiteIndex):
    typical = TYPICAL_LETTERS


class AdminSQLiteBackend(SQLiteSearchBackend):
    index_class = AdminSQLiteIndex


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that modelsearch looks for
    """The backend for the database in use."""
    if connection.vendor == "sqlite":
        return AdminSQLiteBackend(params)
    if connection.vendor == "postgresql":
        # Its module imports django.contrib.postgres, which needs psycopg.
        from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

        index = type("AdminPostgresIndex", (TypicalTitleNorms, PostgresIndex), {"typical": TYPICAL_WORDS})
        return type("AdminPostgresBackend", (PostgresSearchBackend,), {"index_class": index})(params)
    return database.SearchBackend(params)
