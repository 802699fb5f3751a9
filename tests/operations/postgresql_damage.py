"""Damaged, cut off, foreign and wrongly keyed backups of a PostgreSQL database: refused, with nothing changed.

The services' run of these tests asks for this module. `test_backup_damage.py` has many more kinds; these are those in
which the database has a part, all tried on one database and one backup.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from accounts.models import User
from operations.backup.store.archives import part_name
from tests.operations.conftest import PASSPHRASE, OwnPortal
from tests.operations.test_backup_damage import (
    MADE,
    Backups,
    another_portal,
    backups,  # noqa: F401 - a fixture
    cut,
    flip,
    migration_ahead,
    swap,
)
from tests.operations.test_backup_round import run

DUMP = "database.dump"


def forge_cut_dump(backups: Backups) -> None:  # noqa: F811 - not the fixture
    """Write a dump without its end, with hashes that fit: pg_restore reads its list, and fails among its rows."""
    dump = backups.vault.read_bytes(part_name(backups.newest, DUMP))
    backups.forge(DUMP, dump[:-200])


def forge_statement_that_fails(backups: Backups) -> None:  # noqa: F811 - not the fixture
    """Write a dump that no server can take to its end: one of its tables is there twice."""
    dump = backups.vault.read_bytes(part_name(backups.newest, DUMP))
    assert dump.count(b"CREATE TABLE public.cache ") == 1
    backups.forge(DUMP, dump.replace(b"CREATE TABLE public.cache ", b"CREATE TABEL public.cache "))


DAMAGES: dict[str, tuple[Callable[[Backups], Any], str]] = {
    "a bit in the middle": (lambda b: flip(b.part(DUMP), 0.5), "damaged or incomplete"),
    "cut in the middle": (lambda b: cut(b.part(DUMP), 0.5), "damaged or incomplete"),
    "missing": (lambda b: b.part(DUMP).unlink(), "is missing"),
    "that of the other backup": (lambda b: swap(b.part(DUMP), b.part(DUMP, b.older)), "was changed after|more bytes"),
    "no dump": (lambda b: b.forge(DUMP, b"nothing " * 600), "dump of the database cannot be read"),
    "cut before it was encrypted": (forge_cut_dump, "pg_restore failed: "),
    "a statement that fails": (forge_statement_that_fails, "psql failed: .*syntax error"),
    "a newer migration": (migration_ahead, "newer Neary"),
    "of SQLite": (
        lambda b: b.forge("database.sqlite3.gz", b"", vendor="sqlite"), "of SQLite, and this portal has PostgreSQL",
    ),
    "another portal's": (lambda b: another_portal(b, with_key=False), "another portal"),
    "another passphrase": (
        lambda b: setattr(b.settings, "BACKUP_PASSPHRASE", "four weavers in a boat"), "passphrase does not open",
    ),
}  # fmt: skip


def everything(settings: Any) -> dict[str, Any]:
    """Return all that the portal has: the rows of each table, and its files byte by byte."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = sorted(map(repr, cursor.fetchall()))
    connection.close()
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return found | {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.mark.timeout(180)
def test_it_is_refused_in_words_and_nothing_changes(
    backups: Backups,  # noqa: F811 - the fixture
    own_portal: OwnPortal,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.BACKUP_SCRATCH = str(tmp_path)
    User.objects.filter(email="editor@example.org").update(first_name="Now")
    before = everything(settings)
    assert len(before["accounts_user"]) > 5 and any(name.endswith("now.txt") for name in before)
    for kind, (damage, said) in DAMAGES.items():
        shutil.rmtree(backups.folder)
        shutil.copytree(MADE["folder"], backups.folder)
        settings.BACKUP_PASSPHRASE = PASSPHRASE
        damage(backups)

        with pytest.raises(CommandError, match=said) as refused:
            run("restore_backup", "--replace")

        assert everything(settings) == before, kind
        assert len(str(refused.value)) < 400 and "\n" not in str(refused.value), kind
        assert not list(tmp_path.rglob(".neary-backup-*")) and not list(tmp_path.rglob(".restoring")), kind
    shutil.rmtree(backups.folder)
    shutil.copytree(MADE["folder"], backups.folder)
    settings.BACKUP_PASSPHRASE = PASSPHRASE

    run("restore_backup", "--replace")

    assert User.objects.get(email="editor@example.org").first_name == "Newer"
