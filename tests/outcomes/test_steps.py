"""The effects of the steps of a recommendation, and the steps that are refused."""

import datetime as dt

import pytest

from outcomes.recommendations.shown import ShownRecommendation
from outcomes.recommendations.steps import days_without_answer, outcome_of, problem_of, timeline

TODAY = dt.date(2026, 11, 28)


def day(number):
    return dt.date(2026, 11, number)


@pytest.mark.parametrize(
    ("kinds", "outcome"),
    [
        ([], "unsent"),
        (["sent"], "waiting"),
        (["sent", "received"], "waiting"),
        (["sent", "answered"], "answered"),
        (["sent", "answered", "adopted"], "adopted"),
        (["sent", "received", "declined"], "declined"),
    ],
)
def test_the_state_follows_from_the_steps(kinds, outcome):
    assert outcome_of(kinds) == outcome


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([("sent", day(1)), ("sent", day(2))], "only once"),
        ([("sent", day(1)), ("adopted", day(3)), ("declined", day(4))], "both adopted and declined"),
        ([("answered", day(1))], "on which day it was sent"),
        ([("sent", TODAY + dt.timedelta(days=1))], "in the future"),
        ([("sent", day(5)), ("received", day(4))], "order of the steps"),
        ([("received", day(6)), ("sent", day(5))], ""),
        ([("sent", day(5)), ("received", day(5)), ("adopted", TODAY)], ""),
        ([], ""),
    ],
)
def test_steps_that_contradict_each_other_are_refused(steps, words):
    told = problem_of(steps, TODAY)
    assert words in told if words else told == ""


def test_a_step_that_was_not_done_is_said_to_be_waited_for():
    shown = timeline([("received", day(4)), ("sent", day(1))])
    assert [(step.css, step.label) for step in shown] == [
        ("done", "Sent"),
        ("done", "Received"),
        ("now", "Waiting"),
        ("", "Adopted"),
    ]
    assert shown[2].waiting_for == "for an answer" and shown[2].day is None


def test_nothing_is_waited_for_after_the_last_step():
    assert [step.css for step in timeline([("sent", day(1)), ("declined", day(9))])] == ["done", "declined"]


def test_days_are_counted_until_an_answer_comes():
    assert days_without_answer("waiting", day(1), TODAY) == 27
    assert days_without_answer("answered", day(1), TODAY) is None
    assert days_without_answer("unsent", None, TODAY) is None


def test_remarks_are_the_steps_that_say_more_than_their_day():
    silent = {"kind": "sent", "day": "2026-11-01", "note": "", "link": "", "document": None}
    told = silent | {"kind": "answered", "day": "2026-11-09", "note": "A letter came."}
    shown = ShownRecommendation(1, "Do it.", None, [silent, told])
    assert shown.remarks == [told]
    assert (shown.sent_on, shown.last_on, shown.days_waited) == (day(1), day(9), None)
