"""The tables of a dump, and the columns that name stored files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField

from operations.backup.store.streams import Readable


@dataclass
class Snapshot:
    """The facts of a dump, read at the same instant."""

    file_names: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    migrations: dict[str, list[str]] = field(default_factory=dict)
    server: str = ""
    database_bytes: int = 0


class Dump(Protocol):
    """A dump of the database as it was at one instant."""

    snapshot: Snapshot

    def open(self) -> AbstractContextManager[Readable]:
        """Yield the bytes of the dump as a stream that can be read once."""


def emptied_tables() -> list[str]:
    """Return the tables whose rows a dump leaves out: database caches and sessions.

    What is cached follows from the rest. With old sessions, whoever has signed out since, or was made to, would be
    signed in again: after a restore everybody signs in anew.
    """
    caches = [
        options["LOCATION"]
        for options in settings.CACHES.values()
        if options["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    ]
    return [*caches, "django_session"]


def file_columns() -> Iterator[tuple[str, str]]:
    """Yield (table, column) of each model field that names a file in the portal's default storage."""
    # include_auto_created: tables between two models could have files too.
    for model in apps.get_models(include_auto_created=True):
        for each in model._meta.local_concrete_fields:
            # Files of another storage are not in the backup, and unmanaged models have no table of ours.
            is_ours = isinstance(each, FileField) and each.storage == default_storage and model._meta.managed
            if is_ours and each.column:
                yield model._meta.db_table, each.column


def file_names_query() -> str:
    """Return the SQL that selects the name of every file that a row of the portal names."""
    # SQL and no queryset: it is run on connections that Django does not know.
    quoted = connection.ops.quote_name
    return " UNION ".join(
        f"SELECT {quoted(column)} FROM {quoted(table)} WHERE {quoted(column)} <> ''"  # noqa: S608 - names of our models
        for table, column in file_columns()
    )


def migrations_query() -> str:
    """Return the SQL that lists the applied migrations as (app, name)."""
    return f"SELECT app, name FROM {MigrationRecorder.Migration._meta.db_table} ORDER BY app, name"  # noqa: S608


def by_app(rows: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Group rows (app, migration name) into lists of migration names by app."""
    found: dict[str, list[str]] = {}
    for app, name in rows:
        found.setdefault(app, []).append(name)
    return found


def database_path() -> Path:
    """Return the path of the portal's SQLite database file."""
    return Path(connection.settings_dict["NAME"])
