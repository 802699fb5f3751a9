"""The check that a database was not made by migrations that this version of Neary does not have."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader


def own_labels() -> set[str]:
    """Return the labels of Neary's own packages; a library may drop its old migrations as it likes."""
    roots = (settings.REPOSITORY, settings.SITE_ROOT)
    return {config.label for config in apps.get_app_configs() if Path(config.path).parent in roots}


def is_foreign(alias: str = "default") -> bool:
    """Return whether the database has unknown migrations applied and known ones not.

    Only both together show another history. A database that is merely ahead, as after a return to an earlier release,
    has nothing left to apply.
    """
    loader, labels = MigrationLoader(connections[alias]), own_labels()
    applied = {key for key in loader.applied_migrations if key[0] in labels}
    present = {key for key in loader.disk_migrations if key[0] in labels}
    return bool(applied - present) and bool(present - applied)


def advice(alias: str = "default") -> str:
    """Return one sentence that says what to do about a database of another history."""
    reason = "This database was made by an earlier version of Neary whose migrations no longer exist"
    if settings.DATA in Path(settings.DATABASES[alias]["NAME"]).parents:
        return f"{reason}: move {settings.DATA} away (mv {settings.DATA} {settings.DATA}.old) and start again."
    return f"{reason}: name an empty database in DATABASE_URL and start again."
