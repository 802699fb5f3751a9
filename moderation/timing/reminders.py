"""Reminders when half of a response time is over, when an answer is due, and when it is late.

Each mark of a submission or matter is reminded of once: the row of a Reminder records it, whatever clocks and workers
do. The row and the event that notifies people are in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

import outbox
from moderation.models import Matter, Reminder, Submission
from moderation.outbox_events import MATTER_REMINDED, SUBMISSION_REMINDED, MatterReminderPayload, ReminderPayload
from moderation.timing.response_times import late_at, urgent_late_at

# What an editor is reminded of.
Reminded = Submission | Matter
# The next run takes the rest.
MOST_IN_ONE_RUN = 500
# What each model is called in a Reminder, and the fields that a reminder needs.
FIELDS: dict[type[Reminded], tuple[str, tuple[str, ...]]] = {
    Submission: ("submission", ("pk", "page_id", "submitted_at", "due_at")),
    Matter: ("matter", ("pk", "created_at", "due_at", "is_urgent")),
}


def remind() -> int:
    """Record a reminder for each waiting submission or matter that is half over, due or late; return their number."""
    now = timezone.now()
    passed = [*half_over(now), *due(now), *late(now)]
    return sum(note(about, mark) for about, mark in passed)


def half_over(now: datetime) -> Iterator[tuple[Reminded, str]]:
    """Yield (row, mark) of waiting submissions and matters past half their response time, not due, not yet reminded.

    When nobody looked in between, the later reminder is enough.
    """
    for rows in unmarked(Reminder.Mark.HALF):
        passed = rows.filter(reminder_at__lte=now, due_at__gt=now)[:MOST_IN_ONE_RUN]
        yield from ((row, Reminder.Mark.HALF) for row in passed)


def due(now: datetime) -> Iterator[tuple[Reminded, str]]:
    """Yield waiting submissions and matters past their due time without such a reminder, as pairs with the mark."""
    for rows in unmarked(Reminder.Mark.DUE):
        yield from ((row, Reminder.Mark.DUE) for row in rows.filter(due_at__lte=now)[:MOST_IN_ONE_RUN])


def late(now: datetime) -> Iterator[tuple[Reminded, str]]:
    """Yield (row, mark) of submissions and matters overdue by half their response time again, not reminded of it."""
    for rows in unmarked(Reminder.Mark.LATE):
        # Here and not in the query, because the database cannot count working days.
        for row in rows.filter(due_at__lte=now).iterator():
            if _late_at(row) <= now:
                yield row, Reminder.Mark.LATE


def _late_at(about: Reminded) -> datetime:
    """Return the time at which administrators are told that something is late."""
    if isinstance(about, Submission):
        return late_at(about.submitted_at, about.due_at)
    return (urgent_late_at if about.is_urgent else late_at)(about.created_at, about.due_at)


def unmarked(mark: str) -> Iterator[QuerySet[Any]]:
    """Yield two querysets, of the undecided submissions and the waiting matters without a reminder of this mark."""
    for model, (name, fields) in FIELDS.items():
        noted = Reminder.objects.filter(**{name: OuterRef("pk")}, mark=mark)
        # Two languages that were sent as one have one line on the desk, and one reminder.
        rows = Submission.objects.undecided().lines() if model is Submission else model.objects.waiting()
        yield rows.exclude(Exists(noted)).order_by("due_at", "pk").only(*fields)


@transaction.atomic
def note(about: Reminded, mark: str) -> bool:
    """Record a reminder and its outbox event; return False if there is one already or the row no longer waits.

    Returns False when somebody else just did, or an editor has decided.
    """
    # Locked, so that no editor decides between this question and the reminder.
    still_waits = type(about).objects.waiting().select_for_update().filter(pk=about.pk).exists()
    name, _fields = FIELDS[type(about)]
    subject: dict[str, Any] = {name: about}
    if not still_waits or not Reminder.objects.get_or_create(**subject, mark=mark)[1]:
        return False
    if isinstance(about, Submission):
        outbox.record(SUBMISSION_REMINDED, f"page:{about.page_id}", ReminderPayload(submission=about.pk, mark=mark))
    else:
        outbox.record(MATTER_REMINDED, f"matter:{about.pk}", MatterReminderPayload(matter=about.pk, mark=mark))
    return True
