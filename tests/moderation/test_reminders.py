"""Reminders: each mark is said once, to whom it concerns, whatever clocks and workers do."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from moderation.models import Notice, Reminder, Submission
from moderation.services import approve, claim, take_back
from moderation.tasks import remind as remind_task
from moderation.timing import reminders
from outbox.models import Event
from tests.moderation.row_helpers import make_submissions

MINUTE = dt.timedelta(minutes=1)


def marks() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("mark", flat=True))


def told() -> list[str]:
    events = Event.objects.filter(kind="submission.reminded").order_by("pk")
    return [event.payload["mark"] for event in events]


def remind_at(moment: dt.datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return reminders.remind()


def test_nothing_is_said_before_half_of_the_time(waiting):
    assert remind_at(waiting.reminder_at - MINUTE) == 0
    assert marks() == told() == []


def test_each_mark_is_said_once(waiting):
    late = reminders.late_at(waiting.submitted_at, waiting.due_at)
    for moment, so_far in (
        (waiting.reminder_at, ["half"]),
        (waiting.due_at - MINUTE, ["half"]),
        (waiting.due_at, ["half", "due"]),
        (late - MINUTE, ["half", "due"]),
        (late, ["half", "due", "late"]),
        (late + dt.timedelta(days=9), ["half", "due", "late"]),
    ):
        remind_at(moment)
        remind_at(moment)
        assert marks() == told() == so_far


def test_the_event_names_submission_and_page(waiting):
    remind_at(waiting.reminder_at)
    event = Event.objects.get(kind="submission.reminded")
    assert event.payload == {"submission": waiting.pk, "mark": "half"}
    assert event.stream == f"page:{waiting.page_id}"


def test_after_a_long_sleep_half_is_not_said_any_more(waiting):
    remind_at(waiting.due_at + MINUTE)
    assert told() == ["due"]


def test_a_clock_set_back_says_nothing_twice(waiting):
    for moment in (waiting.due_at, waiting.reminder_at, waiting.submitted_at, waiting.reminder_at, waiting.due_at):
        remind_at(moment)
    assert sorted(told()) == sorted(set(told()))


def test_what_was_decided_or_taken_back_is_not_reminded_of(waiting, editor, draft, make_page, officer, organization):
    from moderation.services import submit

    other = submit(make_page("update", organization, owner=officer), officer)
    approve(waiting, editor)
    take_back(other, officer)
    assert remind_at(max(waiting.due_at, other.due_at)) == 0


def test_what_is_decided_between_look_and_note_is_not_announced(waiting, editor):
    seen = list(reminders.due(waiting.due_at))
    approve(waiting, editor)
    assert [reminders.note(*passed) for passed in seen] == [False]
    assert told() == []


def test_two_workers_at_once_say_it_once(waiting):
    seen = list(reminders.due(waiting.due_at))
    assert reminders.note(*seen[0])
    assert not reminders.note(*seen[0])
    assert told() == ["due"]


def test_reminder_and_event_stand_or_fall_together(waiting, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(reminders.outbox, "record", fail)
        with pytest.raises(RuntimeError):
            remind_at(waiting.reminder_at)
    assert marks() == []
    remind_at(waiting.reminder_at)
    assert told() == ["half"]


def test_submissions_from_before_have_no_half(waiting):
    Submission.objects.update(reminder_at=None)
    assert remind_at(waiting.due_at - MINUTE) == 0
    remind_at(waiting.due_at)
    assert told() == ["due"]


def test_looking_costs_six_queries_whatever_waits(waiting, organization, django_assert_num_queries):
    make_submissions(organization, 300)
    with time_machine.travel(waiting.submitted_at, tick=False), django_assert_num_queries(6):
        reminders.remind()


def test_celery_reminds(waiting):
    from portal.celery import SCHEDULE

    assert SCHEDULE["moderation.remind"]["task"] == remind_task.name
    with time_machine.travel(waiting.reminder_at, tick=False):
        remind_task()
    assert told() == ["half"]


def reminded(mark):
    return {notice.person.email for notice in Notice.objects.filter(kind=mark)}


def test_all_who_may_decide_are_reminded_and_administrators_of_what_is_late(
    waiting, editor, make_editor, administrator, drain
):
    make_editor("another@example.org")
    late = reminders.late_at(waiting.submitted_at, waiting.due_at)
    for moment in (waiting.reminder_at, waiting.due_at, late):
        with time_machine.travel(moment, tick=False):
            reminders.remind()
            drain()
    assert reminded("half") == reminded("due") == {editor.email, "another@example.org"}
    assert reminded("late") == {administrator.email}


def test_whoever_has_it_is_reminded_alone(waiting, editor, make_editor, drain):
    make_editor("another@example.org")
    with time_machine.travel(waiting.reminder_at, tick=False):
        claim(waiting, editor)
        reminders.remind()
        drain()
    assert reminded("half") == {editor.email}
    with time_machine.travel(waiting.due_at, tick=False):
        reminders.remind()
        drain()
    assert reminded("due") == {editor.email, "another@example.org"}, "Her claim has lapsed."
