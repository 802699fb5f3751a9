from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from outbox import handles, services, status
from outbox.models import Effect, Event, Stream
from outbox.services import drain
from tests.outbox.kinds import HAPPENED, POISON, new_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def poison(settings):
    settings.OUTBOX_RETRIES = {"attempts": 1}

    def fail(event: Event) -> None:
        raise ValueError("no such page")

    handles(POISON, name=new_name())(fail)


def outbox(*arguments: str) -> str:
    out = StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue()


def test_status_tells_depth_age_and_causes(happen, poison):
    happen("test.poison", "page:12")
    drain()
    waiting = happen("test.happened")
    Event.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(seconds=90))
    report = outbox("status")
    assert "1 pending, oldest 90 s; 1 dead." in report
    assert "test.happened: 1 pending" in report
    assert "test.poison of page:12: " in report
    assert "no such page" in report


def test_status_for_machines(happen):
    happen("test.happened")
    assert json.loads(outbox("status", "--json"))["pending"] == 1


def test_an_empty_outbox_is_said_to_be_empty():
    assert outbox("status").startswith("0 pending, oldest 0 s; 0 dead.")


def test_sweep_carries_out_what_is_due(happen):
    happen()
    assert "1 attempts" in outbox("sweep")
    assert status.read_status().pending == 0


def test_retry_revives_only_what_was_named(happen, poison):
    first, second = happen("test.poison", "page:1"), happen("test.poison", "page:2")
    drain()
    assert "1 dead" in outbox("retry", str(first.pk))
    assert set(Event.objects.dead()) == {second}
    assert "0 dead" in outbox("retry", "--kind", "test.other")
    assert "1 dead" in outbox("retry", "--kind", "test.poison")
    assert not Event.objects.dead().exists()


def test_purge_forgets_what_was_done_long_ago_and_streams_that_are_empty(happen, poison):
    handles(HAPPENED, name=new_name())(lambda event: None)
    old = happen(aggregate="page:1")
    happen(aggregate="page:2")
    dead = happen("test.poison", "page:3")
    drain()
    waiting = happen(aggregate="page:4")
    Event.objects.exclude(stream="page:2").update(settled_at=timezone.now() - timedelta(days=8))
    assert services.purge() == 1
    assert not Event.objects.filter(pk=old.pk).exists()
    assert not Effect.objects.filter(event_id=old.pk).exists()
    assert Event.objects.filter(pk__in=[dead.pk, waiting.pk]).count() == 2
    assert set(Stream.objects.values_list("key", flat=True)) == {"page:2", "page:3", "page:4"}
    assert happen(aggregate="page:1").seq


def test_status_tells_rate_and_failures(happen, poison):
    handles(HAPPENED, name=new_name())(lambda event: None)
    for number in range(30):
        happen(aggregate=f"page:{number}")
    happen("test.poison", "page:12")
    long_dead = happen("test.poison", "page:13")
    drain()
    Event.objects.filter(pk=long_dead.pk).update(settled_at=timezone.now() - timedelta(days=1))
    Event.objects.filter(pk=happen(aggregate="page:99").pk).update(attempts=1)
    Event.objects.filter(stream="page:0").update(settled_at=timezone.now() - timedelta(minutes=2))
    assert "0.5 done a second in the last minute; 1 wait after a failure, 1 given up in the last hour." in outbox(
        "status"
    )
    told = json.loads(outbox("status", "--json"))
    assert told["rate"] == round(29 / 60, 2)
    assert (told["retrying"], told["given_up"], told["dead"]) == (1, 1, 2)
