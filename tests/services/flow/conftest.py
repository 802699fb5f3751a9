"""One whole portal for each way to run it, shared by all these tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.services.flow.flow import Flow
from tests.services.flow.portal import Installation, embedded, served
from tests.services.flow.smtp import MailServer
from tests.services.servers import PostgreSQL, Redis


@pytest.fixture(params=["embedded_flow", "served_flow"])
def flow(request: pytest.FixtureRequest) -> Flow:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def embedded_flow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flow]:
    with mail_server() as mail, running(embedded(tmp_path_factory.mktemp("embedded"), mail.port), mail) as flow:
        yield flow


@pytest.fixture(scope="session")
def served_flow(postgresql: PostgreSQL, redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flow]:
    data = tmp_path_factory.mktemp("served")
    with mail_server() as mail, running(served(data, postgresql, redis.url, mail.port), mail) as flow:
        yield flow


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    try:
        yield server
    finally:
        server.let_go()
        server.stop()


@contextmanager
def running(portal: Installation, mail: MailServer) -> Iterator[Flow]:
    flow = Flow(portal, mail)
    try:
        yield flow
    finally:
        flow.stop()
