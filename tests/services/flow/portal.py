"""Whole portals on this machine, filled by tests.services.flow.seed, embedded or with PostgreSQL and Redis."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests.database_hashes import portal_hash
from tests.postgresql_template import dump, load, portal_dump, spare_database
from tests.services.processes import PATIENCE
from tests.services.servers import (
    Portal,
    PostgreSQL,
    Process,
    await_server,
    spare_port,
    start,
)
from tests.template_database import EMPTY, kept, template_database

SEED_FILE = Path(__file__).parent / "seed.py"
SEED = "from tests.services.flow.seed import seed; seed()"


# The log of production (docker/entrypoint).
ACCESS_LOG = ("--logger-class=portal.access_log.AccessLogger", "--access-logfile=-", "--log-level=warning")


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

    def serve(self, *more: str) -> Process:
        """Start the web server, several requests at a time in one process, and wait until it answers.

        `more` are further options of gunicorn.
        """
        options = [
            f"--bind=127.0.0.1:{self.port}",
            "--worker-class=gthread",
            "--threads=8",
            "--no-control-socket",
            *more,
        ]
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
    folder = kept(f"flow_embedded-{portal_hash(SEED_FILE)}", build_embedded)
    shutil.copytree(folder, data, dirs_exist_ok=True)
    installation = Installation(data, mail_port=mail_port)
    installation.move_in()
    return installation


def served(data: Path, server: PostgreSQL, redis_url: str, mail_port: int = 0) -> Installation:
    """A filled portal on PostgreSQL and Redis."""
    folder = seeded_content(server)
    shutil.copytree(folder, data, dirs_exist_ok=True)
    name = server.database()
    load(folder / "dump.sql", server.url(name))
    installation = Installation(data, database_url=server.url(name), redis_url=redis_url, mail_port=mail_port)
    installation.move_in()
    return installation


def seeded_content(server: PostgreSQL) -> Path:
    """Return the folder with the files and the dump of a filled portal, made where it is not there yet."""
    return kept(f"flow_postgresql-{portal_hash(SEED_FILE)}", lambda building: build_postgresql(building, server))


def build_embedded(folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(template_database(EMPTY), folder / "neary.sqlite3")
    Installation(folder).python(SEED)


def build_postgresql(folder: Path, server: PostgreSQL) -> None:
    folder.mkdir()
    with spare_database(server.url("postgres")) as url:
        load(portal_dump(server.url("postgres"), EMPTY), url)
        Installation(folder, database_url=url).python(SEED)
        dump(url, folder / "dump.sql")
