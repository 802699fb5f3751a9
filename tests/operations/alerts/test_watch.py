"""The watch: whoever comes first, worker or web process, once a minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from operations.alerts import watch
from operations.metrics.samples import RecentRequests, add_requests, counts, recent_requests, slot_of
from operations.models import Heartbeat, Sample
from operations.tasks import watch as watch_task
from portal.celery import SCHEDULE

NOW = datetime(2026, 11, 29, 8, 3, 20, tzinfo=UTC)
Name = Heartbeat.Name


@pytest.fixture
def looked(monkeypatch) -> list[datetime]:
    seen: list[datetime] = []
    monkeypatch.setattr(watch, "look", lambda now: seen.append(now) or [])
    return seen


def test_one_process_a_minute_watches(db) -> None:
    assert watch.is_claimed(Name.WATCH, NOW)
    assert not watch.is_claimed(Name.WATCH, NOW) and not watch.is_claimed(Name.WATCH, NOW + timedelta(seconds=40))
    assert watch.is_claimed(Name.WATCH, NOW + timedelta(seconds=60))
    # Each part has a claim of its own, and a clock that was set back stops none.
    assert watch.is_claimed(Name.WEB, NOW)
    assert watch.is_claimed(Name.WATCH, NOW - timedelta(days=1))


def test_worker_and_web_share_one_watch(db, looked, monkeypatch) -> None:
    monkeypatch.setattr(watch.connections, "close_all", lambda: None)
    watch_task()
    watch.watch_from_web()
    assert len(looked) == 1
    assert Heartbeat.objects.get(name="web").at
    assert SCHEDULE["operations.watch"]["task"] == watch_task.name


def test_a_web_process_watches_by_itself_when_the_worker_is_dead(db, looked, monkeypatch) -> None:
    monkeypatch.setattr(watch.connections, "close_all", lambda: None)
    watch.watch_from_web()
    assert len(looked) == 1


def test_after_a_request_the_watch_begins_once_a_minute(settings, monkeypatch) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(watch.threading, "Thread", lambda **given: begun.append(given["target"]) or FakeThread())
    web = watch.WebWatch()
    counts.take()
    web.after_request(200, 0.1)
    assert begun == []
    settings.WATCH_FROM_WEB = True
    for _request in range(5):
        web.after_request(500, 0.1)
    assert begun == [watch.watch_from_web]
    counted = counts.take()
    assert (counted.requests, counted.errors, counted.milliseconds) == (6, 5, 600)


class FakeThread:
    def start(self) -> None: ...


def test_a_database_that_is_away_ends_no_web_process(monkeypatch) -> None:
    done: list[str] = []

    def fail(*args: Any) -> None:
        done.append("asked")
        raise DatabaseError("away")

    monkeypatch.setattr(watch.connections, "close_all", lambda: done.append("closed"))
    monkeypatch.setattr(watch, "add_requests", fail)
    watch.watch_from_web()

    assert done == ["asked", "closed"]


def test_processes_add_to_one_sample_and_old_ones_go(db) -> None:
    old = Sample.objects.create(at=NOW - timedelta(days=31))
    for _process in range(2):
        add_requests(RecentRequests(10, 1, 500), NOW)
    watch.look(NOW)
    assert not Sample.objects.filter(pk=old.pk).exists()
    sample = Sample.objects.get(at=datetime(2026, 11, 29, 8, 0, tzinfo=UTC))
    assert (sample.requests, sample.errors, sample.milliseconds) == (20, 2, 1000)
    assert sample.figures["outbox_pending"] >= 0 and slot_of(NOW) == sample.at
    assert recent_requests(NOW + timedelta(minutes=5)).requests == 20
    assert recent_requests(NOW + timedelta(minutes=15)).requests == 0


def test_a_quiet_watch_makes_a_fixed_number_of_queries(db, organization, make_page) -> None:
    watch.look(timezone.now())
    with CaptureQueriesContext(connection) as few:
        watch.look(timezone.now())
    for number in range(4):
        make_page("update", organization, title=f"Draft {number}")
    with CaptureQueriesContext(connection) as more:
        watch.look(timezone.now())
    assert len(more) == len(few) <= 22


def test_the_command_says_what_is_wrong_and_ends_with_one(db, capsys, settings) -> None:
    settings.ALERT_DISK_FREE_PERCENT = 0
    call_command("alerts")
    settings.ALERT_DISK_FREE_PERCENT = 101
    with pytest.raises(SystemExit) as ended:
        call_command("alerts")
    assert ended.value.code == 1
    assert "disk_full: A disk is nearly full." in capsys.readouterr().out
