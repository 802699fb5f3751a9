"""The database of a test process: a copy of a template, and a fresh copy after each test that really commits."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.template_database import template_database


class SQLiteCopies:
    """A file for each variant of the portal, copied when a test first needs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def use(self, variant: str) -> None:
        """Let the tests have the portal in this variant."""
        copy = self.folder / f"{variant}.sqlite3"
        if connection.settings_dict["NAME"] == str(copy) and copy.exists():
            return
        connection.close()
        if not copy.exists():
            shutil.copyfile(template_database(variant), copy)
        rename_database(str(copy))

    def discard(self) -> None:
        """Throw away what the tests have now."""
        connection.close()
        for path in self.folder.glob(f"{Path(connection.settings_dict['NAME']).name}*"):
            path.unlink()

    def close(self) -> None:
        connection.close()


class PostgreSQLCopies:
    """A database for each variant of the portal, and one that is a copy of the variant in use."""

    def __init__(self) -> None:
        from tests import postgresql_template

        self.template = postgresql_template
        self.server = os.environ["DATABASE_URL"]
        self.name = f"test_{connection.settings_dict['NAME']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.loaded: set[str] = set()
        self.variant = ""

    def use(self, variant: str) -> None:
        """Let the tests have the portal in this variant."""
        if variant == self.variant:
            return
        connection.close()
        if variant not in self.loaded:
            self.load(variant)
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)
        self.execute("CREATE DATABASE {} TEMPLATE {}", self.name, f"{self.name}_{variant}")
        self.variant = variant
        rename_database(self.name)

    def load(self, variant: str) -> None:
        kept = f"{self.name}_{variant}"
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", kept)
        self.execute("CREATE DATABASE {}", kept)
        dump = self.template.portal_dump(self.server, variant)
        self.template.load(dump, self.template.address(self.server, kept))
        self.loaded.add(variant)

    def discard(self) -> None:
        """Throw away what the tests have now."""
        connection.close()
        self.variant = ""

    def close(self) -> None:
        connection.close()
        for name in (self.name, *(f"{self.name}_{variant}" for variant in self.loaded)):
            self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def execute(self, statement: str, *names: str) -> None:
        from psycopg import sql

        self.template.execute(self.server, sql.SQL(statement).format(*map(sql.Identifier, names)))


def rename_database(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
