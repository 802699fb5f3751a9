"""The database answers, its tables are those of this version, and it can store Khmer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.registry import check
from operations.migration_history import compare

ANSWERS = ("database.answers",)
# What other checks that read rows build on.
TABLES = (*ANSWERS, "database.migrations", "database.ahead")
# What Django asks for.
OLDEST_SQLITE = (3, 31)
PLAIN_CTYPES = {"C", "POSIX"}


@check()
def answers() -> Iterator[SetupFinding]:
    """Tell when the database does not answer."""
    try:
        rows("SELECT 1")
    except (DatabaseError, ImproperlyConfigured) as error:
        # The first line: PostgreSQL adds hints and the query in further ones.
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        yield fault(
            f"The database does not answer ({reason}).",
            "Start it, and see that DATABASE_URL names it with the right name and password.",
        )


@check(after=ANSWERS)
def migrations() -> Iterator[SetupFinding]:
    """Tell when the database lacks migrations of this version."""
    if count := missing_migrations():
        yield fault(
            f"The database lacks {count} migrations of this version, so pages fail.",
            "Run manage.py migrate, and start the portal again.",
        )


@check(after=ANSWERS)
def ahead() -> Iterator[SetupFinding]:
    """Tell when the database has migrations that this version of Neary lacks."""
    if later := compare().later:
        # The first by name, so that each run says the same.
        app, name = min(later)
        yield fault(
            f"The database was made by another version of Neary: this one does not have {app}.{name}.",
            "Install that version again, or restore the backup that was made before it.",
        )


@check(after=TABLES)
def cache_table() -> Iterator[SetupFinding]:
    """Tell when the cache is kept in the database and its table is missing."""
    table = caches.settings["default"].get("LOCATION", "")
    if "DatabaseCache" in caches.settings["default"]["BACKEND"] and table not in connection.introspection.table_names():
        yield fault("The table of the cache is missing, so signing in fails.", "Run manage.py createcachetable.")


@check(after=ANSWERS)
def khmer() -> Iterator[SetupFinding]:
    """Tell when PostgreSQL's encoding or ctype cannot handle Khmer letters."""
    if (found := read_locale()) is None:
        return
    encoding, ctype = found
    # With ctype C only Latin letters are letters, and a Khmer text would be no word of the search.
    if encoding != "UTF8" or ctype in PLAIN_CTYPES:
        yield fault(
            f"The database's encoding is {encoding} and its ctype {ctype}, which does not know Khmer letters.",
            "Restore a backup into a database made with ENCODING 'UTF8', LC_CTYPE 'C.UTF-8' and TEMPLATE template0.",
        )


@check(at_run=True)
def sqlite() -> Iterator[SetupFinding]:
    """Tell when SQLite is too old or lacks full text search (FTS5)."""
    if connection.vendor != "sqlite":
        return
    version = sqlite_version()
    if version < OLDEST_SQLITE:
        yield fault(
            f"SQLite {'.'.join(map(str, version))} is too old; use 3.31 or newer.",
            "Install a newer Python, which brings it, or use PostgreSQL (DATABASE_URL).",
        )
    elif not has_fts5():
        yield fault(
            "This SQLite cannot search texts (it has no FTS5).",
            "Install another Python, which brings one that can, or use PostgreSQL (DATABASE_URL).",
        )


def missing_migrations() -> int:
    """Return the number of migrations of this version that the database has not applied."""
    return len(compare().waiting)


def read_locale() -> tuple[str, str] | None:
    """Return (encoding, ctype) of the PostgreSQL database; None for SQLite."""
    if connection.vendor != "postgresql":
        return None
    # With ICU as its provider the database has letters of its own, whatever its ctype.
    # As JSON, because servers before version 15 have no column datlocprovider.
    sql = """SELECT pg_encoding_to_char(encoding), datctype, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')
             FROM pg_database d WHERE datname = current_database()"""
    encoding, ctype, provider = rows(sql)[0]
    if provider == "i":
        return str(encoding), "ICU"
    return str(encoding), str(ctype)


def rows(sql: str) -> list[tuple[Any, ...]]:
    """Run an SQL query on the portal's database and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def sqlite_version() -> tuple[int, ...]:
    """Return the version numbers of the SQLite library that Python uses."""
    return sqlite3.sqlite_version_info


def has_fts5() -> bool:
    """Return whether SQLite was compiled with full text search (FTS5)."""
    with connection.cursor() as cursor:
        # pragma_compile_options names what this library was built with; a trial of creating a table would write.
        cursor.execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
        return cursor.fetchone() is not None
