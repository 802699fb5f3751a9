"""The two portals that are compared: source, virtual environment, data and server of each."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.processes import REPOSITORY
from tests.services.servers import spare_port

KEPT = REPOSITORY / "var" / "against"
PATIENCE = 120.0  # seconds until a server answers
WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")
SERVER = ("--worker-class=gthread", "--threads=4", "--log-level=warning", "--no-control-socket")


@dataclass
class Side:
    """One commit's portal. It is only spoken to by `manage.py` and by HTTP: its code may differ in everything else."""

    name: str
    source: Path
    python: Path
    data: Path
    port: int = field(default_factory=spare_port)
    # Variables of servers that it uses, such as DATABASE_URL; without them it is embedded.
    servers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        servers = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "EMAIL_URL")
        inherited = {name: value for name, value in os.environ.items() if name not in servers}
        return (
            inherited
            | self.servers
            | {
                "NEARY_DATA": str(self.data),
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
                "DEBUG": "false",
                "LOG_LEVEL": "ERROR",
                "PORT": str(self.port),
                "ALLOWED_HOSTS": "127.0.0.1,localhost",
                "API_REQUESTS_A_MINUTE": "0",
                "PYTHONPATH": f"{self.source}{os.pathsep}{self.source / 'site'}",
            }
        )

    def manage(self, *command: str) -> str:
        """Run a command of `manage.py` and return what it printed. Raises RuntimeError when it failed."""
        return run([str(self.python), "manage.py", *command], self.source, self.env)

    def prepare(self, organizations: int, pages: int) -> None:
        """Make the database, with the demo's people and pages and a synthetic corpus."""
        self.data.mkdir(parents=True)
        run([str(self.python), "tools/catalogues.py"], self.source, self.env)
        corpus = ("--organizations", str(organizations), "--pages", str(pages))
        # `populate` sets the portal up too: the command that does only this had another name in earlier commits.
        for command in (("migrate", "-v0"), ("createcachetable",), ("populate", *corpus), ("demo",)):
            self.manage(*command)
        self.carry_out()

    def carry_out(self) -> None:
        """Carry out everything that waits in the outbox."""
        while self.pending():
            self.manage("outbox", "sweep")

    def pending(self) -> int:
        return int(json.loads(self.manage("outbox", "status", "--json"))["pending"])

    def demo(self) -> dict[str, Any]:
        return dict(json.loads((self.data / "demo.json").read_text()))

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve the portal without a worker; the server ends with the block."""
        (self.data / "static").mkdir(exist_ok=True)
        with self.running("server", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{self.port}", *SERVER) as process:
            await_answer(self.port, process)
            yield

    @contextmanager
    def worker(self) -> Iterator[None]:
        """Let a worker carry out the outbox until the block ends; others may run beside it."""
        options = ("--loglevel=WARNING", f"--hostname={self.name}@%h", *WORKER)
        with self.running("worker", "celery", "-A", "portal", "worker", *options):
            yield

    @contextmanager
    def running(self, what: str, *module: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a module of its Python until the block ends; what it says is in a log named after it."""
        with (self.data / f"{what}-{self.name}.log").open("w") as log:
            command = [str(self.python), "-m", *module]
            process = subprocess.Popen(command, cwd=self.source, env=self.env, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)


def run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> str:
    """Run a command in a folder and return what it printed. Raises RuntimeError with its last words."""
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr[-3000:]}")
    return done.stdout


def await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a port takes connections. Raises RuntimeError when the process ends or is silent for too long."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("A server did not start; see its log in its folder.")


def ours(folder: Path) -> Side:
    """Return the working copy's side, with the Python that runs this."""
    return Side("this", REPOSITORY, Path(sys.executable), folder / "this")


def theirs(commit: str, folder: Path) -> Side:
    """Return a commit's side: its worktree and virtual environment are made once and kept in var/against/."""
    sha = run(["git", "rev-parse", "--verify", f"{commit}^{{commit}}"], REPOSITORY).strip()
    place = KEPT / sha
    source, python = place / "source", place / "venv" / "bin" / "python"
    if not source.exists():
        run(["git", "worktree", "prune"], REPOSITORY)
        run(["git", "worktree", "add", "--detach", str(source), sha], REPOSITORY)
    if not (place / "ready").exists():
        print(f"Installing what {sha[:12]} requires ...", flush=True)
        run([sys.executable, "-m", "venv", str(place / "venv")], REPOSITORY)
        requirements = source / "requirements" / "base.txt"
        run([str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(requirements)], source)
        (place / "ready").touch()
    return Side(sha[:12], source, python, folder / sha[:12])
