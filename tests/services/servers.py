"""Private servers for tests: PostgreSQL and Redis on spare ports.

Every server lives in a temporary folder and ends, by its process id, with whoever started it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis
from psycopg import sql

from tests.services.portal import Portal
from tests.services.processes import (
    PATIENCE,
    REPOSITORY,
    CommandFailed,
    Process,
    ServerMissing,
    await_server,
    run,
    spare_port,
    start,
    wait_for,
)

__all__ = [
    "REPOSITORY",
    "CommandFailed",
    "Portal",
    "PostgreSQL",
    "Process",
    "Redis",
    "ServerMissing",
    "await_server",
    "postgresql",
    "redis_server",
    "run",
    "spare_port",
    "start",
    "wait_for",
]


# PostgreSQL

MAKE_ROLES = REPOSITORY / "docker" / "postgres" / "init" / "make-roles.sh"
PORTAL_ROLE, PORTAL_PASSWORD = "neary", "the-password-of-the-role"


@dataclass
class PostgreSQL:
    """A running instance; `database()` gives a fresh database."""

    launch: Callable[[], Process]
    port: int
    administrator: str = "postgres"

    def start(self) -> None:
        self.process = self.launch()
        await_server(self.process, lambda: self.connect().close(), psycopg.OperationalError)

    def crash(self) -> None:
        """End it at once; what was committed is in its log."""
        self.process.popen.send_signal(signal.SIGQUIT)
        self.process.popen.wait(PATIENCE)

    def stop(self) -> None:
        # Fast shutdown: with SIGTERM it would wait for connections that a failed test left open.
        self.process.popen.send_signal(signal.SIGINT)
        self.process.stop()

    def url(self, name: str) -> str:
        return f"postgres://{self.administrator}@127.0.0.1:{self.port}/{name}"

    def portal_url(self, name: str) -> str:
        """Return the address of a database for the portal's own role, which needs its password."""
        return f"postgres://{PORTAL_ROLE}:{PORTAL_PASSWORD}@127.0.0.1:{self.port}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(name), autocommit=True)

    def database(self, template: str = "template1") -> str:
        """Create a database, as a copy of `template` if one is named, and give its name."""
        name = f"neary_{secrets.token_hex(4)}"
        with self.connect() as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def portal_database(self) -> str:
        """Create a database and one for trials, named `..._trial`, as containers do it, and give the first's name."""
        name = f"neary_{secrets.token_hex(4)}"
        self.make_roles(name)
        return name

    def make_roles(self, name: str, **variables: str) -> None:
        """Run the containers' script for roles and databases."""
        chosen = {
            "PORTAL_ROLE": PORTAL_ROLE,
            "PORTAL_DATABASE": name,
            "PORTAL_TRIAL_DATABASE": f"{name}_trial",
            "POSTGRES_PASSWORD": PORTAL_PASSWORD,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
        }
        run([MAKE_ROLES], env=os.environ | chosen | variables)


def postgresql_binaries() -> Path:
    """Return the folder of PostgreSQL's programs; Debian keeps them off the path. Raises ServerMissing."""
    found = shutil.which("postgres")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found and not installed:
        raise ServerMissing("PostgreSQL is not installed (Debian: postgresql)")
    return Path(found).parent if found else installed[-1].parent


@contextmanager
def postgresql(administrator: str = "postgres", **chosen: Any) -> Iterator[PostgreSQL]:
    """A private PostgreSQL that forgets safely: no fsync, UTF-8, and a ctype by which Khmer letters are letters.

    `chosen` are settings of its own. With synchronous_commit="on" what is committed outlives `crash`.
    """
    binaries = postgresql_binaries()
    # PostgreSQL refuses to run as root; pytest's own folders are closed to other users.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="neary-postgresql-") as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data, port = Path(folder) / "data", spare_port()
        run([binaries / "initdb", "-D", data, "-U", administrator, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
             "--no-sync", "--no-instructions"], user=user)  # fmt: skip
        rules = data / "pg_hba.conf"
        if administrator != PORTAL_ROLE:
            rules.write_text(f"host all {PORTAL_ROLE} all scram-sha-256\n{rules.read_text()}")
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 60,
            "shared_buffers": "64MB",
            **chosen,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(binaries / "postgres"), "-D", str(data), *options]
        server = PostgreSQL(lambda: start(command, Path(folder) / "log", user=user), port, administrator)
        try:
            server.start()
            yield server
        finally:
            server.stop()


# Redis

REDIS_SCRIPT = REPOSITORY / "docker" / "redis" / "server"


@dataclass
class Redis:
    """A running instance that can be stopped, hung and started again on its port."""

    folder: Path
    port: int
    process: Process
    password: str = ""

    @property
    def url(self) -> str:
        return f"redis://{f':{self.password}@' if self.password else ''}127.0.0.1:{self.port}/0"

    def start(self, *, kept: bool = False) -> None:
        """Start it again, empty, or with what was there at the last `keep`."""
        if not kept:
            (self.folder / "dump.rdb").unlink(missing_ok=True)
        self.process = start_redis(self.folder, self.port, self.password)

    def keep(self) -> None:
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            client.save()

    def stop(self) -> None:
        self.process.kill()

    def hang(self) -> None:
        """Let it accept connections and answer nothing."""
        self.process.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.signal(signal.SIGCONT)


def start_redis(folder: Path, port: int, password: str = "") -> Process:
    """Start it; with a password by the script of the containers."""
    program = [str(REDIS_SCRIPT), "start"] if password else ["redis-server"]
    command = [*program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = start(command, folder / "log", env=os.environ | {"REDIS_PASSWORD": password})
    client = redis.Redis(port=port, password=password or None, socket_timeout=1)
    await_server(process, client.ping, redis.RedisError)
    client.close()
    return process


@contextmanager
def redis_server(password: str = "") -> Iterator[Redis]:
    """A private Redis that keeps nothing on disk."""
    if not shutil.which("redis-server"):
        raise ServerMissing("Redis is not installed (Debian: redis-server)")
    with tempfile.TemporaryDirectory(prefix="neary-redis-") as folder:
        port = spare_port()
        server = Redis(Path(folder), port, start_redis(Path(folder), port, password), password)
        try:
            yield server
        finally:
            server.process.kill()
