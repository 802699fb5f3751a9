from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from outbox import handles, record
from outbox.services import drain
from outbox.worker import wakeup
from portal.celery import app
from tests.outbox.kinds import FOLLOWED, HAPPENED, new_name

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Mock:
    """The wake-ups, sent to a broker of this test's own."""
    monkeypatch.setitem(app.conf.broker_transport_options, "data_folder_out", str(tmp_path))
    sent = Mock()
    monkeypatch.setattr(app, "send_task", sent)
    return sent


def test_a_transaction_wakes_the_workers_once_and_only_when_it_commits(sent):
    with transaction.atomic():
        record(HAPPENED, "thing:1", {})
        record(HAPPENED, "thing:2", {})
        assert sent.call_count == 0
    assert sent.call_count == 1
    assert sent.call_args.args == ("outbox.drain",)


def test_nobody_is_woken_for_what_was_rolled_back(sent):
    with transaction.atomic():
        record(HAPPENED, "thing:1", {})
        transaction.set_rollback(True)
    assert sent.call_count == 0


def test_an_event_after_a_rolled_back_savepoint_still_wakes(sent):
    with transaction.atomic():
        with transaction.atomic():
            record(HAPPENED, "thing:1", {})
            transaction.set_rollback(True)
        record(HAPPENED, "thing:2", {})
    assert sent.call_count == 1


def test_a_drain_wakes_nobody_for_what_it_finds_itself(sent):
    handles(HAPPENED, name=new_name())(lambda event: record(FOLLOWED, event.aggregate, {}))
    with transaction.atomic():
        record(HAPPENED, "thing:1", {})
    sent.reset_mock()
    assert drain() == 2
    assert sent.call_count == 0


def test_a_dead_broker_reaches_nobody_and_is_left_alone_for_a_while(sent):
    sent.side_effect = OperationalError("connection refused")
    wakeup.kick()
    wakeup.kick()
    assert sent.call_count == 1
    wakeup.breaker.reset()
    wakeup.kick()
    assert sent.call_count == 2


def test_wakeups_that_are_files_do_not_pile_up_without_a_worker(sent, tmp_path):
    sent.side_effect = lambda *_, **__: (tmp_path / f"{sent.call_count}.msg").touch()
    for _ in range(100):
        wakeup.kick()
    assert len(list(tmp_path.iterdir())) == wakeup.ENOUGH
