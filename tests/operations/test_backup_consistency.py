"""Every file that a row of the dump names is in the backup, whatever comes and goes while it is made."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError

from assets.models import Document
from operations.backup import file_copies, making
from operations.backup.configuration import make_vault
from operations.backup.database import sqlite
from operations.backup.file_copies import FileCopies
from operations.backup.making import make_backup
from operations.backup.progress import Progress
from operations.backup.store.archives import FILES, Archive, part_name
from operations.backup.store.manifest import FileEntry, read_entries
from operations.backup.store.passphrase import decrypt_with, encrypt_with
from operations.backup.store.vault import Vault
from orgs.models import Organization
from tests.assets.test_publicity import add_document
from tests.operations.conftest import OwnPortal
from tests.operations.test_backup_round import run


@pytest.fixture
def vault(own_portal: OwnPortal) -> Vault:
    return make_vault()


def upload(text: str = "A file") -> Document:
    document = Document(title=text, collection=Organization.objects.get(slug="silk-weavers").collection)
    document.file.save(f"{text}.txt", ContentFile(text.encode()), save=False)
    document.save()
    return document


def delete(document: Document) -> None:
    """Delete a file as the portal does: its row first, the file once that is committed."""
    name = document.file.name
    document.delete()
    default_storage.delete(name)


def at(monkeypatch: pytest.MonkeyPatch, moment: str, do: Callable[[], Any]) -> list[str]:
    """Do something once at a moment of the next backup: "before dump", "after dump", "while copying"."""
    done: list[str] = []

    def once() -> None:
        if not done:
            done.append(moment)
            do()

    if moment == "while copying":
        hashed = file_copies.hashed_entry
        monkeypatch.setattr(file_copies, "hashed_entry", lambda file: once() or hashed(file))
        return done
    write = making.write_database

    def written(*told: Any) -> Any:
        result = write(*told)
        once()
        return result

    if moment == "after dump":
        monkeypatch.setattr(making, "write_database", written)
    else:
        dump = sqlite.dump
        monkeypatch.setattr(sqlite, "dump", lambda scratch: once() or dump(scratch))
    return done


def names_of(vault: Vault, archive: Archive) -> dict[str, FileEntry]:
    return read_entries(io.BytesIO(vault.read_bytes(part_name(archive.name, FILES))))


def named_in(vault: Vault, archive: Archive, folder: Path) -> set[str]:
    """Return the names of documents in the dump of a backup."""
    scratch = folder / "look"
    scratch.mkdir()
    with closing(sqlite3.connect(sqlite.prepare(vault, archive, scratch))) as database:
        return {name for (name,) in database.execute("SELECT file FROM assets_document")}


@pytest.mark.parametrize("moment", ["while copying", "before dump", "after dump"])
@pytest.mark.parametrize("change", ["upload", "delete", "upload and delete"])
def test_what_a_row_names_is_there(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moment: str, change: str
) -> None:
    old = upload("One that was there before")

    def do() -> None:
        if "upload" in change:
            upload("One that comes meanwhile")
        if "delete" in change:
            delete(old)

    done = at(monkeypatch, moment, do)
    told = io.StringIO()
    archive = make_backup(vault, Progress(told)).archive

    assert done == [moment]
    assert "once more" not in told.getvalue()
    named, files = named_in(vault, archive, tmp_path), names_of(vault, archive)
    assert named <= files.keys()
    assert archive.missing == []
    assert (len(named), moment) != (0, "before dump") or change == "delete"


def test_one_that_came_and_went_around_the_dump_is_dumped_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is in the first dump and in neither listing: only another dump helps."""
    came: list[Document] = []
    at(monkeypatch, "before dump", lambda: came.append(upload("Short")))
    at(monkeypatch, "after dump", lambda: delete(came[0]))
    told = io.StringIO()

    archive = make_backup(vault, Progress(told)).archive

    assert "once more, for files went meanwhile" in told.getvalue()
    assert named_in(vault, archive, tmp_path) == set() == set(names_of(vault, archive))
    assert archive.missing == []


def test_a_file_that_was_lost_before_is_told_and_stops_nothing(own_portal: OwnPortal, settings: Any) -> None:
    name = add_document(Organization.objects.get(slug="silk-weavers")).file.name
    (Path(settings.MEDIA_ROOT) / name).unlink()

    told = run("backup")

    assert "Upload again what was lost before: 1 files" in told
    assert name in told
    assert name in run("restore_backup", "--replace")


def test_files_that_go_without_end_end_the_backup(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "files_that_went", lambda _: True)
    with pytest.raises(CommandError, match="Files were deleted while the backup was made"):
        run("backup")
    assert not list(vault.names("archives/"))


def test_a_file_that_is_still_being_written_is_copied_when_it_is_whole(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    path = Path(settings.MEDIA_ROOT) / "documents" / "growing.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"The first half")
    at(monkeypatch, "before dump", lambda: path.write_bytes(b"The first half, and the second"))

    archive = make_backup(vault, Progress()).archive

    assert names_of(vault, archive)["documents/growing.txt"].size == 30


def test_a_name_that_is_used_again_has_its_new_bytes(vault: Vault, settings: Any) -> None:
    path = Path(settings.MEDIA_ROOT) / "documents" / "report.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old bytes")
    first = names_of(vault, make_backup(vault, Progress()).archive)
    path.write_bytes(b"new bytes")

    second = names_of(vault, make_backup(vault, Progress()).archive)

    assert first["documents/report.txt"].sha256 != second["documents/report.txt"].sha256


def test_an_object_that_was_cut_off_in_the_location_is_written_again(vault: Vault, settings: Any) -> None:
    default_storage.save("documents/one.txt", ContentFile(b"The first of all files" * 100))
    make_backup(vault, Progress())
    (content,) = (Path(settings.DATA) / "backups" / "files").rglob("*.age")
    content.write_bytes(content.read_bytes()[:500])

    made = make_backup(vault, Progress())

    assert made.written_files == 1
    assert content.stat().st_size > 2000


def test_hidden_files_and_odd_names_stay_out(vault: Vault, settings: Any) -> None:
    root = Path(settings.MEDIA_ROOT)
    for name in (".restoring/new/a.txt", ".hidden", "documents/with\nline.txt", "documents/fine.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    told = io.StringIO()

    archive = make_backup(vault, Progress(told)).archive

    assert set(names_of(vault, archive)) == {"documents/fine.txt"}
    assert "Left out" in told.getvalue()


def test_nobody_who_writes_waits_long(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the parts are written the database is free."""
    copies: list[str] = []
    copy_new = FileCopies.copy_new

    def copying(self: FileCopies) -> None:
        copies.append(upload(f"Written while copying {len(copies)}").title)
        copy_new(self)

    monkeypatch.setattr(FileCopies, "copy_new", copying)
    make_backup(vault, Progress())
    assert len(copies) == 2


def test_the_key_file_is_one_that_age_reads() -> None:
    """pyrage, another's implementation of the format, opens what was written here, and nothing else does."""
    encrypted = encrypt_with("a long enough passphrase", b"the key")
    assert decrypt_with("a long enough passphrase", encrypted) == b"the key"
    assert encrypted.count(b"\n") >= 4
