"""Once a week the newest backup is restored on trial; what beat starts, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from operations.backup import schedule, trial
from operations.backup.configuration import open_vault
from operations.backup.database.programs import PostgreSQLDatabase
from operations.backup.database.trial_database import config_of
from operations.backup.status import backup_status
from operations.backup.store.archives import archive_names, read_record, write_record
from operations.models import BackupRun
from operations.tasks import back_up
from tests.operations.conftest import OwnPortal
from tests.operations.test_backup_round import run


@pytest.fixture
def trial_url(own_portal: OwnPortal, settings: Any, tmp_path: Path) -> str:
    """An empty database for trials where that is PostgreSQL's."""
    settings.BACKUP_TRIAL_DATABASE_URL = own_portal.empty_database()
    default_storage.save("documents/one.txt", ContentFile(b"A file"))
    run("backup")
    return settings.BACKUP_TRIAL_DATABASE_URL


def test_the_newest_backup_is_restored_and_compared(trial_url: str, own_portal: OwnPortal, tmp_path: Path) -> None:
    people = sorted(User.objects.values_list("email", flat=True))

    told = run("backup", "--try")

    assert "all 1 files there, 1 of them compared, and no check fails" in told
    assert backup_status().trial_message in told
    assert backup_status().trial_failed == ""
    assert sorted(User.objects.values_list("email", flat=True)) == people
    assert not list(tmp_path.glob(".neary-backup-*"))
    if connection.vendor == "postgresql":
        with PostgreSQLDatabase(config_of(trial_url)).connect() as session:
            left = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            assert session.execute(left).fetchone() == (0,)


def test_a_failing_check_fails_the_trial(trial_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "COMMANDS", (["no_such_command"],))
    with pytest.raises(CommandError, match=r"manage\.py no_such_command fails on the restored database"):
        run("backup", "--try")
    assert "no_such_command" in backup_status().trial_failed


def test_a_file_that_is_gone_fails_the_trial(trial_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "run_checks", lambda *_: None)
    for path in (Path(settings.DATA) / "backups" / "files").rglob("*.age"):
        path.unlink()
    with pytest.raises(CommandError, match=r"The content of the file documents/one.txt is missing"):
        run("backup", "--try")


def test_rows_that_are_gone_fail_the_trial(trial_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "run_checks", lambda *_: None)
    vault = open_vault()
    (name,) = archive_names(vault)
    record = read_record(vault, name)
    write_record(vault, replace(record, rows={**record.rows, "accounts_user": 4711}))
    with pytest.raises(CommandError, match=r"does not match its record|had 4711 rows"):
        run("backup", "--try")


@pytest.fixture
def started(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    settings.BACKUP_PASSPHRASE = "three weavers under a palm"
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(schedule, "start_command", lambda *command: found.append(command))
    return found


BACKUP, TRIAL = ("backup", "--background"), ("backup", "--background", "--try")


def record(kind: str, *, minutes: float, ok: bool = True, is_over: bool = True) -> None:
    began = timezone.now() - timedelta(minutes=minutes)
    BackupRun.objects.create(kind=kind, began_at=began, ended_at=began if is_over else None, ok=ok and is_over)


DAY = 24 * 60


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("runs", "due"),
    [
        ([], [BACKUP]),
        ([("backup", 10, "ok")], [TRIAL]),
        ([("backup", 49, "ok"), ("trial", DAY, "ok")], []),
        ([("backup", 51, "ok"), ("trial", DAY, "ok")], [BACKUP]),
        ([("backup", 120, "ok"), ("backup", 5, "failed")], [TRIAL]),
        ([("backup", 120, "ok"), ("backup", 16, "failed")], [BACKUP]),
        ([("backup", 120, "ok"), ("backup", 10, "open"), ("trial", DAY, "ok")], []),
        ([("backup", 120, "ok"), ("backup", 20, "open")], [BACKUP]),
        ([("backup", 10, "ok"), ("trial", 7 * DAY - 1, "ok")], []),
        ([("backup", 10, "ok"), ("trial", 7 * DAY + 1, "ok")], [TRIAL]),
        ([("backup", 10, "ok"), ("trial", DAY - 1, "failed")], []),
        ([("backup", 10, "ok"), ("trial", DAY + 1, "failed")], [TRIAL]),
        ([("backup", 10, "ok"), ("trial", 60, "open")], []),
    ],
)
def test_when_something_is_due(started: list[Any], runs: list[tuple[str, int, str]], due: list[Any]) -> None:
    for kind, minutes, state in runs:
        record(kind, minutes=minutes, ok=state == "ok", is_over=state != "open")
    back_up()
    assert started == due


@pytest.mark.django_db
def test_nothing_is_made_without_a_passphrase_or_by_an_hour_of_zero(started: list[Any], settings: Any) -> None:
    settings.BACKUP_EVERY_HOURS = 0
    back_up()
    settings.BACKUP_EVERY_HOURS, settings.BACKUP_PASSPHRASE = 1, ""
    back_up()
    assert started == []


def test_the_worker_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule.sys, "executable", "/bin/sleep")
    monkeypatch.setattr(schedule.settings, "REPOSITORY", Path("/"), raising=False)
    began = timezone.now()
    schedule.start_command("backup")
    assert timezone.now() - began < timedelta(seconds=2)
    for process in schedule._started:
        process.kill()
        process.wait()
