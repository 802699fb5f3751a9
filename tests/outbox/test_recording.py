from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.transaction import TransactionManagementError

from outbox import handles, record
from outbox.models import Event, Stream
from outbox.services import drain
from tests.outbox.kinds import HAPPENED, new_name


@pytest.mark.django_db(transaction=True)
def test_an_event_cannot_be_recorded_outside_a_transaction():
    with pytest.raises(TransactionManagementError):
        record(HAPPENED, "thing:1", {})
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_change_and_event_commit_or_vanish_together():
    with transaction.atomic():
        Group.objects.create(name="weavers")
        record(HAPPENED, "thing:1", {})
        transaction.set_rollback(True)
    assert not Group.objects.filter(name="weavers").exists()
    assert not Event.objects.exists()
    assert not Stream.objects.filter(key="thing:1").exists()


def test_events_of_an_aggregate_are_numbered_one_after_another(happen):
    first, _, second, third = [happen(aggregate=f"thing:{number}") for number in (1, 2, 1, 1)]
    assert first.seq < second.seq < third.seq


def test_what_is_no_json_is_refused_where_it_is_recorded(happen):
    with pytest.raises(TypeError):
        happen(page=object())


def test_a_waiting_event_with_the_same_key_is_reused_with_the_newer_payload(happen):
    first = happen(key="index 12", version=1)
    second = happen(key="index 12", version=2)
    assert second == first
    assert Event.objects.get(pk=first.pk).payload == {"version": 2}


def test_another_key_another_kind_and_no_key_are_events_of_their_own(happen):
    events = {happen(key="a"), happen(key="b"), happen("test.other", key="a"), happen(), happen()}
    assert len(events) == 5


def test_an_event_that_is_done_is_not_reused(happen):
    first = happen(key="index 12")
    drain()
    assert happen(key="index 12") != first


def test_an_event_under_a_lease_is_not_reused(happen):
    """It is being carried out on what was there before this change."""
    first = happen(key="index 12")
    Event.objects.update(leased_until="2999-01-01T00:00:00Z")
    assert happen(key="index 12") != first


def test_kind_aggregate_and_payload_reach_the_handler(happen):
    seen = []
    handles(HAPPENED, name=new_name())(seen.append)
    recorded = happen(aggregate="page:12", page=12)
    drain()
    assert [(event.id, event.kind, event.aggregate, event.payload) for event in seen] == [
        (recorded.id, "test.happened", "page:12", {"page": 12})
    ]
