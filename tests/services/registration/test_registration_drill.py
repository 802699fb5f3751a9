"""Web server and worker die while 500 people register for 20 places: nobody is doubled, lost or overtaken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import servers
from tests.services.conftest import running
from tests.services.mail_sink import Sink, mail_sink
from tests.services.registration.drill import CANCELLING, PEOPLE, PLACES, RegistrationDrill
from tests.services.registration.portal import embedded, served
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("services"), pytest.mark.timeout(900)]


@pytest.fixture
def keeping() -> Iterator[PostgreSQL]:
    """A PostgreSQL that keeps what it has committed."""
    yield from running(servers.postgresql(synchronous_commit="on"))


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_sink() as sink:
        yield sink


def run(drill: RegistrationDrill, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = drill.run()
    with capsys.disabled():
        print(f"\n{dict(drill.done)}, {drill.sent_again} forms sent twice: {outcome} after {drill.took:.0f} s")
    assert drill.done == drill.kills and drill.sent_again == PEOPLE * 3 // 10
    assert (outcome.people, outcome.places, outcome.cancelled) == (PEOPLE, PLACES, CANCELLING), outcome
    assert outcome.numbers_are_whole and not (outcome.doubled or outcome.overtaken or outcome.unconfirmed), outcome
    assert not outcome.wrong_mails and not outcome.dead, outcome
    # A worker that dies after the mail server's answer sends the mail once more.
    assert outcome.doubles <= 2 * drill.done["worker"], outcome


def test_embedded(data: Path, sink: Sink, capsys: pytest.CaptureFixture[str]) -> None:
    run(RegistrationDrill(embedded(data, sink.port), sink), capsys)


def test_on_postgresql_and_redis(
    data: Path, keeping: PostgreSQL, redis: Redis, sink: Sink, capsys: pytest.CaptureFixture[str]
) -> None:
    run(RegistrationDrill(served(data, keeping, redis.url, sink.port), sink), capsys)
