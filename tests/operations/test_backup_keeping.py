"""Backups that are kept, what is deleted with the others, and what is recorded of each."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from operations.backup import runs
from operations.backup.configuration import make_vault
from operations.backup.errors import BackupBusyError
from operations.backup.making import make_backup
from operations.backup.progress import Progress
from operations.backup.retention import ALL_FOR, DAILY_FOR, times_to_keep
from operations.backup.status import backup_status
from operations.backup.store.archives import archive_names, time_of
from operations.backup.store.lock import LOCK, SECONDS, LocationLock
from operations.models import BackupRun
from tests.factories import drain_outbox
from tests.operations.conftest import OwnPortal
from tests.operations.test_backup_round import run

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
ages = st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), max_size=60)


@given(ages)
def test_the_rule(found: list[timedelta]) -> None:
    times = {NOW - age for age in found}
    stay = times_to_keep(times, NOW)

    assert stay <= times
    assert all(time in stay for time in times if NOW - time <= ALL_FOR)
    assert all(NOW - time <= DAILY_FOR for time in stay)
    # Of each day one stays, and of an old day no more than one.
    days = {time.date() for time in times if NOW - time <= DAILY_FOR}
    assert days == {time.date() for time in stay}
    old = [time.date() for time in stay if NOW - time > ALL_FOR]
    assert len(old) == len(set(old))
    # What goes once never would have stayed, had it been looked at every hour.
    assert times_to_keep(stay, NOW) == stay


def test_two_months_of_hours_leave_two_days_and_five_weeks() -> None:
    stay: set[datetime] = set()
    for hour in range(60 * 24):
        now = NOW + timedelta(hours=hour)
        stay = times_to_keep({*stay, now}, now)

    assert len(stay) == 49 + 33
    assert now - min(stay) <= DAILY_FOR


def objects(folder: Path) -> set[str]:
    return {path.name for path in (folder / "files").rglob("*.age")}


def test_old_backups_and_contents_go(own_portal: OwnPortal, settings: Any) -> None:
    folder = Path(settings.DATA) / "backups"
    default_storage.save("documents/kept.txt", ContentFile(b"It stays"))
    gone = default_storage.save("documents/gone.txt", ContentFile(b"It is deleted"))
    vault = make_vault()
    # Objects are as old as their files on the disk say, whatever the clock of the test.
    begin = timezone.now() + timedelta(days=3)
    first = make_backup(vault, Progress(), begin).archive.name
    both = objects(folder)
    default_storage.delete(gone)
    second = make_backup(vault, Progress(), begin + timedelta(days=34)).archive.name
    assert (archive_names(vault), objects(folder)) == ([first, second], both)

    third = make_backup(vault, Progress(), begin + timedelta(days=36)).archive.name

    assert archive_names(vault) == [second, third]
    assert len(objects(folder)) == 1 and objects(folder) < both
    assert not (folder / "archives" / first).exists()


def test_while_a_backup_cannot_be_read_no_content_goes(own_portal: OwnPortal, settings: Any) -> None:
    folder = Path(settings.DATA) / "backups"
    gone = default_storage.save("documents/gone.txt", ContentFile(b"It is deleted"))
    vault = make_vault()
    begin = timezone.now() + timedelta(days=3)
    make_backup(vault, Progress(), begin)
    default_storage.delete(gone)
    damaged = make_backup(vault, Progress(), begin + timedelta(days=34)).archive.name
    (folder / "archives" / damaged / "files.jsonl.gz.age").write_bytes(b"damaged")

    make_backup(vault, Progress(), begin + timedelta(days=36))

    assert len(objects(folder)) == 1


def test_what_a_killed_backup_left_goes_the_day_after(own_portal: OwnPortal, settings: Any) -> None:
    vault = make_vault()
    left = Path(settings.DATA) / "backups" / "archives" / "20260101T000000000000Z-abcdef"
    left.mkdir(parents=True)
    (left / "database.sqlite3.gz.age").write_bytes(b"half")
    # Files that were being written, of which one may be somebody's who writes now.
    old, new = (Path(settings.DATA) / "backups" / f"{name}.age.0a0b.part" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))

    make_backup(vault, Progress())

    assert (old.exists(), new.exists()) == (False, True)

    assert not left.exists()
    assert len(archive_names(vault)) == 1


def test_two_at_once_refuse_each_other(own_portal: OwnPortal, settings: Any) -> None:
    vault = make_vault()
    other = LocationLock(vault.location)
    other.take()

    with pytest.raises(CommandError, match="Another backup is running"):
        run("backup")
    assert not archive_names(vault)
    assert not BackupRun.objects.exists()

    with time_machine.travel(time.time() + SECONDS + 1):
        run("backup")
    assert len(archive_names(vault)) == 1
    # Who stood still so long that another began ends.
    with pytest.raises(BackupBusyError, match="made no progress"):
        other.confirm()
    assert not (Path(settings.DATA) / "backups" / LOCK).exists()


def test_a_backup_that_lost_its_lock_leaves_nothing(own_portal: OwnPortal, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault()

    def steal(*_: Any) -> None:
        LocationLock(vault.location).renew()

    monkeypatch.setattr("operations.backup.making.missing_files", lambda *_: steal() or set())
    with pytest.raises(BackupBusyError):
        make_backup(vault, Progress())
    assert not archive_names(vault)


def test_runs_are_recorded(own_portal: OwnPortal, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert backup_status().made_at is None
    run("backup")
    status = backup_status()
    assert timezone.now() - status.made_at < timedelta(minutes=1)
    assert status.made_bytes > 10_000
    assert status.backup_failed == ""

    monkeypatch.setattr("operations.backup.making.write_record", lambda *_: os.stat("/nowhere"))
    with pytest.raises(FileNotFoundError):
        run("backup")
    assert "No such file" in backup_status().backup_failed
    assert backup_status().made_at == status.made_at
    drain_outbox()
    assert [message.to for message in mail.outbox] == [["administrator@example.org"]]
    assert mail.outbox[0].subject == "A backup of the portal failed"
    assert "No such file" in mail.outbox[0].body
    # It is told once a day.
    with pytest.raises(FileNotFoundError):
        run("backup")
    drain_outbox()
    assert len(mail.outbox) == 1


def test_a_backup_whose_process_died_is_told_as_failed(own_portal: OwnPortal) -> None:
    BackupRun.objects.create(kind="backup", began_at=timezone.now() - timedelta(hours=1))
    runs.end_dead_runs()
    assert backup_status().backup_failed == ""

    BackupRun.objects.update(began_at=timezone.now() - runs.DEADLINE - timedelta(minutes=1))
    runs.end_dead_runs()

    assert backup_status().backup_failed == runs.DIED
    drain_outbox()
    assert len(mail.outbox) == 1


def test_names_tell_the_time() -> None:
    assert time_of("20261231T120000000001Z-abcdef") == NOW + timedelta(microseconds=1)
