from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from outbox import EventKind, declare, handles, job, record
from outbox.execution.attempts import UNDECLARED_WAITS
from outbox.models import Effect, Event
from outbox.registry import registry
from outbox.services import BATCH_SIZE, drain, retry_dead
from tests.outbox.kinds import HAPPENED, OTHER, SENT, AnyPayload, NumberedPayload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["test.happened", "test.hapened", EventKind("test.happened", AnyPayload), None])
def test_what_is_not_declared_cannot_be_recorded(kind):
    """Not even by the name of a kind, nor by another declaration of the same name."""
    with pytest.raises(TypeError, match="is not a declared kind of event"):
        record(kind, "thing:1", {})
    assert not Event.objects.exists()


def test_a_payload_has_the_keys_that_its_kind_declares():
    kind = declare("test.numbered", NumberedPayload)
    assert record(kind, "thing:1", {"number": 1}).payload == {"number": 1}
    assert record(kind, "thing:1", {"number": 1, "hold": True})
    with pytest.raises(TypeError, match=r"test\.numbered: the payload lacks number"):
        record(kind, "thing:1", {"hold": True})
    with pytest.raises(TypeError, match="the payload's nmber is not declared"):
        record(kind, "thing:1", {"number": 1, "nmber": 2})
    assert Event.objects.count() == 2


def test_a_kind_is_declared_once():
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        declare("test.happened", AnyPayload)


def test_only_a_declared_kind_is_handled():
    undeclared = EventKind("test.happened", AnyPayload)
    for register in (handles(undeclared, name="tests.a"), job(undeclared, name="tests.b")):
        with pytest.raises(ImproperlyConfigured, match="not a declared kind"):
            register(print)


def test_a_name_is_given_to_one_handler_or_job_only():
    handles(HAPPENED, name="tests.one")(print)
    for register in (
        handles(HAPPENED, name="tests.one"),
        handles(OTHER, name="tests.one"),
        job(SENT, name="tests.one"),
    ):
        with pytest.raises(ImproperlyConfigured, match=r"are named 'tests\.one'"):
            register(print)
    job(SENT, name="tests.two")(print)
    with pytest.raises(ImproperlyConfigured):
        handles(OTHER, name="tests.two")(print)
    assert not registry.handlers.get(OTHER.name)


def test_one_handler_of_several_kinds_is_applied_once_an_event(happen):
    seen = []
    handles(HAPPENED, OTHER, name="tests.both")(lambda event: seen.append(event.kind))
    happen("test.happened")
    happen("test.other")
    drain()
    assert seen == ["test.happened", "test.other"]


def test_a_handler_that_has_moved_is_not_applied_again(happen, make_all_due):
    """Its key is its own name: the module that it lies in is none of the outbox' business."""

    def fail(event: Event) -> None:
        raise RuntimeError("not now")

    seen = []
    with registry.restored():
        handles(HAPPENED, name="tests.moves")(lambda event: seen.append("before"))
        handles(HAPPENED, name="tests.fails")(fail)
        event = happen()
        drain()
    handles(HAPPENED, name="tests.moves")(lambda event: seen.append("after"))
    handles(HAPPENED, name="tests.fails")(lambda event: None)
    make_all_due()
    drain()
    event.refresh_from_db()
    assert (set(seen), event.state) == ({"before"}, Event.State.DONE)
    assert sorted(event.effects.values_list("handler", flat=True)) == ["tests.fails", "tests.moves"]


def long_ago() -> dt.datetime:
    return timezone.now() - UNDECLARED_WAITS - dt.timedelta(seconds=1)


def test_an_old_worker_leaves_events_of_a_newer_release_to_a_new_worker(happen):
    """A rolling upgrade: the new web records a kind that the old worker does not know, among others that it knows."""
    seen = []
    handles(HAPPENED, name="tests.known")(lambda event: seen.append(event.payload["number"]))
    events = [happen(number=number) for number in range(3)] + [happen(aggregate="thing:2", number=9)]
    Event.objects.filter(pk__in=(events[1].pk, events[3].pk)).update(kind="test.newer")
    drain()
    # What stands behind it in its stream waits with it, for order; nothing else does.
    assert seen == [0]
    waiting = list(Event.objects.pending().values_list("pk", "attempts", "error").order_by("pk"))
    assert waiting == [(event.pk, 0, "") for event in events[1:]]

    handles(declare("test.newer", AnyPayload), name="tests.newer")(lambda event: seen.append(event.payload["number"]))
    drain()
    assert sorted(seen) == [0, 1, 2, 9] and seen.index(1) < seen.index(2)
    assert not Event.objects.exclude(state=Event.State.DONE).exists()


def test_many_events_of_a_newer_release_hold_up_no_other(happen):
    seen = []
    handles(HAPPENED, name="tests.known")(lambda event: seen.append(event.aggregate))
    for number in range(BATCH_SIZE):
        happen(aggregate=f"newer:{number}")
    Event.objects.update(kind="test.newer")
    happen(aggregate="thing:1")
    drain()
    assert seen == ["thing:1"]


def test_an_old_row_of_a_kind_that_nobody_declares_is_dead_and_not_done(happen):
    seen = []
    handles(HAPPENED, name="tests.seen")(lambda event: seen.append(event.aggregate))
    old, later = happen(), happen()
    Event.objects.filter(pk=old.pk).update(kind="test.hapened", created_at=long_ago())
    drain()
    old.refresh_from_db()
    assert old.state == Event.State.DEAD
    assert old.error == "No package declares events of the kind test.hapened."
    assert not Effect.objects.filter(event=old).exists()
    later.refresh_from_db()
    assert (later.state, seen) == (Event.State.DONE, ["thing:1"])


def test_once_its_kind_is_declared_a_dead_row_can_be_tried_again(happen):
    old = happen()
    Event.objects.update(kind="test.hapened", created_at=long_ago())
    drain()
    seen = []
    handles(declare("test.hapened", AnyPayload), name="tests.seen")(lambda event: seen.append(event.pk))
    retry_dead([old.pk])
    drain()
    assert seen == [old.pk]
