"""Whole portals on this machine, filled by tests.services.flow.seed, embedded or with PostgreSQL and Redis."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests.conftest import ingredients_hash, template_database
from tests.services.processes import PATIENCE
from tests.services.servers import (
    REPOSITORY,
    Portal,
    PostgreSQL,
    Process,
    await_server,
    postgresql_binaries,
    run,
    spare_port,
    start,
)

KEPT = REPOSITORY / "var" / "test-databases"
SEED = "from tests.services.flow.seed import found, seed"
# Besides what a founded portal is made of: with another seed the kept portals are made anew.
INGREDIENTS = [Path(__file__).parent / "seed.py", REPOSITORY / "tests" / "factories.py"]
VERSIONS_KEPT = 3


@dataclass
class Installation(Portal):
    """A portal with an address of its own, served as `make run` serves it."""

    settings: str = "tests.services.flow.settings"
    port: int = field(default_factory=spare_port)
    mail_port: int = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        own = {"PORT": str(self.port), "BASE_URL": self.url}
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}"} if self.mail_port else {}
        inherited = {name: value for name, value in super().env.items() if name != "EMAIL_URL"}
        return inherited | own | mail

    def serve(self) -> Process:
        """Start the web server, several requests at a time in one process, and wait until it answers."""
        options = [f"--bind=127.0.0.1:{self.port}", "--worker-class=gthread", "--threads=8", "--no-control-socket"]
        process = start([sys.executable, "-m", "gunicorn", "portal.wsgi", *options], self.log("web"), env=self.env)
        await_server(process, lambda: socket.create_connection(("127.0.0.1", self.port)).close(), ConnectionError)
        return process

    def execute(self, statement: str) -> None:
        """Change the database behind the portal's back."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                connection.execute(sql.SQL(statement))
            return
        with closing(sqlite3.connect(self.data / "neary.sqlite3", timeout=PATIENCE)) as file, file:
            file.execute(statement)

    def move_in(self) -> None:
        """Give the site, which was founded elsewhere, this portal's address."""
        self.execute(f"UPDATE wagtailcore_site SET hostname = 'localhost', port = {self.port}")
        self.execute("DELETE FROM cache")


def embedded(data: Path, mail_port: int = 0) -> Installation:
    """A filled portal on SQLite, with files for messages."""
    shutil.copytree(kept("embedded", build_embedded), data, dirs_exist_ok=True)
    installation = Installation(data, mail_port=mail_port)
    installation.move_in()
    return installation


def served(data: Path, server: PostgreSQL, redis_url: str, mail_port: int = 0) -> Installation:
    """A filled portal on PostgreSQL and Redis."""
    folder = kept("postgresql", lambda building: build_postgresql(building, server))
    shutil.copytree(folder, data, dirs_exist_ok=True)
    name = server.database()
    run(
        [program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", folder / "dump.sql", server.url(name)]
    )
    installation = Installation(data, database_url=server.url(name), redis_url=redis_url, mail_port=mail_port)
    installation.move_in()
    return installation


def build_embedded(folder: Path) -> None:
    shutil.copyfile(template_database(), folder / "neary.sqlite3")
    Installation(folder).python(f"{SEED}; seed()")


def build_postgresql(folder: Path, server: PostgreSQL) -> None:
    url = server.url(server.database())
    Installation(folder, database_url=url).python(f"{SEED}; found(); seed()")
    dump = run([program("pg_dump"), "--no-owner", url])
    (folder / "dump.sql").write_text(dump)


def program(name: str) -> Path:
    """One of the programs of PostgreSQL that is beside the server; the server itself may be a link."""
    return (postgresql_binaries() / "postgres").resolve().parent / name


def kept(kind: str, build: Callable[[Path], None]) -> Path:
    """The folder of a filled portal of this kind, to be copied; `build(folder)` fills it where there is none yet."""
    own = b"".join(path.read_bytes() for path in INGREDIENTS)
    folder = KEPT / f"flow-{kind}-{ingredients_hash()}-{hashlib.sha256(own).hexdigest()[:8]}"
    with one_at_a_time(kind):
        if not folder.exists():
            building = folder.with_suffix(".building")
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir()
            build(building)
            building.rename(folder)
            forget_old(kind)
    return folder


@contextmanager
def one_at_a_time(kind: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"flow-{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget_old(kind: str) -> None:
    versions = sorted(KEPT.glob(f"flow-{kind}-*"), key=lambda path: path.stat().st_mtime)
    for old in versions[:-VERSIONS_KEPT]:
        shutil.rmtree(old)
