"""Damaged, cut off, foreign and wrongly keyed backups are refused in words, and nothing is changed."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError

from accounts.models import User
from operations.backup.configuration import make_vault, open_vault
from operations.backup.file_copies import object_name
from operations.backup.making import make_backup
from operations.backup.progress import Progress
from operations.backup.store.archives import Archive, part_name, read_record, write_record
from operations.backup.store.manifest import FileEntry, read_entries
from operations.backup.store.vault import Vault
from tests.operations.conftest import OwnPortal
from tests.operations.test_backup_round import run

DATABASE, LIST, VARIABLES, RECORD = "database.sqlite3.gz", "files.jsonl.gz", "variables.env", "backup.json"
MADE: dict[str, Path] = {}


@dataclass
class Backups:
    """A location with two backups of a portal with two files, and what a test does to it."""

    folder: Path
    settings: Any

    def __post_init__(self) -> None:
        self.older, self.newest = sorted(path.name for path in (self.folder / "archives").iterdir())

    @property
    def vault(self) -> Vault:
        return open_vault(str(self.folder))

    def part(self, name: str, archive: str = "") -> Path:
        return self.folder / "archives" / (archive or self.newest) / f"{name}.age"

    def content(self, name: str) -> Path:
        """Return where the content of a file lies."""
        return self.folder / f"{object_name(self.vault.key, self.entries()[name].sha256)}.age"

    def entries(self) -> dict[str, FileEntry]:
        return read_entries(io.BytesIO(self.vault.read_bytes(part_name(self.newest, LIST))))

    def forge(self, part: str = "", data: bytes = b"", **changes: Any) -> None:
        """Write a part or a record anew as only the portal itself could: with its key, and with hashes that fit."""
        vault = self.vault
        archive = read_record(vault, self.newest)
        if part:
            written = vault.write_bytes(part_name(self.newest, part), data)
            archive = replace(archive, parts={**archive.parts, part: written})
        write_record(vault, replace(archive, **changes))

    def forge_list(self, *lines: dict[str, Any]) -> None:
        listed = gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
        self.forge(LIST, listed, files=len(lines), file_bytes=sum(line["size"] for line in lines))

    def record(self) -> Archive:
        return read_record(self.vault, self.newest)


@pytest.fixture
def backups(own_portal: OwnPortal, settings: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Backups:
    if "folder" not in MADE:
        default_storage.save("documents/one.txt", ContentFile(b"The first of two files"))
        default_storage.save("documents/two.txt", ContentFile(b"The second of two files"))
        folder = tmp_path_factory.mktemp("backups") / "made"
        for name in ("Older", "Newer"):
            User.objects.filter(email="editor@example.org").update(first_name=name)
            make_backup(make_vault(str(folder)), Progress())
        shutil.rmtree(settings.MEDIA_ROOT)
        MADE["folder"] = folder
    shutil.copytree(MADE["folder"], tmp_path / "backups")
    default_storage.save("documents/now.txt", ContentFile(b"What the portal has now"))
    return Backups(tmp_path / "backups", settings)


def flip(path: Path, at: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 0x10
    path.write_bytes(data)


def cut(path: Path, at: float) -> None:
    path.write_bytes(path.read_bytes()[: int(at * path.stat().st_size)])


def swap(one: Path, other: Path) -> None:
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def zip_file() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("neary.sqlite3", b"a" * 1000)
    return packed.getvalue()


def another_portal(backups: Backups, *, with_key: bool) -> None:
    """Put another portal's backup into the place of the newest one, or of everything."""
    other = backups.folder.parent / "other"
    make_backup(make_vault(str(other)), Progress())
    (theirs,) = (other / "archives").iterdir()
    shutil.rmtree(backups.folder / "archives" / backups.newest)
    shutil.copytree(theirs, backups.folder / "archives" / theirs.name)
    if with_key:
        shutil.copyfile(other / "key.age", backups.folder / "key.age")
        shutil.rmtree(backups.folder / "files")


def link_elsewhere(path: Path) -> None:
    kept = path.with_name("elsewhere")
    path.rename(kept)
    path.symlink_to(kept)


def file_line(name: str, size: int = 22, sha256: str = "0" * 64) -> dict[str, Any]:
    return {"name": name, "size": size, "modified": "1", "sha256": sha256}


def true_line(backups: Backups, **changes: Any) -> dict[str, Any]:
    return asdict(backups.entries()["documents/one.txt"]) | changes


def no_space(backups: Backups) -> None:
    backups.forge(database_bytes=10**17)


def migration_ahead(backups: Backups) -> None:
    backups.forge(migrations={**backups.record().migrations, "orgs": ["0001_initial", "9999_of_the_future"]})


def rows_missing(backups: Backups) -> None:
    backups.forge(rows={**backups.record().rows, "accounts_user": 4711})


