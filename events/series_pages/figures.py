"""The public figures of a series as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures.small_groups import PublicCounts, sum_public
from events.series_pages.years import SeriesEvent
from events.statistics.tables import cells

Row = list[Any]


def rows_of(context: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows of a series' public figures, heads first, from its page's context; hidden numbers are empty.

    In the active language.
    """
    yield [_("Table"), _("Group"), _("Events"), _("Women"), _("Men"), _("All others"), pgettext("sum", "All")]
    held = [event for event in context["events"] if event.is_held]
    for year in context["years"]:
        yield [_("Year by year"), str(year.year), year.held, *sums(year.events)]
    for event in held:
        # happens_at is in UTC; the day is that of Cambodia.
        day = timezone.localtime(event.entry.happens_at).date().isoformat()
        yield [_("Events"), f"{day} {event.entry.title}", 1, *sums([event])]
    for label, counts in context["table"].rows if context["table"] else ():
        yield [_("Participants by kind of organization"), str(label), "", *cells(counts)]
    # The sum of the events that are held: those ahead have no people yet.
    yield [pgettext("sum", "All"), context["series"].name, len(held), *sums(held)]


def sums(events: Iterable[SeriesEvent]) -> list[int | str]:
    """Return the public sums of participants of these events: women, men, others, all; all "" where none is counted."""
    # totals is None where nobody was counted: not the same as 0.
    counted: list[PublicCounts] = [event.totals for event in events if event.totals]
    return cells(sum_public(counted)) if counted else [""] * 4
