"""The events of a series by year, as a bar of squares: held, ahead, and not yet set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from catalog.models import CatalogEntry
from common.figures.small_groups import PublicCounts


@dataclass(frozen=True)
class SeriesEvent:
    """One event of a series, with its number in the series, and its public totals (None where nobody is counted)."""

    entry: CatalogEntry
    number: int
    totals: PublicCounts | None
    venue: str
    is_held: bool

    @property
    def people(self) -> int | None:
        """Return how many people came; None where nobody is counted."""
        return self.totals.all if self.totals else None

    @property
    def css(self) -> str:
        """Return the CSS class of the event's square on the line of all events: "done" if held, else "now"."""
        return "done" if self.is_held else "now"


@dataclass(frozen=True)
class SeriesYear:
    """The events of one year; `empty` counts the squares of those that are planned but not yet set."""

    year: int
    events: Sequence[SeriesEvent]
    empty: int

    @property
    def held(self) -> int:
        """Return the number of this year's events that are over."""
        return sum(event.is_held for event in self.events)

    @property
    def next(self) -> SeriesEvent | None:
        """Return the first event of this year that is still ahead; None when there is none."""
        return next((event for event in self.events if not event.is_held), None)

    @property
    def blanks(self) -> range:
        """Return a range with one item for each planned event of this year that has no date yet."""
        return range(self.empty)


def years_of(events: Sequence[SeriesEvent], per_year: int) -> list[SeriesYear]:
    """Return a series' events grouped by year, in order; `per_year` is the number planned a year, 0 for no plan."""
    years: dict[int, list[SeriesEvent]] = {}
    for event in events:
        years.setdefault(year_of(event.entry.happens_at), []).append(event)
    # max: a year may have more events than were planned.
    return [SeriesYear(year, found, max(0, per_year - len(found))) for year, found in sorted(years.items())]


def year_of(moment: datetime) -> int:
    """Return the year of a moment in Cambodia's time zone."""
    return timezone.localtime(moment).year
