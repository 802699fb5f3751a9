"""The lines of the queue, one for each submission, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from khmer import typography
from moderation.checks.progress import check_counts
from moderation.models import Submission
from orgs.pages.registry import page_kinds

# Within this time a submission is marked as urgent, and the time that is left is shown instead of the hour.
NEAR = timedelta(hours=4)
# Within so many days the name of a weekday means one day only.
DAYS_OF_A_WEEK = 7
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass
class QueueRow:
    """A submission as the queue shows it, with the number of checks that found something or are not made yet."""

    submission: Submission
    found: int
    pending: int
    due: str
    urgency: str
    minutes_left: int

    @property
    def kind(self) -> str:
        """Return the label of the kind of page that was submitted, for the queue."""
        return page_kinds().label_of(self.submission.kind)

    @property
    def language(self) -> str:
        """Return the code of the language of the submitted page, for the queue."""
        return self.submission.page.locale.language_code


def queue_rows(submissions: Iterable[Submission]) -> list[QueueRow]:
    """Return submissions as lines of the editors' queue, with their checks and due times."""
    rows, now = list(submissions), timezone.now()
    counts = check_counts(rows)
    return [queue_row(row, counts[row.pk], now) for row in rows]


def queue_row(row: Submission, counts: tuple[int, int], now: datetime) -> QueueRow:
    """Return a submission as a line of the queue; `counts` are checks that found something, and missing ones."""
    held = row.held_until
    return QueueRow(
        submission=row,
        found=counts[0],
        pending=counts[1],
        due=due_text(row.due_at, now),
        urgency=urgency(row.due_at, now),
        minutes_left=max(1, (held - now) // MINUTE) if held else 0,
    )


def urgency(due: datetime, now: datetime) -> str:
    """Return the CSS class for a due time: "late", "soon" (less than four hours ahead) or ""."""
    if due < now:
        return "late"
    return "soon" if due - now < NEAR else ""


def due_text(due: datetime, now: datetime) -> str:
    """Return a due time in words: "2 h late", "in 40 min", "today 5:00 pm", "Tue 9:15 am", "11 May, 9:15 am"."""
    language = get_language() or "en"
    if due < now:
        return _("%(time)s late") % {"time": duration_text(now - due, language)}
    if due - now < NEAR:
        return _("in %(time)s") % {"time": duration_text(due - now, language)}
    time = typography.time_of_day(due, language)
    days = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    if days == 0:
        return _("today %(time)s") % {"time": time}
    if days < DAYS_OF_A_WEEK:
        return f"{typography.date(due, language, 'weekday_only')} {time}"
    return f"{typography.near_day(due, language, now)}, {time}"


def duration_text(length: timedelta, language: str) -> str:
    """Return a length of time in words, in its largest whole unit; in hours below two days, at least a minute."""
    if length < HOUR:
        minutes = max(1, length // MINUTE)
        return _("%(number)s min") % {"number": typography.number(minutes, language)}
    hours = length // HOUR
    if hours < 48:
        return _("%(number)s h") % {"number": typography.number(hours, language)}
    days = hours // 24
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": typography.number(days, language)}
