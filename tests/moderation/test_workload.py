"""The minutes a day that the desk needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from moderation.models import Matter, Submission
from moderation.services import submit
from moderation.statistics import workload as module
from moderation.statistics.workload import ENOUGH, Workload, seconds_a_decision, workload

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(*minutes: float, editor: int = 1) -> list[tuple[int, datetime]]:
    return [(editor, MORNING + timedelta(minutes=each)) for each in minutes]


@pytest.mark.parametrize(
    ("decisions", "seconds"),
    [
        ([], []),
        (at(0), []),
        (at(0, 2, 5), [120, 180]),
        # A break does not count, half an hour does.
        (at(0, 31, 32), [60]),
        (at(0, 30), [1800]),
        # Each editor for herself.
        (at(0, 10) + at(1, 2, editor=2), [600, 60]),
        # Two languages, or many at once, share the time before them.
        (at(0, 4, 4.001, 6), [120, 120, 119.94]),
        (at(0, 0.001, 0.002), []),
    ],
)
def test_the_time_of_a_decision_is_that_since_the_one_before(decisions: Any, seconds: list[float]) -> None:
    assert list(seconds_a_decision(decisions)) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("seconds", "arrivals", "minutes"), [(None, 280, None), (120, 280, 20), (90, 1, 1), (90, 0, 0)]
)
def test_minutes_a_day(seconds: float | None, arrivals: int, minutes: int | None) -> None:
    assert Workload(seconds, arrivals).minutes == minutes


@pytest.fixture
def decided(make_page: Any, organization: Any, officer: Any, editor: Any) -> list[Submission]:
    """Submissions and matters that were decided three minutes apart, ENOUGH in all; one that waits is the last."""
    sent = submit(make_page("update", organization, owner=officer, title="Six looms", text="They came."), officer)
    began = timezone.now() - timedelta(days=1)
    many = ENOUGH // 2
    words = {"organization": organization, "decided_by": editor}
    rows = [
        Submission(
            **words,
            content_hash="",
            title=f"{n}",
            state="approved",
            submitted_at=began - timedelta(days=1),
            due_at=began,
            decided_at=began + timedelta(minutes=6 * n),
        )
        for n in range(many)
    ]
    Submission.objects.bulk_create(rows)
    Matter.objects.bulk_create(
        Matter(
            **words,
            kind="report",
            object_id=n + 1,
            title=f"{n}",
            state="decided",
            created_at=began - timedelta(days=1),
            reminder_at=began,
            due_at=began,
            decided_at=began + timedelta(minutes=6 * n + 3),
        )
        for n in range(many + 1)
    )
    return [*rows, sent]


@pytest.mark.django_db
def test_pages_and_matters_count_together(decided: list[Submission], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        told = workload()
    assert (told.seconds, told.arrivals) == (180, ENOUGH + 2)
    # 22 in 28 days, three minutes each.
    assert told.minutes == 3


@pytest.mark.django_db
def test_too_little_is_not_told(decided: list[Submission]) -> None:
    Matter.objects.all().delete()
    assert workload().minutes is None


@pytest.mark.django_db
def test_what_nobody_decided_one_by_one_or_long_ago_does_not_count(decided: list[Submission]) -> None:
    arrivals = workload().arrivals
    Submission.objects.filter(pk=decided[0].pk).update(is_by_trust=True)
    Submission.objects.filter(pk=decided[1].pk).update(is_in_batch=True)
    Submission.objects.filter(pk=decided[-1].pk).update(submitted_at=timezone.now() - timedelta(days=29))
    assert workload().arrivals == arrivals - 3
    Submission.objects.update(decided_at=timezone.now() - timedelta(days=29))
    assert workload().seconds is None


@pytest.mark.django_db
def test_of_very_many_the_newest_decide(decided: list[Submission], monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "MOST_DECISIONS", 5)
    assert len(module.decisions_since(timezone.now() - timedelta(days=28))) == 5
