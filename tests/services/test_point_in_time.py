"""A PostgreSQL whose folder is gone comes back as it was at a time that was asked for."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pyrage
import pytest

from tests.postgresql_template import program
from tests.services.conftest import unavailable
from tests.services.processes import REPOSITORY, Process, await_server, run, spare_port, start, wait_for
from tests.services.servers import MAKE_ROLES, PORTAL_PASSWORD, ServerMissing, postgresql_binaries

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("point_in_time")]

ARCHIVE = REPOSITORY / "docker" / "postgres" / "archive"
USER = "postgres" if os.geteuid() == 0 else None


@dataclass
class Archived:
    """A server that archives its log, encrypted, in a folder of the user who runs it."""

    folder: Path
    env: dict[str, str]
    port: int = field(default_factory=spare_port)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def wal(self) -> Path:
        return self.folder / "archive" / "wal"

    def start(self, **chosen: str) -> Process:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "archive_mode": "on",
            "archive_command": f"{ARCHIVE} segment %p %f",
            "archive_timeout": "300",
        } | chosen
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(postgresql_binaries() / "postgres"), "-D", str(self.data), *options]
        process = start(command, self.folder / "log", user=USER, env=self.env)
        await_server(process, lambda: self.connect().close(), psycopg.OperationalError)
        return process

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(f"postgres://postgres@127.0.0.1:{self.port}/postgres", autocommit=True)

    def write(self, text: str) -> str:
        """Commit a row, and return a time after it and before what follows."""
        with self.connect() as connection:
            connection.execute("INSERT INTO kept VALUES (%s)", [text])
            time.sleep(0.05)
            return str(
                connection.execute(
                    "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')"
                ).fetchone()[0]
            )

    def rows(self) -> list[str]:
        with self.connect() as connection:
            return [text for (text,) in connection.execute("SELECT text FROM kept ORDER BY text")]

    def archive(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [str(part) for part in (ARCHIVE, *arguments)]
        return subprocess.run(command, env=self.env | variables, user=USER, capture_output=True, text=True, timeout=60)

    def base(self) -> None:
        done = self.archive("base", PGHOST=str(self.folder), PGPORT=str(self.port))
        assert done.returncode == 0, done.stderr

    def archive_all(self) -> None:
        with self.connect() as connection:
            segment = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()[0]
        wait_for(lambda: any(self.wal.glob(f"{segment}_*")), "the segment in the archive", seconds=30)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may enter, which pytest's own are not."""
    try:
        binaries = postgresql_binaries()
    except ServerMissing as missing:
        unavailable(str(missing))
    if not shutil.which("age"):
        unavailable("age is not installed (Debian: age)")
    with tempfile.TemporaryDirectory(prefix="neary-archive-") as name:
        if USER:
            os.chown(name, pwd.getpwnam(USER).pw_uid, -1)
        run([binaries / "initdb", "-D", f"{name}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync", "--no-instructions"], user=USER)  # fmt: skip
        yield Path(name)


@pytest.fixture(scope="module")
def server(folder: Path) -> Archived:
    identity = pyrage.x25519.Identity.generate()
    (folder / "identity").write_text(f"{identity}\n")
    os.chmod(folder / "identity", 0o644)
    (folder / "archive").mkdir()
    os.chmod(folder / "archive", 0o777)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "TZ"))}
    return Archived(
        folder,
        env
        | {
            "PATH": f"{program('postgres').parent}{os.pathsep}{os.environ['PATH']}",
            "ARCHIVE": str(folder / "archive"),
            "ARCHIVE_RECIPIENT": str(identity.to_public()),
        },
    )


@dataclass
class Lost:
    """The rows written to a server that was then destroyed, with the times between."""

    times: dict[str, str]


@pytest.fixture(scope="module")
def lost(server: Archived) -> Lost:
    process = server.start()
    try:
        roles = {"POSTGRES_PASSWORD": PORTAL_PASSWORD, "ARCHIVE_ROLE": "neary_archive", "PGPORT": str(server.port)}
        run([MAKE_ROLES], env=server.env | roles | {"PGHOST": str(server.folder)})
        with server.connect() as connection:
            connection.execute("CREATE TABLE kept (text text)")
            rights = "rolreplication, rolsuper, rolcreatedb, rolcreaterole, rolpassword"
            role = connection.execute(f"SELECT {rights} FROM pg_authid WHERE rolname = 'neary_archive'").fetchone()
            assert role == (True, False, False, False, None)
        times = {"before the base": server.write("a, before the base")}
        time.sleep(1.1)  # the base is named by the second
        server.base()
        time.sleep(1.1)
        times["first"] = server.write("b, before the first time")
        server.archive_all()
        times["second"] = server.write("c, between the times")
        server.write("d, after the second time")
        server.archive_all()
    finally:
        process.kill()
    shutil.rmtree(server.data)
    return Lost(times)