DAMAGES: dict[str, tuple[Callable[[Backups], Any], str]] = {
    "database: first bit": (lambda b: flip(b.part(DATABASE), 0), "damaged or incomplete"),
    "database: a bit of its header": (lambda b: flip(b.part(DATABASE), 0.001), "damaged or incomplete"),
    "database: a bit in the middle": (lambda b: flip(b.part(DATABASE), 0.5), "damaged or incomplete"),
    "database: last bit": (lambda b: flip(b.part(DATABASE), 1), "damaged or incomplete"),
    "database: cut in the middle": (lambda b: cut(b.part(DATABASE), 0.5), "damaged or incomplete"),
    "database: last byte cut": (lambda b: cut(b.part(DATABASE), 0.999999), "damaged or incomplete"),
    "database: empty": (lambda b: b.part(DATABASE).write_bytes(b""), "damaged or incomplete"),
    "database: missing": (lambda b: b.part(DATABASE).unlink(), "is missing"),
    "database: a zip": (lambda b: b.part(DATABASE).write_bytes(zip_file()), "damaged or incomplete"),
    "database: bytes behind it": (
        lambda b: b.part(DATABASE).write_bytes(b.part(DATABASE).read_bytes() + b"more"), "damaged or incomplete",
    ),
    "database: that of the other backup": (
        lambda b: swap(b.part(DATABASE), b.part(DATABASE, b.older)), "was changed after|more bytes",
    ),
    "database: no database": (
        lambda b: b.forge(DATABASE, gzip.compress(b"nothing " * 600), database_bytes=4800), "is damaged",
    ),
    "database: more bytes than told": (
        lambda b: b.forge(DATABASE, gzip.compress(bytes(10**6)), database_bytes=4096), "more bytes than",
    ),
    "database: fewer bytes than told": (
        lambda b: b.forge(DATABASE, gzip.compress(bytes(4096)), database_bytes=8192), "is incomplete",
    ),
    "database: not packed": (lambda b: b.forge(DATABASE, b"not packed at all"), "cannot be unpacked"),
    "database: rows are missing": (rows_missing, "does not match its record"),
    "record: a bit": (lambda b: flip(b.part(RECORD), 0.9), "damaged or incomplete"),
    "record: cut": (lambda b: cut(b.part(RECORD), 0.7), "damaged or incomplete"),
    "record: that of the other backup": (lambda b: swap(b.part(RECORD), b.part(RECORD, b.older)), "to another backup"),
    "record: of no use": (lambda b: b.vault.write_bytes(part_name(b.newest, RECORD), b"[1, 2"), "cannot be read"),
    "record: a list": (lambda b: b.vault.write_bytes(part_name(b.newest, RECORD), b"[1, 2]"), "cannot be read"),
    "record: a newer format": (lambda b: b.forge(format=2, neary="9.0.0"), "by Neary 9.0.0 in a format"),
    "record: without its parts": (lambda b: b.forge(parts={}), "lacks a part"),
    "record: a newer migration": (migration_ahead, "newer Neary"),
    "record: of PostgreSQL": (
        lambda b: b.forge("database.dump", b"PGDMP", vendor="postgresql"), "of PostgreSQL, and this portal has SQLite",
    ),
    "list: a bit": (lambda b: flip(b.part(LIST), 0.9), "damaged or incomplete"),
    "list: missing": (lambda b: b.part(LIST).unlink(), "is missing"),
    "list: a file fewer": (lambda b: b.forge(LIST, gzip.compress(b"")), "list of files of the backup"),
    "list: no lines": (lambda b: b.forge(LIST, gzip.compress(b"documents/one.txt\n")), "cannot be read"),
    "list: a path that leads out": (lambda b: b.forge_list(file_line("../outside.txt")), "no file of"),
    "list: a path that leads out in the middle": (lambda b: b.forge_list(file_line("a/../../b")), "no file of"),
    "list: an absolute path": (lambda b: b.forge_list(file_line("/etc/passwd")), "no file of"),
    "list: a hidden path": (lambda b: b.forge_list(file_line(".restoring/new/a")), "no file of"),
    "list: a path with a NUL": (lambda b: b.forge_list(file_line("a\0b")), "no file of"),
    "list: one name twice": (lambda b: b.forge_list(file_line("a"), file_line("a")), "twice"),
    "list: a content longer than told": (lambda b: b.forge_list(true_line(b, size=3)), "more bytes than"),
    "list: a content shorter than told": (lambda b: b.forge_list(true_line(b, size=99)), "to another file"),
    "list: a content that is nowhere": (lambda b: b.forge_list(file_line("a.txt")), "is missing"),
    "list: a file where a folder is": (
        lambda b: b.forge_list(true_line(b, name="a"), true_line(b, name="a/b")), "cannot be written",
    ),
    "variables: a bit": (lambda b: flip(b.part(VARIABLES), 0.9), "damaged or incomplete"),
    "variables: missing": (lambda b: b.part(VARIABLES).unlink(), "is missing"),
    "content: missing": (lambda b: b.content("documents/one.txt").unlink(), "documents/one.txt: .* is missing"),
    "content: a bit": (lambda b: flip(b.content("documents/one.txt"), 0.95), "documents/one.txt: .*damaged"),
    "content: cut": (lambda b: cut(b.content("documents/one.txt"), 0.9), "documents/one.txt: .*damaged"),
    "content: swapped": (
        lambda b: swap(b.content("documents/one.txt"), b.content("documents/two.txt")), "more bytes than|another file",
    ),
    "content: a link": (lambda b: link_elsewhere(b.content("documents/one.txt")), "cannot be read"),
    "another portal's backup": (lambda b: another_portal(b, with_key=False), "another portal"),
    "another portal's key": (lambda b: shutil.copyfile(b.part(RECORD), b.folder / "key.age"), "key file .* is damaged"),
    "key: a bit": (lambda b: flip(b.folder / "key.age", 0.99), "passphrase does not open"),
    "key: missing": (lambda b: (b.folder / "key.age").unlink(), "key.age is missing"),
    "key: empty": (lambda b: (b.folder / "key.age").write_bytes(b""), "key file .* is damaged"),
    "passphrase: another": (
        lambda b: setattr(b.settings, "BACKUP_PASSPHRASE", "four weavers in a boat"), "passphrase does not open",
    ),
    "passphrase: none": (lambda b: setattr(b.settings, "BACKUP_PASSPHRASE", ""), "No passphrase"),
    "nothing there": (lambda b: shutil.rmtree(b.folder / "archives"), "There is no backup"),
    "no space": (no_space, "make room"),
}  # fmt: skip


