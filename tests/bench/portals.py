"""Portals with workers in both ways to run, for benchmarks of what happens after a commit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage
from tests.services.portal import WORKER_OPTIONS
from tests.services.processes import Process, await_ready, start
from tests.services.servers import postgresql, redis_server

SERVED, EMBEDDED = "PostgreSQL and Redis", "embedded"


@dataclass
class Running:
    """A portal with its worker, and a process of it that answers questions."""

    worker: Process
    portal: Answerer


@contextmanager
def running(
    way: str, folder: Path, module: str = "moderation_portal", variables: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """A founded portal with two worker processes on PostgreSQL and Redis, or with the one of the embedded way.

    `module` answers questions; `variables` are further ones of its environment.
    """
    folder.mkdir(parents=True)
    env = environment(folder) | dict(variables or {})
    if way == EMBEDDED:
        with founded(env, folder, module) as portal:
            yield portal
        return
    with postgresql() as database, redis_server() as redis:
        served = {"DATABASE_URL": database.url(database.database()), "REDIS_URL": redis.url}
        with founded(env | served, folder, module) as portal:
            yield portal


@contextmanager
def founded(env: dict[str, str], folder: Path, module: str) -> Iterator[Running]:
    for command in (["migrate", "-v0"], ["createcachetable"], ["set_up_portal"], ["outbox", "sweep"]):
        manage(env, *command)
    log = folder / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "-c", "2", "-l", "info", *WORKER_OPTIONS]
    worker = start(command, log, env)
    portal = Answerer(module, env)
    try:
        await_ready(worker, lambda: " ready." in log.read_text())
        yield Running(worker, portal)
    finally:
        portal.close()
        worker.kill()
