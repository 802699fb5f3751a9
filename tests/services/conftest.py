"""Servers that one test process shares. A missing server is a loud skip on one's own machine, a failure in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from tests.services import elasticsearch as search_server
from tests.services import postfix as mail_server
from tests.services import servers
from tests.services.outbox import SETTINGS, Drill

Server = TypeVar("Server")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.PostgreSQL]:
    yield from running(servers.postgresql())


@pytest.fixture(scope="session")
def redis() -> Iterator[servers.Redis]:
    yield from running(servers.redis_server())


@pytest.fixture(scope="session")
def elasticsearch() -> Iterator[search_server.Elasticsearch]:
    yield from running(search_server.elasticsearch())


@pytest.fixture
def postfix() -> Iterator[mail_server.Postfix]:
    yield from running(mail_server.postfix())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder for the files of a portal."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def processes() -> Iterator[Callable[[servers.Process], servers.Process]]:
    """Ends what a test has started, whatever becomes of the test."""
    with ExitStack() as started:

        def keep(process: servers.Process) -> servers.Process:
            started.callback(process.kill)
            return process

        yield keep


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the drill's tables, to be copied."""
    folder = tmp_path_factory.mktemp("migrate")
    servers.Portal(folder, SETTINGS).manage("migrate", "-v0")
    return folder / "neary.sqlite3"


@pytest.fixture
def embedded(data: Path, migrated_file: Path) -> Drill:
    shutil.copyfile(migrated_file, data / "neary.sqlite3")
    return Drill(servers.Portal(data, SETTINGS))


@pytest.fixture(scope="session")
def migrated(postgresql: servers.PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the drill's tables, to be copied."""
    name = postgresql.database()
    servers.Portal(tmp_path_factory.mktemp("migrate"), SETTINGS, postgresql.url(name)).manage("migrate", "-v0")
    return name


@pytest.fixture
def served(data: Path, postgresql: servers.PostgreSQL, redis: servers.Redis, migrated: str) -> Drill:
    return Drill(servers.Portal(data, SETTINGS, postgresql.url(postgresql.database(migrated)), redis.url))


@pytest.fixture(params=["embedded", "served"])
def drill(request: pytest.FixtureRequest) -> Drill:
    return request.getfixturevalue(request.param)


def running(manager: AbstractContextManager[Server]) -> Iterator[Server]:
    """The server while it runs, or the reason why these tests cannot."""
    try:
        with manager as server:
            yield server
    except servers.ServerMissing as missing:
        unavailable(str(missing))


def unavailable(reason: str) -> None:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"CI promises this server: {reason}")
    pytest.skip(f"NOT TESTED, because {reason}")
