"""Portals with workers in both ways to run, for benchmarks of what happens after a commit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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
def running(way: str, folder: Path) -> Iterator[Running]:
    """A founded portal with two worker processes on PostgreSQL and Redis, or with the one of the embedded way."""
    folder.mkdir(parents=True)
    env = environment(folder)
    if way == EMBEDDED:
        with founded(env, folder) as portal:
            yield portal
        return
    with postgresql() as database, redis_server() as redis:
        served = {"DATABASE_URL": database.url(database.database()), "REDIS_URL": redis.url}
        with founded(env | served, folder) as portal:
            yield portal


@contextmanager
def founded(env: dict[str, str], folder: Path) -> Iterator[Running]:
    for command in (["migrate", "-v0"], ["createcachetable"], ["set_up_portal"], ["outbox", "sweep"]):
        manage(env, *command)
    log = folder / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "-c", "2", "-l", "info", *WORKER_OPTIONS]
    worker = start(command, log, env)
    portal = Answerer("moderation_portal", env)
    try:
        await_ready(worker, lambda: " ready." in log.read_text())
        yield Running(worker, portal)
    finally:
        portal.close()
        worker.kill()
