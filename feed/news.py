"""What has happened, as readers see it: lines of history joined to the rows of what is public."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog.listing import pieces
from catalog.models import CatalogEntry
from feed.models import Activity, ActivityQuerySet
from orgs.models import Organization

Kind = Activity.Kind
MICROSECONDS = 1_000_000
SHOWN = (Kind.PUBLISHED, Kind.UPDATED)


@dataclass
class News:
    """A public page and what happened to it last."""

    entry: CatalogEntry
    kind: str
    at: datetime


@dataclass
class Day:
    day: date
    items: list[News] = field(default_factory=list)


def shown(language: str, organization: Organization | None = None) -> ActivityQuerySet:
    """Lines of history whose page is public and readable in the language, newest first."""
    public = pieces(language).filter(pk=OuterRef("page_id"))
    lines = Activity.objects.of(organization) if organization else Activity.objects.all()
    return lines.filter(Exists(public), kind__in=SHOWN)


def latest(language: str, organization: Organization | None, count: int) -> list[News]:
    """The pages to which something happened last, each once, newest first."""
    # A page has few lines; twice as many of them hold enough pages.
    return once_each(joined(list(shown(language, organization)[: 2 * count])))[:count]


def joined(lines: list[Activity]) -> list[News]:
    """Put each line beside its page's row; a page that closed meanwhile is left out."""
    rows = CatalogEntry.objects.public().select_related("organization").defer("text")
    entries = rows.in_bulk([line.page_id for line in lines])
    return [News(entries[line.page_id], line.kind, line.at) for line in lines if line.page_id in entries]


def once_each(news: list[News]) -> list[News]:
    """Keep the first of each page."""
    seen: dict[int, News] = {}
    for item in news:
        seen.setdefault(item.entry.pk, item)
    return list(seen.values())


def by_day(news: list[News]) -> list[Day]:
    """Group news by its day in Phnom Penh. A page stands on a day once: as published, if it also changed later."""
    days: list[Day] = []
    for item in news:
        day = timezone.localdate(item.at)
        if not days or days[-1].day != day:
            days.append(Day(day))
        same = next((each for each in days[-1].items if each.entry.pk == item.entry.pk), None)
        if same is None:
            days[-1].items.append(item)
        elif item.kind == Kind.PUBLISHED:
            same.kind = item.kind
    return days


def before(lines: ActivityQuerySet, line_id: int | None) -> ActivityQuerySet:
    """The lines that come after a line in the list, which is to say that are older."""
    if line_id is None:
        return lines
    mark = Activity.objects.filter(pk=line_id).first()
    return lines.filter(Q(at__lt=mark.at) | Q(at=mark.at, pk__lt=mark.pk)) if mark else lines.none()


def last_change(news: list[News], organization: Organization | None) -> datetime | None:
    """When anything happened last: withdrawals too, and changes that are too frequent to be news."""
    lines = Activity.objects.of(organization) if organization else Activity.objects.all()
    happened = lines.values_list("at", flat=True).first()
    read = [datetime.fromtimestamp(item.entry.version / MICROSECONDS, UTC) for item in news]
    return max([happened, *read]) if happened else None
