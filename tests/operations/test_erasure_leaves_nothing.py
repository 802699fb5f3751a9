"""Nothing of an erased person is left: in no table, file, index, mail or log, in whichever way it is written."""

from __future__ import annotations

import email
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from catalog.models import CatalogEntry
from operations.personal_data.texts.mail_files import mails_in, texts_of
from outbox.services import drain
from tests.operations import person_everywhere
from tests.operations.conftest import OwnPortal
from tests.operations.markers import ADDRESS, left_in, spellings, traces


@pytest.fixture
def folder_with_person(own_portal: OwnPortal, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal in which a person is everywhere. Its folder."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(Path(settings.DATA) / "mail")
    if connection.vendor == "sqlite":
        # Some builds overwrite what is deleted at once, others leave it in the file.
        forgetful = "PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF;"
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "init_command", forgetful)
        connection.close()
    person_everywhere.add_person_everywhere()
    return own_portal.folder


def found(folder: Path) -> dict[str, list[str]]:
    """Return the traces of her by file, those within mails as people read them, and those in each table."""
    connection.close()
    left = {str(path.relative_to(folder)): left_in(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    for path in (folder / "mail").glob("*"):
        for mail in mails_in(path.read_bytes()):
            left[f"{path.name} as read"] = left_in("\n".join(texts_of(email.message_from_bytes(mail))).encode())
    left |= {f"table {name}": left_in(rows) for name, rows in tables().items()}
    return {name: marks for name, marks in left.items() if marks and not name.startswith("backups/")}


def tables() -> dict[str, bytes]:
    """Return what each table holds, whichever model it has."""
    told = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            told[name] = repr(cursor.fetchall()).encode()
    connection.close()
    return told


def erase() -> str:
    out = io.StringIO()
    call_command("person", ADDRESS, "--erase", "--yes", "--anyway", stdout=out)
    drain()
    connection.close()
    return out.getvalue()


def test_nothing_is_left(folder_with_person: Path, settings: Any) -> None:
    assert {label.split(".")[0] for label in person_everywhere.fill_declared_fields()} <= {"wagtail_localize"}
    before = found(folder_with_person)
    met = {mark for marks in before.values() for mark in marks}
    assert len(spellings()) + len(traces()) > 50
    assert {"table outbox_event", "table wagtailcore_revision"} <= before.keys()
    assert any(name.startswith("table search_text") for name in before)
    assert len(met) > 30, sorted(met)

    said = erase()

    assert found(folder_with_person) == {}
    assert "public page changed: Talk by [removed]" in said
    assert CatalogEntry.objects.filter(title="Six looms").exists()
    assert (folder_with_person / "neary.log").read_text().startswith("one\n")


def test_a_restored_backup_does_not_bring_her_back(folder_with_person: Path, settings: Any) -> None:
    call_command("backup", stdout=io.StringIO())
    shutil.rmtree(folder_with_person / "mail")
    erase()
    assert not User.objects.filter(email=ADDRESS).exists()

    call_command("restore_backup", "--replace", stdout=io.StringIO())
    drain()
    connection.close()

    assert User.objects.exclude(email=ADDRESS).exists()
    assert found(folder_with_person) == {}
