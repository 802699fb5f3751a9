"""Servers that one test process shares. A missing server is a loud skip on one's own machine, a failure in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import pytest

from tests.services import elasticsearch as search_server
from tests.services import servers

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
def data(tmp_path: Path) -> Path:
    """A folder for the files of a portal."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


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
