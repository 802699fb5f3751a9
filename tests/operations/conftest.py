"""A portal of a test's own, with a database that really commits and that a restore may write over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from operations.backup.store import passphrase
from tests.conftest import COPIES
from tests.database_copies import PostgreSQLCopies, rename_database
from tests.template_database import POPULATED, template_database

PASSPHRASE = "three weavers under a palm"


class OwnPortal:
    """A database that is copied in milliseconds, of any variant of the portal."""

    def __init__(self, folder: Path, copies: Any) -> None:
        self.folder, self.copies = folder, copies
        self.before = connection.settings_dict["NAME"]

    def use(self, variant: str) -> None:
        """Put a new portal in the place of what is there."""
        connection.close()
        if isinstance(self.copies, PostgreSQLCopies):
            name = f"{self.copies.name}_own"
            if variant not in self.copies.loaded:
                self.copies.load(variant)
            self.copies.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self.copies.execute("CREATE DATABASE {} TEMPLATE {}", name, f"{self.copies.name}_{variant}")
            rename_database(name)
        else:
            for path in self.folder.glob("neary.sqlite3*"):
                path.unlink()
            shutil.copyfile(template_database(variant), self.folder / "neary.sqlite3")
            rename_database(str(self.folder / "neary.sqlite3"))

    @property
    def address(self) -> str:
        """Return the address of the portal's own database; PostgreSQL's only."""
        return self.copies.template.address(self.copies.server, f"{self.copies.name}_own")

    def empty_database(self) -> str:
        """Create an empty database and return its address; nothing for SQLite."""
        if not isinstance(self.copies, PostgreSQLCopies):
            return ""
        name = f"{self.copies.name}_trial"
        self.copies.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self.copies.execute("CREATE DATABASE {}", name)
        return self.copies.template.address(self.copies.server, name)

    def close(self) -> None:
        connection.close()
        rename_database(self.before)
        if isinstance(self.copies, PostgreSQLCopies):
            for kind in ("own", "trial"):
                self.copies.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{self.copies.name}_{kind}")


@pytest.fixture
def own_portal(
    tmp_path: Path, settings: Any, request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[OwnPortal]:
    """A copy of the portal that tests share, without a transaction around the test."""
    settings.BACKUP_PASSPHRASE = PASSPHRASE
    with django_db_blocker.unblock():
        portal = OwnPortal(tmp_path, request.config.stash[COPIES])
        portal.use(POPULATED)
        yield portal
        portal.close()


@pytest.fixture(scope="session", autouse=True)
def cheap_passphrases() -> Iterator[None]:
    """A key file is opened in a third of a second: once for each, not once for each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "COST", 10)
        patch.setattr("operations.backup.store.keys.decrypt_with", cache(passphrase.decrypt_with))
        yield
