"""Private servers for tests: PostgreSQL and Redis on spare ports, and the portal's own processes against them.

Every server lives in a temporary folder and ends, by its process id, with whoever started it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis
from psycopg import sql

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 20.0


class ServerMissing(Exception):
    """A server that the tests need is not installed, or does not start."""


class CommandFailed(Exception):
    """A command ended with an error."""


@dataclass
class Process:
    """A process that was started here, with all that it started itself (it leads a group of its own)."""

    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.popen.pid

    def running(self) -> bool:
        return self.popen.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and all that it started."""
        os.killpg(self.pid, number)

    def children(self) -> list[int]:
        """The ids of the processes that it has started itself and that still run."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.running():
            self.signal(signal.SIGKILL)
        self.popen.wait(PATIENCE)

    def stop(self) -> None:
        """Ask it to end; insist when it does not."""
        if self.running():
            self.popen.terminate()
        try:
            self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()


def start(command: list[str], log: Path, env: Mapping[str, str] | None = None, user: str | None = None) -> Process:
    """Start a process in a group of its own; what it says is appended to `log`."""
    with log.open("ab") as output:
        popen = subprocess.Popen(
            command, cwd=REPOSITORY, env=env, user=user, stdout=output, stderr=output, start_new_session=True
        )
    return Process(popen, log)


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE, every: float = 0.02) -> float:
    """Wait until `condition()` is true and tell how long it took (seconds). Raises TimeoutError, naming `what`."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"Waited {seconds} s in vain for {what}")
        time.sleep(every)
    return time.monotonic() - began


def spare_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


# PostgreSQL


@dataclass
class PostgreSQL:
    """A running instance; `database()` gives a fresh database."""

    process: Process
    port: int

    def url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(name), autocommit=True)

    def database(self, template: str = "template1") -> str:
        """Create a database, as a copy of `template` if one is named, and give its name."""
        name = f"neary_{secrets.token_hex(4)}"
        with self.connect() as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return name


def postgresql_binaries() -> Path:
    """Where PostgreSQL's programs are; Debian keeps them off the path. Raises ServerMissing."""
    found = shutil.which("postgres")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found and not installed:
        raise ServerMissing("PostgreSQL is not installed (Debian: postgresql)")
    return Path(found).parent if found else installed[-1].parent


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A private PostgreSQL that forgets safely: no fsync, UTF-8, and a ctype by which Khmer letters are letters."""
    binaries = postgresql_binaries()
    # PostgreSQL refuses to run as root; pytest's own folders are closed to other users.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="neary-postgresql-") as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data, port = Path(folder) / "data", spare_port()
        run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
             "--no-sync", "--no-instructions"], user=user)  # fmt: skip
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 60,
            "shared_buffers": "64MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        process = start([str(binaries / "postgres"), "-D", str(data), *options], Path(folder) / "log", user=user)
        server = PostgreSQL(process, port)
        try:
            await_server(process, lambda: server.connect().close(), psycopg.OperationalError)
            yield server
        finally:
            # Fast shutdown: with SIGTERM it would wait for connections that a failed test left open.
            process.popen.send_signal(signal.SIGINT)
            process.stop()


# Redis


@dataclass
class Redis:
    """A running instance that can be stopped, hung and started again on its port."""

    folder: Path
    port: int
    process: Process

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it again, empty."""
        self.process = start_redis(self.folder, self.port)

    def stop(self) -> None:
        self.process.kill()

    def hang(self) -> None:
        """Let it accept connections and answer nothing."""
        self.process.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.signal(signal.SIGCONT)


def start_redis(folder: Path, port: int) -> Process:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = start(command, folder / "log")
    client = redis.Redis(port=port, socket_timeout=1)
    await_server(process, client.ping, redis.RedisError)
    client.close()
    return process


@contextmanager
def redis_server() -> Iterator[Redis]:
    """A private Redis that keeps nothing on disk."""
    if not shutil.which("redis-server"):
        raise ServerMissing("Redis is not installed (Debian: redis-server)")
    with tempfile.TemporaryDirectory(prefix="neary-redis-") as folder:
        port = spare_port()
        server = Redis(Path(folder), port, start_redis(Path(folder), port))
        try:
            yield server
        finally:
            server.process.kill()


# Both


def run(command: list[object], env: Mapping[str, str] | None = None, user: str | None = None) -> str:
    """Run a command to its end and give what it printed. Raises CommandFailed with its last words."""
    done = subprocess.run(
        [str(part) for part in command], cwd=REPOSITORY, env=env, user=user, capture_output=True, text=True
    )
    if done.returncode:
        raise CommandFailed(f"{command[0]} failed: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def await_server(process: Process, ask: Callable[[], object], unready: type[Exception]) -> None:
    """Wait until `ask` no longer raises `unready`. Raises ServerMissing with the log when the server has ended."""

    def answers() -> bool:
        if not process.running():
            raise ServerMissing(f"The server ended at once: {process.log.read_text()[-2000:]}")
        try:
            ask()
        except unready:
            return False
        return True

    wait_for(answers, f"process {process.pid} to answer")


# The portal's own processes


@dataclass
class Portal:
    """The portal as it runs outside the tests: an environment, and real processes in it.

    Without database and broker it is embedded: SQLite and messages as files under `data`.
    """

    data: Path
    settings: str = "portal.settings.dev"
    database_url: str = ""
    redis_url: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The environment of its processes; variables of the tester's own portal do not leak into it."""
        chosen = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        mine = {name: value for name, value in os.environ.items() if name not in (*chosen, "ELASTICSEARCH_URL")}
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
        before = self.log("worker").read_text().count(READY) if self.log("worker").exists() else 0
        process = self.celery("worker", *pool, "-l", "info", *WORKER_OPTIONS)
        wait_for(lambda: self.log("worker").read_text().count(READY) > before, "the worker", every=0.05)
        return process

    def beat(self) -> Process:
        return self.celery("beat", "-l", "info")

    def celery(self, program: str, *options: str) -> Process:
        command = [sys.executable, "-m", "celery", "-A", "portal", program, *options]
        return start(command, self.log(program), env=self.env)

    def web(self, port: int) -> Process:
        """Start the web server on a port of this machine and wait until it answers."""
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
        process = start(command, self.log("web"), env=self.env)
        await_server(process, lambda: socket.create_connection(("127.0.0.1", port)).close(), ConnectionError)
        return process

    def log(self, program: str) -> Path:
        return self.data / f"{program}.log"


READY = " ready."
WORKER_OPTIONS = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
