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
from tests.database_copies import rename_database
from tests.template_database import template_database

PASSPHRASE = "three weavers under a palm"


@pytest.fixture
def own_portal(tmp_path: Path, settings: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """A copy of the portal that tests share: a file that is copied in milliseconds, and no transaction around it."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own")
    before, path = connection.settings_dict["NAME"], tmp_path / "neary.sqlite3"
    shutil.copyfile(template_database(), path)
    settings.BACKUP_PASSPHRASE = PASSPHRASE
    with django_db_blocker.unblock():
        connection.close()
        rename_database(str(path))
        yield path
        connection.close()
        rename_database(before)


@pytest.fixture(scope="session", autouse=True)
def cheap_passphrases() -> Iterator[None]:
    """A key file is opened in a third of a second: once for each, not once for each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "COST", 10)
        patch.setattr("operations.backup.store.keys.decrypt_with", cache(passphrase.decrypt_with))
        yield
