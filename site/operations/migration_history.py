"""The comparison of a database's migrations with this version's: the same, behind, ahead or another history.

`migrate`, `check --database` and `doctor` ask for it. Web and worker never do: while a release is rolled out, those of
the old one go on beside a database that is ahead of them, and start again when they end (docs/upgrades.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Key = tuple[str, str]
NUMBER = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Comparison:
    """Migrations as (label, name): `unknown` were applied and are not here, `waiting` are here and were not applied.

    `unknown` are of Neary's own packages; `waiting` of libraries too. `later` are those that only a later version has:
    all unknown ones, and those of a library with a number above all that are here.
    """

    unknown: frozenset[Key] = frozenset()
    waiting: frozenset[Key] = frozenset()
    later: frozenset[Key] = frozenset()

    @property
    def is_foreign(self) -> bool:
        """Return whether the database has unknown migrations and lacks some of Neary's own: another history."""
        own = own_labels()
        return bool(self.unknown) and any(label in own for label, _name in self.waiting)

    @property
    def is_ahead(self) -> bool:
        """Return whether the database has later migrations than this code, of the same history."""
        return bool(self.later) and not self.is_foreign

    @property
    def is_behind(self) -> bool:
        """Return whether the database lacks migrations of this code, and has no later ones."""
        return bool(self.waiting) and not self.later


def own_labels() -> set[str]:
    """Return the app labels of Neary's own packages, without libraries."""
    roots = (settings.REPOSITORY, settings.SITE_ROOT)
    return {config.label for config in apps.get_app_configs() if Path(config.path).parent in roots}


def compare(alias: str = "default") -> Comparison:
    """Compare a database's applied migrations with those in the code; return the differences."""
    applied, here = set(MigrationRecorder(connections[alias]).applied_migrations()), set(_files())
    compared = _differences(applied, here, here)
    if compared == Comparison():
        return compared
    # To import all takes a second. Only then one that squashes others tells which they were.
    loader = MigrationLoader(connections[alias])
    squashed = {key for migration in loader.replacements.values() for key in migration.replaces}
    return _differences(set(loader.applied_migrations), here | squashed, set(loader.graph.nodes))


def _differences(applied: set[Key], known: set[Key], needed: set[Key]) -> Comparison:
    own, newest = own_labels(), _highest_numbers(known)
    unknown = {key for key in applied - known if key[0] in own}
    # A lower number tells nothing: libraries put old migrations together and drop them.
    # Above every number: a library that is not installed here any more is no sign of a later version.
    later = {(label, name) for label, name in applied - known if _number(name) > newest.get(label, 10_000)}
    return Comparison(frozenset(unknown), frozenset(needed - applied), frozenset(unknown | later))


def _files() -> Iterator[Key]:
    """Yield the migrations of all installed packages by their files."""
    for config in apps.get_app_configs():
        for path in (Path(config.path) / "migrations").glob("*.py"):
            # __init__.py, and files that Django would not read either.
            if path.name[0] not in "_~":
                yield config.label, path.stem


def _highest_numbers(keys: set[Key]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for label, name in keys:
        highest[label] = max(highest.get(label, 0), _number(name))
    return highest


def _number(name: str) -> int:
    # Four digits, as Django numbers migrations; names without have no order.
    return int(name[:4]) if NUMBER.match(name) else 0


def refusal(alias: str = "default") -> str:
    """Return a sentence on why this version must not migrate the database and what to do; "" if it may."""
    compared = compare(alias)
    if compared.is_foreign:
        return advice(alias)
    return told_ahead(compared) if compared.is_ahead else ""


def advice(alias: str = "default") -> str:
    """Return a sentence that says what to do about a database of another migration history."""
    reason = "This database was made by an earlier version of Neary whose migrations no longer exist"
    # The embedded way: its database lies in the data folder, which people can move away.
    if settings.DATA in Path(settings.DATABASES[alias]["NAME"]).parents:
        return f"{reason}: move {settings.DATA} away (mv {settings.DATA} {settings.DATA}.old) and start again."
    return f"{reason}: name an empty database in DATABASE_URL and start again."


def told_ahead(compared: Comparison) -> str:
    """Return a sentence that says what to do about a database that a later version has migrated."""
    label, name = min(compared.later)
    more = f" and {len(compared.later) - 1} more" if len(compared.later) > 1 else ""
    return (
        f"A later version of Neary has changed this database ({label}.{name}{more}): install that version again, "
        "or restore the backup that was made before the upgrade (docs/upgrades.md)."
    )
