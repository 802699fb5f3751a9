"""The database of a test process: a copy of a template, given back its rows after each test that really commits."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.kept_rows import KeptRows
from tests.template_database import template_database


class SQLiteCopies:
    """A file for each variant of the portal, copied when a test first needs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def use(self, variant: str, rows: KeptRows | None = None) -> None:
        """Let the tests have the portal in this variant, with more rows where they are named."""
        copy = self.folder / f"{rows.name if rows else variant}.sqlite3"
        is_there = copy.exists()
        if connection.settings_dict["NAME"] == str(copy) and is_there:
            return
        connection.close()
        if not is_there:
            shutil.copyfile(template_database(variant), copy)
        rename_database(str(copy))
        if rows and not is_there:
            try:
                rows.build()
            except BaseException:
                self.discard()
                raise

    def discard(self) -> None:
        """Throw away what the tests have now."""
        connection.close()
        for path in self.folder.glob(f"{Path(connection.settings_dict['NAME']).name}*"):
            path.unlink()

    def close(self) -> None:
        connection.close()


class PostgreSQLCopies:
    """For each variant of the portal a database as it was loaded, and a copy of it that the tests use."""

    def __init__(self) -> None:
        from tests import postgresql_restoring, postgresql_template

        self.template = postgresql_template
        self.restoring = postgresql_restoring
        self.server = os.environ["DATABASE_URL"]
        self.name = f"test_{connection.settings_dict['NAME']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.loaded: set[str] = set()
        self.copies: dict[str, Any] = {}

    def use(self, variant: str, _rows: KeptRows | None = None) -> None:
        """Let the tests have the portal in this variant; further rows each test makes for itself."""
        copy = self.copy_of(variant)
        if connection.settings_dict["NAME"] == copy and variant in self.copies:
            return
        connection.close()
        if variant not in self.copies:
            self.make(variant)
        rename_database(copy)

    def make(self, variant: str) -> None:
        if variant not in self.loaded:
            self.load(variant)
        copy, kept = self.copy_of(variant), self.kept(variant)
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)
        self.execute("CREATE DATABASE {} TEMPLATE {}", copy, kept)
        address = self.template.address
        self.copies[variant] = self.restoring.Copy(address(self.server, kept), address(self.server, copy))

    def load(self, variant: str) -> None:
        kept = self.kept(variant)
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", kept)
        self.execute("CREATE DATABASE {}", kept)
        dump = self.template.portal_dump(self.server, variant)
        self.template.load(dump, self.template.address(self.server, kept))
        self.loaded.add(variant)

    def discard(self) -> None:
        """Throw away what the tests have written to the copy in use."""
        connection.close()
        for variant, copy in list(self.copies.items()):
            if connection.settings_dict["NAME"] == self.copy_of(variant) and not copy.restore():
                del self.copies[variant]

    def close(self) -> None:
        connection.close()
        for variant in self.loaded:
            self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copy_of(variant))
            self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.kept(variant))

    def kept(self, variant: str) -> str:
        return f"{self.name}_{variant}"

    def copy_of(self, variant: str) -> str:
        return f"{self.name}_{variant}_used"

    def execute(self, statement: str, *names: str) -> None:
        from psycopg import sql

        self.template.execute(self.server, sql.SQL(statement).format(*map(sql.Identifier, names)))


def rename_database(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