def everything(folder: Path, settings: Any) -> dict[str, Any]:
    """Return all that the portal has, byte by byte."""
    found = [*folder.glob("neary.sqlite3*"), *Path(settings.MEDIA_ROOT).rglob("*"), *folder.glob("restored*")]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found if path.is_file()}


@pytest.mark.parametrize("kind", DAMAGES)
def test_it_is_refused_in_words_and_nothing_changes(backups: Backups, settings: Any, tmp_path: Path, kind: str) -> None:
    damage, said = DAMAGES[kind]
    damage(backups)
    before = everything(tmp_path, settings)

    with pytest.raises(CommandError, match=said) as refused:
        run("restore_backup", "--replace")

    assert everything(tmp_path, settings) == before
    assert len(str(refused.value)) < 400 and "\n" not in str(refused.value)
    assert not list(tmp_path.rglob(".neary-backup-*")) and not list(tmp_path.rglob(".restoring"))
    assert not (backups.folder / "lock").exists()


def test_the_same_backup_undamaged_is_restored(backups: Backups, settings: Any) -> None:
    run("restore_backup", "--replace")

    names = [path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert sorted(names) == ["one.txt", "two.txt"]


@pytest.mark.parametrize("step", ["database", "files"])
def test_a_failure_while_swapping_changes_nothing(
    backups: Backups, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = everything(tmp_path, settings)
    if step == "database":
        monkeypatch.setattr("operations.backup.database.sqlite.put_into_place", lambda _: os.stat("/nowhere"))
    else:
        moved = Path.rename
        monkeypatch.setattr(
            Path, "rename", lambda self, to: os.stat("/nowhere") if "new" in self.parts else moved(self, to)
        )

    with suppress(CommandError), pytest.raises(FileNotFoundError):
        run("restore_backup", "--replace")

    assert everything(tmp_path, settings) == before


def test_a_portal_that_is_running_is_not_written_over(backups: Backups, tmp_path: Path, settings: Any) -> None:
    with closing(sqlite3.connect(tmp_path / "neary.sqlite3")) as other:
        # As the portal's processes have it.
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT COUNT(*) FROM accounts_user").fetchone()
        before = everything(tmp_path, settings)
        with pytest.raises(CommandError, match=r"The portal is running\. Stop web, worker and beat"):
            run("restore_backup", "--replace")
        assert everything(tmp_path, settings) == before


def test_keys_that_could_not_be_written_stop_it_before_anything_changes(
    backups: Backups, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(tmp_path, settings)
    monkeypatch.setattr("operations.backup.restore.refusals.keys_path", lambda: tmp_path / "nowhere" / "restored.env")
    with pytest.raises(CommandError, match="keys of the portal cannot be written"):
        run("restore_backup", "--replace")
    assert everything(tmp_path, settings) == before


@pytest.mark.parametrize("at", ["2020-01-01", "soon", "20260101T000000000000Z-abcdef", "2026-13-45T99:99"])
def test_a_backup_that_is_not_there_is_told(backups: Backups, at: str) -> None:
    with pytest.raises(CommandError, match=r"No backup is older|is not a time|There is no backup"):
        run("restore_backup", "--replace", "--at", at)


def test_an_older_one_is_chosen_by_its_name_or_time(backups: Backups) -> None:
    for at in (backups.older, read_record(backups.vault, backups.older).time.isoformat()):
        run("restore_backup", "--replace", "--at", at)
        assert User.objects.get(email="editor@example.org").first_name == "Older"
