"""One attacked portal for all attacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services import conftest
from tests.services.attack.attacked import Attacked, BehindNginx
from tests.services.flow.conftest import mail_server
from tests.services.flow.portal import served
from tests.services.nginx import Nginx, nginx
from tests.services.servers import PostgreSQL, Redis, spare_port


@pytest.fixture(scope="session")
def own_port() -> int:
    return spare_port()


@pytest.fixture(scope="session")
def front(own_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    yield from conftest.running(nginx(own_port, tmp_path_factory.mktemp("attacked")))


@pytest.fixture(scope="session")
def attacked(own_port: int, front: Nginx, postgresql: PostgreSQL, redis: Redis) -> Iterator[Attacked]:
    with mail_server() as mail:
        portal = BehindNginx.of(served(front.data, postgresql, redis.url, mail.port), own_port, front.port)
        flow = Attacked(portal, mail)
        try:
            yield flow
        finally:
            flow.stop()