def restored(server: Archived, at: str, folder: str) -> subprocess.CompletedProcess[str]:
    return server.archive("restore", at, server.folder / folder, ARCHIVE_IDENTITY_FILE=str(server.folder / "identity"))


A, B, C, D = "a, before the base", "b, before the first time", "c, between the times", "d, after the second time"


def test_exactly_what_was_committed_by_then_comes_back(server: Archived, lost: Lost) -> None:
    for at, rows in (("second", [A, B, C]), ("first", [A, B])):
        done = restored(server, lost.times[at], at)
        assert done.returncode == 0, done.stderr
        assert re.search(r"the last change in it is of 20\d\d-.+ \(asked for: ", done.stdout), done.stdout
        (server.folder / at).rename(server.data)
        process = server.start(archive_mode="off")
        try:
            assert server.rows() == rows
            server.write("it is written to again")
        finally:
            process.kill()
            shutil.rmtree(server.data)


def test_nothing_in_the_archive_can_be_read_without_the_key(server: Archived, lost: Lost) -> None:
    files = [path for path in (server.folder / "archive").rglob("*") if path.is_file() and path.name != ".lock"]
    assert len(files) > 3
    for path in files:
        assert path.read_bytes().startswith(b"age-encryption.org/v1"), path
        assert path.stat().st_mode & 0o077 == 0, path
    done = server.archive("restore", lost.times["first"], server.folder / "unread")
    assert done.returncode != 0 and "ARCHIVE_IDENTITY_FILE" in done.stderr
    assert list((server.folder / "unread").glob("*")) == []


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        (lambda lost: lost.times["before the base"], "is of a later time: nothing before it can be restored."),
        (lambda _: "2999-01-01T00:00", "2999-01-01T00:00 is still to come."),
        (lambda _: "yesterday", "yesterday is no time: write it as 2026-11-30T14:05"),
        (lambda _: "2026-13-01T00:00", "2026-13-01T00:00 is no time"),
    ],
)
def test_a_time_that_cannot_be_restored_is_refused(
    server: Archived, lost: Lost, at: Callable[[Lost], str], fault: str
) -> None:
    done = restored(server, at(lost), "refused")
    assert done.returncode == 1 and fault in done.stderr, done.stderr
    assert not (server.folder / "refused").exists()


def test_a_time_after_the_archive_s_end_is_told_with_its_end(server: Archived, lost: Lost) -> None:
    done = restored(server, time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime()), "late")
    assert done.returncode == 1 and re.match(
        r"The archive ends at 20\d\d-.+, before .+: nothing was restored", done.stderr
    )
    assert list((server.folder / "late").iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(server: Archived, lost: Lost) -> None:
    done = restored(server, lost.times["first"], "archive")
    assert done.returncode == 1 and "is not empty: name an empty folder, or a new one." in done.stderr


def test_a_damaged_segment_ends_the_restore_and_not_the_log(server: Archived, lost: Lost) -> None:
    newest = sorted(path for path in server.wal.glob("0*") if "backup" not in path.name)[-1]
    content = newest.read_bytes()
    newest.write_bytes(content[:-1])
    try:
        done = restored(server, "latest", "damaged")
        assert done.returncode == 1 and "cannot be read" in done.stderr, done.stderr
        assert list((server.folder / "damaged").iterdir()) == []
    finally:
        newest.write_bytes(content)


def test_a_segment_is_kept_once_and_never_overwritten(server: Archived, tmp_path: Path) -> None:
    own = {"ARCHIVE": str(server.folder / "other")}
    for text, code in (("one", 0), ("one", 0), ("another", 1)):
        path = server.folder / "segment"
        path.write_text(text)
        os.chmod(path, 0o644)
        assert server.archive("segment", path, "0001", **own).returncode == code
    assert len(list((server.folder / "other" / "wal").glob("[!.]*"))) == 1
    assert list((server.folder / "other" / "wal").glob(".part*")) == []


def test_what_is_older_than_five_weeks_goes(server: Archived) -> None:
    wal = server.folder / "third" / "wal"
    wal.mkdir(parents=True)
    for name, days in (("old", 35.1), ("young", 34.9), (".part.1", 2), (".part.2", 0)):
        (wal / name).touch()
        os.utime(wal / name, (time.time() - days * 86400,) * 2)
    for path in (wal.parent, wal):
        os.chmod(path, 0o777)
    done = server.archive("expire", ARCHIVE=str(wal.parent))
    assert done.stdout == "Removed 1 files older than 35 days.\n", done.stderr
    assert {path.name for path in wal.iterdir()} == {"young", ".part.2"}
    assert server.archive("expire", ARCHIVE_DAYS="36").returncode == 1
