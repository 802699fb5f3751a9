"""Web server and worker die while editors decide on pairs: no language is ever public or decided alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import servers
from tests.services.conftest import running
from tests.services.pairs.drill import DEAD, PairsDrill
from tests.services.registration.portal import embedded, served
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services"), pytest.mark.timeout(900)]

PAIRS, KILLS = 200, {"web": 8, "worker": 8}


@pytest.fixture
def keeping() -> Iterator[PostgreSQL]:
    """A PostgreSQL that keeps what it has committed."""
    yield from running(servers.postgresql(synchronous_commit="on"))


def run(drill: PairsDrill, capsys: pytest.CaptureFixture[str]) -> None:
    ended = drill.run()
    with capsys.disabled():
        print(f"\n{dict(drill.done)}, {drill.looks} looks: {dict(ended)} after {drill.took:.0f} s")
    assert drill.halves == set()
    assert drill.done == drill.kills and drill.looks > drill.pairs
    quarter = drill.pairs // 4
    assert ended == {
        (True, True, "approved", "approved"): 2 * quarter,
        (False, False, "approved", "approved"): quarter,
        (False, False, "returned", "returned"): quarter,
    }
    assert not drill.portal.query(DEAD)[0][0]


def test_few_pairs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(PairsDrill(embedded(data, 0), 4, {"web": 1, "worker": 1}), capsys)


@pytest.mark.drill
def test_embedded(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(PairsDrill(embedded(data, 0), PAIRS, KILLS), capsys)


@pytest.mark.drill
def test_on_postgresql_and_redis(
    data: Path, keeping: PostgreSQL, redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    run(PairsDrill(served(data, keeping, redis.url, 0), PAIRS, KILLS), capsys)
