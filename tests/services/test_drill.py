"""Workers, broker and database die while events are made: nothing is lost, doubled or out of order.

`make drill` runs the long one, and lets one rule after another be missing, which the drill must notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services import servers
from tests.services.conftest import running
from tests.services.drill import FaultRun, Plan
from tests.services.drill_outcome import DrillOutcome, outcome_of
from tests.services.outbox import SETTINGS, Drill
from tests.services.servers import Portal, PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

LONG = Plan(events=10_000, kills=100, redis_restarts=20, wiped=5, database_stops=3)
SHORT = Plan(events=1_000, kills=15, redis_restarts=4, wiped=1, database_stops=1)
SMALL = Plan(events=300, kills=5, redis_restarts=2, wiped=1, rate=60)
EMBEDDED = Plan(events=400, kills=6, rate=25, tail=30)


@pytest.fixture(scope="module")
def crashing() -> Iterator[PostgreSQL]:
    """A PostgreSQL of this drill's own that keeps what it has committed."""
    yield from running(servers.postgresql(synchronous_commit="on"))


@pytest.fixture
def make_fault_run(data: Path, crashing: PostgreSQL, redis: Redis) -> Callable[[Plan], FaultRun]:
    portal = Portal(data, SETTINGS, crashing.url(crashing.database()), redis.url)
    portal.manage("migrate", "-v0")
    return lambda plan: FaultRun(Drill(portal), plan, redis, crashing)


def report(fault_run: FaultRun, result: DrillOutcome, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        done = ", ".join(f"{count} {what}" for what, count in fault_run.done.items())
        print(f"\n{done}\n{result}\n{fault_run.waiting} waited after the last fault, none {fault_run.took:.1f} s later")


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "plan", [pytest.param(LONG, id="long", marks=pytest.mark.drill), pytest.param(SHORT, id="short")]
)
def test_two_workers_two_servers_and_every_effect_once(plan, make_fault_run, capsys):
    fault_run = make_fault_run(plan)
    fault_run.run(workers=2)
    result = outcome_of(fault_run)
    report(fault_run, result, capsys)
    assert result.events == plan.events
    assert result.dead and result.is_right(), result


def test_one_worker_and_files(embedded, capsys):
    fault_run = FaultRun(embedded, EMBEDDED)
    fault_run.run(workers=1)
    result = outcome_of(fault_run)
    report(fault_run, result, capsys)
    assert result.dead and result.is_right(), result


@pytest.mark.drill
@pytest.mark.parametrize(
    ("rule", "noticed"),
    [("key", lambda result: result.doubled), ("order", lambda result: result.out_of_order and result.wrong_pages)],
)
def test_the_drill_notices_a_missing_rule(rule, noticed, make_fault_run, monkeypatch, capsys):
    monkeypatch.setenv("DRILL_WITHOUT", rule)
    fault_run = make_fault_run(SMALL)
    fault_run.run(workers=2)
    result = outcome_of(fault_run)
    report(fault_run, result, capsys)
    assert noticed(result), result


@pytest.mark.drill
def test_the_drill_notices_a_missing_sweep(make_fault_run, monkeypatch, capsys):
    monkeypatch.setenv("DRILL_WITHOUT", "sweep")
    fault_run = make_fault_run(SMALL)
    with pytest.raises(TimeoutError):
        fault_run.run(workers=2, drained=15)
    result = outcome_of(fault_run)
    report(fault_run, result, capsys)
    assert result.lost
