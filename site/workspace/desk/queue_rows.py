"""The lines of the queue, one for each submission or matter, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from khmer import typography
from moderation.checks.progress import check_counts, matter_check_counts
from moderation.matters.kind_names import kind_labels
from moderation.models import Matter, Submission
from orgs.pages.registry import page_kinds
from workspace.desk.desk_items import bulk_kinds, key_of, own_page
from workspace.desk.desk_list import DeskItem

# Within this time something is marked as soon due, and the time that is left is shown instead of the hour.
NEAR = timedelta(hours=4)
# Within so many days the name of a weekday means one day only.
DAYS_OF_A_WEEK = 7
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass
class QueueRow:
    """A submission or matter as the queue shows it, with the number of checks that found something or are not made.

    `has_checks` is False for a matter on which no check was made: many have no words that a program could check.
    """

    item: DeskItem
    found: int
    pending: int
    has_checks: bool
    due: str
    urgency: str
    minutes_left: int

    @property
    def key(self) -> str:
        """Return the text key of this row's submission or matter, used by the form that decides on several."""
        return key_of(self.item)

    @property
    def kind(self) -> str:
        """Return the label of the kind of this row's page or matter, for people."""
        if isinstance(self.item, Matter):
            return str(kind_labels.get(self.item.kind, ""))
        return page_kinds().label_of(self.item.kind)

    @property
    def language(self) -> str:
        """Return the language code of this row's page or matter; "" for a matter without one."""
        return self.item.language if isinstance(self.item, Matter) else self.item.page.locale.language_code

    @property
    def language_name(self) -> str:
        """Return the name of the language of this row's page or matter; "" for a matter without one."""
        if isinstance(self.item, Matter):
            return self.item.get_language_display()
        return self.item.page.locale.get_display_name()

    @property
    def other_language(self) -> Submission | None:
        """Return the translation that stands on the line of this row's submission; None where it was sent alone."""
        return self.item.parts[-1] if isinstance(self.item, Submission) and len(self.item.parts) > 1 else None

    @property
    def url(self) -> str:
        """Return the path of the page that decides on this row's kind of matter; "" for what opens beside the list."""
        return own_page(self.item)

    @property
    def claim_url(self) -> str:
        """Return the path to which a POST claims this row's submission or matter."""
        name = "claim-matter" if isinstance(self.item, Matter) else "claim"
        return reverse(f"workspace:{name}", args=[self.item.pk])

    @property
    def is_choosable(self) -> bool:
        """Return whether this row may be chosen for one decision on several: a page, or an approvable matter."""
        return isinstance(self.item, Submission) or self.item.kind in bulk_kinds()


def queue_rows(items: Iterable[DeskItem]) -> list[QueueRow]:
    """Return submissions and matters as rows of the editors' queue, with results of checks and due times."""
    rows, now = list(items), timezone.now()
    pages = check_counts(row for row in rows if isinstance(row, Submission))
    matters = matter_check_counts(row for row in rows if isinstance(row, Matter))
    return [queue_row(row, (pages if isinstance(row, Submission) else matters).get(row.pk), now) for row in rows]


def queue_row(item: DeskItem, counts: tuple[int, int] | None, now: datetime) -> QueueRow:
    """Return a submission or matter as a row of the queue; `counts` are the checks with findings and those missing."""
    held = item.held_until
    found, pending = counts or (0, 0)
    return QueueRow(
        item=item,
        found=found,
        pending=pending,
        has_checks=counts is not None,
        due=due_text(item.due_at, now),
        urgency=urgency(item.due_at, now),
        # At least 1, because 0 means that nobody has a claim.
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
    """Return a duration in words: minutes (at least one), hours below two days, else days."""
    if length < HOUR:
        minutes = max(1, length // MINUTE)
        return _("%(number)s min") % {"number": typography.number(minutes, language)}
    hours = length // HOUR
    if hours < 48:
        return _("%(number)s h") % {"number": typography.number(hours, language)}
    days = hours // 24
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": typography.number(days, language)}
