"""Reminders when half of a submission's response time is over, when its answer is due, and when it is late.

Each mark is reminded of once: the row of a Reminder records it, whatever clocks and workers do. The row and the event
that notifies people are in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

import outbox
from moderation.models import Reminder, Submission
from moderation.outbox_events import SUBMISSION_REMINDED, ReminderPayload
from moderation.timing.response_times import late_at

# The next run takes the rest.
MOST_IN_ONE_RUN = 500


def remind() -> int:
    """Record and announce every mark that submissions have passed since the last run, and return their number."""
    now = timezone.now()
    passed = [*half_over(now), *due(now), *late(now)]
    return sum(note(submission, mark) for submission, mark in passed)


def half_over(now: datetime) -> Iterator[tuple[Submission, str]]:
    """Yield waiting submissions, not yet reminded, of which half of the response time is over, but not all.

    When nobody looked in between, the later reminder is enough.
    """
    rows = unmarked(Reminder.Mark.HALF).filter(reminder_at__lte=now, due_at__gt=now)
    return ((submission, Reminder.Mark.HALF) for submission in rows[:MOST_IN_ONE_RUN])


def due(now: datetime) -> Iterator[tuple[Submission, str]]:
    """Yield waiting submissions, not yet reminded of it, whose due time has passed."""
    rows = unmarked(Reminder.Mark.DUE).filter(due_at__lte=now)
    return ((submission, Reminder.Mark.DUE) for submission in rows[:MOST_IN_ONE_RUN])


def late(now: datetime) -> Iterator[tuple[Submission, str]]:
    """Yield waiting submissions, not yet reminded of it, that are overdue by half their response time again."""
    rows = unmarked(Reminder.Mark.LATE).filter(due_at__lte=now)
    # Here and not in the query, because the database cannot count working days.
    for submission in rows.iterator():
        if late_at(submission.submitted_at, submission.due_at) <= now:
            yield submission, Reminder.Mark.LATE


def unmarked(mark: str) -> QuerySet[Submission]:
    """Return the waiting submissions for which no reminder of this mark is recorded, the earliest due first."""
    noted = Reminder.objects.filter(submission=OuterRef("pk"), mark=mark)
    rows = Submission.objects.waiting().exclude(Exists(noted)).order_by("due_at", "pk")
    return rows.only("pk", "page_id", "submitted_at", "due_at")


@transaction.atomic
def note(submission: Submission, mark: str) -> bool:
    """Record a reminder of a submission at a mark, with the event that notifies people; return whether it did.

    Returns False when somebody else just did, or an editor has decided.
    """
    still_waits = Submission.objects.waiting().select_for_update().filter(pk=submission.pk).exists()
    if not still_waits or not Reminder.objects.get_or_create(submission=submission, mark=mark)[1]:
        return False
    payload = ReminderPayload(submission=submission.pk, mark=mark)
    outbox.record(SUBMISSION_REMINDED, f"page:{submission.page_id}", payload)
    return True
