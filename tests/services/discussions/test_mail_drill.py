"""LMTP server, worker and Postfix die while 400 mails come in and 400 go out: none is lost, and no post is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import servers
from tests.services.conftest import running
from tests.services.discussions.drill import MailDrill
from tests.services.discussions.portal import embedded, served
from tests.services.postfix import Postfix
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("services"), pytest.mark.timeout(900)]


@pytest.fixture
def keeping() -> Iterator[PostgreSQL]:
    """A PostgreSQL that keeps what it has committed."""
    yield from running(servers.postgresql(synchronous_commit="on"))


def run(drill: MailDrill, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = drill.run()
    kills = sum(drill.done.values())
    with capsys.disabled():
        print(f"\n{dict(drill.done)}: {drill.accepted} in; {outcome}; settled {drill.took:.0f} s after the last fault")
    assert drill.done == {"lmtp": 12, "worker": 10, "postfix": 2}
    assert outcome.is_right(kills), outcome


def test_embedded(data: Path, postfix: Postfix, capsys: pytest.CaptureFixture[str]) -> None:
    run(MailDrill(embedded(data, postfix), postfix), capsys)


def test_on_postgresql_and_redis(
    data: Path, keeping: PostgreSQL, redis: Redis, postfix: Postfix, capsys: pytest.CaptureFixture[str]
) -> None:
    run(MailDrill(served(data, keeping, redis.url, postfix), postfix), capsys)
