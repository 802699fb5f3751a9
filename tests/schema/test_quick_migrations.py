"""The databases that tests copy are what the command `migrate` makes, though their migrations take a third of the time.

All of it is a second look (tests/thorough.py): `make test` compares the first migrations, carried out quickly, with
facts that were written down.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgresql_template import dump, load, migrated_dump, program
from tests.schema.test_fresh_migrations import FINGERPRINT
from tests.services.portal import Portal
from tests.services.processes import run
from tests.services.servers import PostgreSQL
from tests.template_database import migrated_database


def migrated_by_command(portal: Portal) -> None:
    for command in (["migrate", "-v0"], ["createcachetable"]):
        portal.manage(*command)


def rows_of(portal: Portal) -> str:
    """Return all rows as facts (tests/schema/fingerprint.py)."""
    return run([sys.executable, str(FINGERPRINT)], env=portal.env)


def test_sqlite_is_the_same(data: Path) -> None:
    quick, ordinary = (
        Portal(data, "portal.settings.test", f"sqlite:///{data / name}.sqlite3") for name in ("quick", "ordinary")
    )
    (data / "quick.sqlite3").write_bytes(migrated_database().read_bytes())
    migrated_by_command(ordinary)

    assert sqlite_schema(data / "quick.sqlite3") == sqlite_schema(data / "ordinary.sqlite3") != []
    assert rows_of(quick) == rows_of(ordinary) != ""


@pytest.mark.services
def test_postgresql_is_the_same(data: Path, postgresql: PostgreSQL) -> None:
    quick, ordinary, migrated = (
        Portal(data, "portal.settings.test", postgresql.url(postgresql.database())) for _ in range(3)
    )
    load(migrated_dump(quick.database_url), quick.database_url)
    migrated_by_command(migrated)
    # PostgreSQL writes conditions in another way once they were loaded.
    dump(migrated.database_url, data / "dump.sql")
    load(data / "dump.sql", ordinary.database_url)

    assert postgresql_schema(quick.database_url) == postgresql_schema(ordinary.database_url) != []
    assert rows_of(quick) == rows_of(ordinary) != ""


def sqlite_schema(path: Path) -> list[tuple[str, str]]:
    """Return the name and the SQL of all tables, indexes and triggers, sorted."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("select name, coalesce(sql, '') from sqlite_master order by name, sql").fetchall()


def postgresql_schema(url: str) -> list[str]:
    """Return the lines of a dump without rows; those that begin with a backslash are for psql, and differ."""
    dumped = run([program("pg_dump"), "--no-owner", "--schema-only", url])
    return [line for line in dumped.splitlines() if not line.startswith("\\")]
