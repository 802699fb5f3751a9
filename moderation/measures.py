"""The measures of moderation: what waits for editors and for automatic checks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.utils import timezone

from common.measures.registry import Measure, MeasureReading, source
from moderation.models import CheckResult, Matter, Submission

WAITING = Measure("neary_desk_waiting", "Pages and other matters that wait for an editor", "what")
OVERDUE = Measure("neary_desk_overdue", "Those of them whose response time is over", "what")
OLDEST = Measure("neary_desk_oldest_seconds", "Age of the oldest of them", "what")
CRASHED = Measure("neary_checks_crashed", "Automatic checks of waiting pages that crashed")


@source("desk", WAITING, OVERDUE, OLDEST, CRASHED, queries=3)
def read_desk() -> Iterator[MeasureReading]:
    """Yield the number of pages and matters that wait for an editor, how many are late, and the oldest one's age."""
    now = timezone.now()
    numbers = {"number": Count("pk"), "late": Count("pk", filter=Q(due_at__lt=now))}
    pages = Submission.objects.waiting().aggregate(**numbers, oldest=Min("submitted_at"))
    matters = Matter.objects.waiting().aggregate(**numbers, oldest=Min("created_at"))
    for what, row in (("pages", pages), ("matters", matters)):
        yield MeasureReading(WAITING, row["number"], what)
        yield MeasureReading(OVERDUE, row["late"], what)
        yield MeasureReading(OLDEST, (now - row["oldest"]).total_seconds() if row["oldest"] else 0, what)
    crashed = CheckResult.objects.filter(outcome=CheckResult.Outcome.CRASHED)
    # Of those that wait alone: the index on their state bounds the query.
    yield MeasureReading(CRASHED, crashed.filter(submission__in=Submission.objects.waiting()).count())
