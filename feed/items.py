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
SHOWN_KINDS = (Kind.PUBLISHED, Kind.UPDATED)


@dataclass
class FeedItem:
    """A public page and what happened to it last."""

    entry: CatalogEntry
    kind: str
    changed_at: datetime


@dataclass
class FeedDay:
    day: date
    items: list[FeedItem] = field(default_factory=list)


def visible_activities(language: str, organization: Organization | None = None) -> ActivityQuerySet:
    """Lines of history whose page is public and readable in the language, newest first."""
    public = pieces(language).filter(pk=OuterRef("page_id"))
    lines = Activity.objects.of(organization) if organization else Activity.objects.all()
    return lines.filter(Exists(public), kind__in=SHOWN_KINDS)


def latest_items(language: str, organization: Organization | None, count: int) -> list[FeedItem]:
    """The pages to which something happened last, each once, newest first."""
    # A page has few lines; twice as many of them hold enough pages.
    return one_per_page(with_entries(list(visible_activities(language, organization)[: 2 * count])))[:count]


def with_entries(lines: list[Activity]) -> list[FeedItem]:
    """Put each line beside its page's row; a page that closed meanwhile is left out."""
    rows = CatalogEntry.objects.public().for_lists()
    entries = rows.in_bulk([line.page_id for line in lines])
    return [FeedItem(entries[line.page_id], line.kind, line.created_at) for line in lines if line.page_id in entries]


def one_per_page(items: list[FeedItem]) -> list[FeedItem]:
    """Keep the first of each page."""
    seen: dict[int, FeedItem] = {}
    for item in items:
        seen.setdefault(item.entry.pk, item)
    return list(seen.values())


def group_by_day(items: list[FeedItem]) -> list[FeedDay]:
    """Group items by its day in Phnom Penh. A page stands on a day once: as published, if it also changed later."""
    days: list[FeedDay] = []
    for item in items:
        day = timezone.localdate(item.changed_at)
        if not days or days[-1].day != day:
            days.append(FeedDay(day))
        same = next((each for each in days[-1].items if each.entry.pk == item.entry.pk), None)
        if same is None:
            days[-1].items.append(item)
        elif item.kind == Kind.PUBLISHED:
            same.kind = item.kind
    return days


def older_than(lines: ActivityQuerySet, activity_id: int | None) -> ActivityQuerySet:
    """The lines that come after a line in the list, which is to say that are older."""
    if activity_id is None:
        return lines
    last = Activity.objects.filter(pk=activity_id).first()
    if last is None:
        return lines.none()
    return lines.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk))


def last_modified(items: list[FeedItem], organization: Organization | None) -> datetime | None:
    """When anything happened last: withdrawals too, and changes that are too frequent to be news."""
    lines = Activity.objects.of(organization) if organization else Activity.objects.all()
    happened = lines.values_list("created_at", flat=True).first()
    read = [datetime.fromtimestamp(item.entry.version / MICROSECONDS, UTC) for item in items]
    return max([happened, *read]) if happened else None
