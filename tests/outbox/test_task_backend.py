from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django_tasks import task, task_backends
from django_tasks.exceptions import InvalidTaskError

from outbox.models import Event
from outbox.services import drain
from outbox.task_backend import OutboxBackend

pytestmark = pytest.mark.django_db
calls: list[tuple] = []


@pytest.fixture(autouse=True)
def no_calls():
    calls.clear()


def test_tasks_of_the_portal_go_through_the_outbox():
    assert isinstance(task_backends["default"], OutboxBackend)


@task()
def note(*args, **kwargs):
    calls.append((args, kwargs))


@task()
def rename(pk):
    Group.objects.get(pk=pk)


@task(takes_context=True)
def with_context(context, word):
    calls.append((context.task_result.id, word))


def test_a_task_waits_in_the_outbox_and_then_runs():
    result = note.enqueue("wagtailcore", "page", "12", deep=True)
    assert not calls
    assert Event.objects.get().pk == int(result.id)
    drain()
    assert calls == [(("wagtailcore", "page", "12"), {"deep": True})]


def test_the_same_call_becomes_one_and_another_object_is_another():
    for pk in ("12", "12", "13"):
        note.enqueue("wagtailcore", "page", pk)
    drain()
    assert sorted(args[2] for args, _ in calls) == ["12", "13"]


@pytest.mark.parametrize(("one", "other"), [(("a", "b"), ("a, b",)), (("1",), (1,)), (("x" * 500,), ("x" * 501,))])
def test_calls_that_only_look_alike_stay_two(one, other):
    note.enqueue(*one)
    note.enqueue(*other)
    drain()
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_transaction_that_fails_is_never_run():
    with transaction.atomic():
        note.enqueue("12")
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_task_is_recorded_in_one_of_its_own():
    note.enqueue("12")
    drain()
    assert calls == [(("12",), {})]


def test_a_task_whose_object_is_gone_is_done():
    rename.enqueue(0)
    drain()
    assert Event.objects.get().state == Event.State.DONE


def test_a_task_that_asks_for_its_context_gets_it():
    result = with_context.enqueue("hello")
    drain()
    assert calls == [(result.id, "hello")]


def test_arguments_that_are_no_json_are_refused():
    with pytest.raises(TypeError):
        note.enqueue(object())


def test_what_the_outbox_cannot_promise_is_refused():
    with pytest.raises(InvalidTaskError):
        note.using(priority=5)
