"""The figures of moderation, compared with the same counted in Python."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from moderation.models import Matter, Reason, Submission
from moderation.services.matters import open_matter
from moderation.statistics import decision_times
from moderation.statistics.decision_times import ENOUGH, Turnaround, public_turnaround, turnaround
from moderation.statistics.period import period_statistics
from tests.moderation.row_helpers import make_submissions

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOW = dt.datetime(2026, 12, 9, 15, 30, tzinfo=PHNOM_PENH)
States = Submission.State


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()
    decision_times.kept_turnaround.forget()
    yield
    decision_times.kept_turnaround.forget()


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


def decided(organization, times, **fields):
    """Pieces that were decided an hour ago, after so many hours each."""
    moment = fields.pop("decided_at", timezone.now() - HOUR)
    return make_submissions(
        organization,
        len(times),
        **{
            "state": States.APPROVED,
            "decided_at": moment,
            "submitted_at": lambda number: moment - times[number] * HOUR,
        }
        | fields,
    )


@pytest.mark.parametrize("many", [5, 6, 9, 10, 11, 40])
def test_half_and_nine_in_ten(organization, many):
    times = Random(many).sample(range(1, 200), many)
    decided(organization, times)
    ordered = sorted(times)
    expected = Turnaround(ordered[math.ceil(many / 2) - 1], ordered[math.ceil(many * 0.9) - 1], many)
    assert turnaround() == expected


def test_hours_are_rounded_up(organization):
    decided(organization, [0.01, 0.2, 1.01, 3, 4])
    assert turnaround() == Turnaround(2, 4, 5)


def test_of_few_decisions_nothing_is_told(organization):
    decided(organization, [1] * (ENOUGH - 1))
    assert turnaround() is None
    assert public_turnaround() is None


def test_what_waited_for_nobody_does_not_count(organization, other_organization):
    decided(organization, [1, 2, 3, 4, 5])
    decided(other_organization, [90] * 20, is_by_trust=True)
    assert turnaround() == Turnaround(3, 5, 5)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": States.TAKEN_BACK},
        {"state": States.WAITING, "decided_at": None, "submitted_at": NOW - 9 * DAY},
        {"decided_at": NOW - 31 * DAY},
        {"submitted_at": NOW + DAY},
    ],
    ids=["taken back", "waits", "long ago", "clock set back"],
)
def test_what_else_does_not_count(organization, other_organization, fields):
    decided(organization, [1, 2, 3, 4, 5])
    decided(other_organization, [90] * 20, **fields)
    assert turnaround() == Turnaround(3, 5, 5)


@pytest.mark.parametrize("state", [States.RETURNED, States.REFUSED])
def test_a_no_is_an_answer(organization, state):
    decided(organization, [1, 2, 3, 4, 5], state=state)
    assert turnaround() == Turnaround(3, 5, 5)


def test_an_organization_has_its_own(organization, other_organization):
    decided(organization, [1] * 5)
    decided(other_organization, [9] * 5)
    assert turnaround(organization) == Turnaround(1, 1, 5)
    assert turnaround(other_organization) == Turnaround(9, 9, 5)


def test_the_public_figure_is_kept(organization, django_assert_num_queries, monkeypatch):
    decided(organization, [1] * 5)
    assert public_turnaround().half == 1
    Submission.objects.update(submitted_at=timezone.now() - 50 * HOUR)
    with django_assert_num_queries(0):
        assert public_turnaround().half == 1
    decision_times.kept_turnaround.forget()
    assert public_turnaround().half == 1
    cache.clear()
    decision_times.kept_turnaround.forget()
    assert public_turnaround().half == 49


def anything(rng: Random, organization, count: int) -> list[Submission]:
    """Submissions of the last 500 days in every state, as they may have come about."""
    reasons = list(Reason.objects.all()[:3])
    made = make_submissions(organization, count)
    for submission in made:
        submission.submitted_at = NOW - rng.random() * 500 * DAY
        submission.kind = rng.choice(["update", "article", "event"])
        submission.state = rng.choice([States.WAITING, *States.values])
        submission.due_at = submission.submitted_at + 2 * DAY
        if submission.state != States.WAITING:
            submission.decided_at = min(NOW, submission.submitted_at + rng.random() * 5 * DAY)
        if submission.state == States.APPROVED and rng.random() < 0.3:
            submission.is_by_trust, submission.decided_at = True, submission.submitted_at
    Submission.objects.bulk_update(made, ["submitted_at", "kind", "state", "due_at", "decided_at", "is_by_trust"])
    for submission in made:
        if submission.state in (States.RETURNED, States.REFUSED):
            submission.reasons.set(rng.sample(reasons, rng.randrange(3)))
    return made


@pytest.mark.parametrize("days", [30, 90, 365])
def test_the_record_is_what_python_counts(organization, days):
    made = anything(Random(days), organization, 250)
    told = period_statistics(days)
    assert told.parts[-1].start <= NOW.date() < told.parts[-1].start + 31 * DAY
    assert told.parts[0].start <= (NOW - (days - 1) * DAY).date()
    ends = [part.start for part in told.parts[1:]] + [NOW.date() + DAY]
    for part, end in zip(told.parts, ends, strict=True):
        day = dt.datetime.combine(part.start, dt.time(), PHNOM_PENH)
        after = dt.datetime.combine(end, dt.time(), PHNOM_PENH)
        waited = [one for one in made if not one.is_by_trust]
        assert part.sent == sum(day <= one.submitted_at < after for one in waited)
        assert part.ended == sum(bool(one.decided_at) and day <= one.decided_at < after for one in waited)
        assert part.waiting == sum(
            one.submitted_at < after and (one.decided_at is None or one.decided_at >= after) for one in waited
        )


def test_the_record_tells_outcomes_reasons_and_kinds(organization):
    made = anything(Random(1), organization, 250)
    told = period_statistics(90)
    since = dt.datetime.combine(told.parts[0].start, dt.time(), PHNOM_PENH)
    inside = [one for one in made if one.decided_at and one.decided_at >= since]
    expected = Counter("trusted" if one.is_by_trust else one.state for one in inside)
    assert {name: many for name, many in told.outcomes if many} == expected
    given = [one for one in inside if one.state in (States.RETURNED, States.REFUSED)]
    counts = Counter(reason for one in given for reason in (list(one.reasons.all()) or [None]))
    assert dict(told.reasons) == counts
    assert [many for _reason, many in told.reasons] == sorted(counts.values(), reverse=True)
    answered = [one for one in inside if one.state != States.TAKEN_BACK and not one.is_by_trust]
    assert told.all.decided == len(answered)
    assert sum(times.decided for _kind, times in told.kinds) == len(answered)
    waiting = [one for one in made if one.is_waiting]
    assert (told.waiting, told.late) == (len(waiting), sum(one.due_at < NOW for one in waiting))


def test_the_records_queries_do_not_grow(organization, other_organization, django_assert_num_queries):
    for rows, owner in ((60, organization), (240, other_organization)):
        anything(Random(rows), owner, rows)
        with django_assert_num_queries(17):
            period_statistics(90)


def matters(notes, organization, states, kind="note"):
    """So many matters that were opened a day ago each, and ended an hour ago or wait."""
    reason = Reason.objects.first()
    for number, state in enumerate(states):
        matter = open_matter(kind, number, organization, f"Note {number}")
        ended = None if state == "waiting" else NOW - HOUR
        Matter.objects.filter(pk=matter.pk).update(state=state, created_at=NOW - 25 * HOUR, decided_at=ended)
        if state in ("returned", "rejected"):
            matter.reasons.add(reason)


def test_what_is_no_page_counts_with_pages_and_has_hours_of_its_own(notes, organization):
    decided(organization, [1, 2, 3])
    matters(notes, organization, ["approved", "returned", "rejected", "closed", "waiting"])
    matters(notes, organization, ["decided", "waiting"], kind="own")
    Matter.objects.filter(kind="own", state="waiting").update(due_at=NOW - HOUR)
    told = period_statistics(30)
    assert (told.waiting, told.late) == (2, 1)
    outcomes = {"approved": 4, "returned": 1, "refused": 1, "taken-back": 1, "decided": 1}
    assert {name: many for name, many in told.outcomes if many} == outcomes
    hours = {kind: (times.decided, times.half) for kind, times in told.kinds}
    assert (hours["Note"], hours["Own"]) == ((3, 24), (1, 24))
    assert sum(times.decided for _kind, times in told.kinds) == 7
    assert dict(told.reasons) == {Reason.objects.first(): 2}
    assert told.all.decided == 3
    today, yesterday = told.parts[-1], told.parts[-2]
    assert (yesterday.sent, today.ended, today.waiting) == (7, 8, 2)


def test_the_public_figure_is_that_of_pages(notes, organization):
    decided(organization, [2] * ENOUGH)
    matters(notes, organization, ["approved"] * 20)
    assert turnaround() == Turnaround(2, 2, ENOUGH)
