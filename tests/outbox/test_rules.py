"""Three rules, each tried with the fault at its point: as it is, and with the rule taken out."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group

from outbox import handles
from outbox.models import Event
from outbox.services import drain
from outbox.worker import wakeup
from outbox.worker.sweeper import Sweeper
from tests.outbox.drill.without_rule import RULES
from tests.outbox.kinds import HAPPENED, new_name
from tests.services.processes import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def is_done() -> bool:
    return not Event.objects.pending().exists()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda rule: monkeypatch.setattr(*RULES[rule])


# Key. The fault: one handler of an event is through, and then another one fails.


@pytest.fixture
def half_failed(happen, make_all_due) -> Callable[[], int]:
    """Gives how often the effect of the handler that was through is there."""

    def scenario() -> int:
        mood = {"fails": True}

        def good(event: Event) -> None:
            Group.objects.create(name=f"good {uuid.uuid4()}")

        def bad(event: Event) -> None:
            if mood["fails"]:
                raise RuntimeError("not now")

        handles(HAPPENED, name=new_name())(good)
        handles(HAPPENED, name=new_name())(bad)
        happen()
        drain()
        mood["fails"] = False
        make_all_due()
        drain()
        assert is_done()
        return Group.objects.filter(name__startswith="good").count()

    return scenario


def test_by_its_key_an_effect_happens_once(half_failed):
    assert half_failed() == 1


def test_without_a_key_it_would_happen_twice(half_failed, without):
    without("key")
    assert half_failed() == 2


# Order. The fault: the earlier event of an aggregate fails when the later one is already there.


@pytest.fixture
def overtaken(happen, make_all_due) -> Callable[[], list[str]]:
    """Gives what was applied, in this order."""

    def scenario() -> list[str]:
        applied: list[str] = []
        mood = {"fails": True}

        def publish(event: Event) -> None:
            if event.payload["now"] == "published" and mood["fails"]:
                raise RuntimeError("not now")
            applied.append(event.payload["now"])

        handles(HAPPENED, name=new_name())(publish)
        happen(now="published")
        happen(now="withdrawn")
        drain()
        mood["fails"] = False
        make_all_due()
        drain()
        return applied

    return scenario


def test_an_event_waits_for_the_earlier_one(overtaken):
    assert overtaken() == ["published", "withdrawn"]


def test_without_the_order_a_withdrawn_page_would_end_published(overtaken, without):
    without("order")
    assert overtaken() == ["withdrawn", "published"]


# Sweep. The fault: the broker has taken the wake-up and is wiped before a worker hears it.


@pytest.fixture
def wiped_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wakeup, "kick", lambda: None)


@pytest.fixture
def start_sweeper(wiped_broker: None) -> Iterator[Callable[[], Sweeper]]:
    started = []

    def start() -> Sweeper:
        started.append(Sweeper(interval=0.02))
        started[0].start()
        return started[0]

    yield start
    started[0].stop()
    started[0].join(20)


def test_the_sweep_finds_what_nobody_was_woken_for(happen, start_sweeper):
    start_sweeper()
    happen()
    wait_for(is_done, "the sweep")


def test_without_the_sweep_it_would_wait_for_the_next_wake_up(happen, start_sweeper, without):
    without("sweep")
    sweeper = start_sweeper()
    happen()
    sweeper.join(20)
    assert not is_done()
