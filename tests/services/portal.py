"""The portal's own processes, as they run outside the tests."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.processes import PATIENCE, REPOSITORY, Process, await_ready, await_server, run, start

READY = " ready."
WORKER_OPTIONS = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@dataclass
class Portal:
    """The portal as it runs outside the tests: an environment, and real processes in it.

    Without database and broker it is embedded: SQLite and messages as files under `data`.
    """

    data: Path
    settings: str = "portal.settings.dev"
    database_url: str = ""
    redis_url: str = ""
    elasticsearch_url: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The environment of its processes; variables of the tester's own portal do not leak into it."""
        chosen = {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "ELASTICSEARCH_URL": self.elasticsearch_url,
        }
        mine = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in chosen}
        return {
            **mine,
            **{name: value for name, value in chosen.items() if value},
            "DJANGO_SETTINGS_MODULE": self.settings,
            "NEARY_DATA": str(self.data),
            "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'site'}",
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command to its end and give what it printed."""
        return run([sys.executable, "manage.py", *arguments], env=self.env)

    def python(self, script: str) -> str:
        """Run a script in a process of its own, with Django set up, and give what it printed."""
        return run([sys.executable, "-c", f"import django; django.setup()\n{script}"], env=self.env)

    def query(self, statement: str) -> list[tuple]:
        """The rows of an SQL statement, asked of the database itself: cheap enough to be asked over and over."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(sql.SQL(statement)).fetchall()
        with closing(sqlite3.connect(self.data / "neary.sqlite3", timeout=PATIENCE)) as connection:
            return connection.execute(statement).fetchall()

    def script(self, script: str) -> Process:
        """Start a script in a process of its own, with Django set up, and go on."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{script}"]
        return start(command, self.log("script"), env=self.env)

    def tests(self, *arguments: str) -> str:
        """Run tests in a process of its own against this database, and give what pytest said."""
        return run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments], env=self.env)

    def worker(self) -> Process:
        """Start a Celery worker and wait until it takes messages."""
        pool = ["-c", "2"] if self.redis_url else []
        log = self.log("worker")
        before = log.read_text().count(READY) if log.exists() else 0
        process = self.celery("worker", *pool, "-l", "info", *WORKER_OPTIONS)
        await_ready(process, lambda: log.read_text().count(READY) > before)
        return process

    def beat(self) -> Process:
        return self.celery("beat", "-l", "info")

    def celery(self, program: str, *options: str) -> Process:
        return start(self.command(program, *options), self.log(program), env=self.env)

    def command(self, program: str, *options: str) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "portal", program, *options]

    def web(self, port: int) -> Process:
        """Start the web server on a port of this machine and wait until it answers."""
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
        process = start(command, self.log("web"), env=self.env)
        await_server(process, lambda: socket.create_connection(("127.0.0.1", port)).close(), ConnectionError)
        return process

    def log(self, program: str) -> Path:
        return self.data / f"{program}.log"
